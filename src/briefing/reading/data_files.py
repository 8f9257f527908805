"""The ledger as it lies on disk: every data file read, every record with its file and line.

Whether the records agree with each other and with the articles is for `checks` to say.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from briefing.model.base import Issue, Located, Place
from briefing.model.layout import Layout
from briefing.model.ledger import KINDS, Ledger
from briefing.model.records import Claim, Term
from briefing.model.sources import Article
from briefing.reading.articles import read_corpus, stray_files
from briefing.reading.validation import read_list, read_record
from briefing.reading.yaml_lines import Document, read_yaml

R = TypeVar("R", bound=Located)
LIST_FILES = {kind.file: kind for kind in KINDS if kind.file}


@dataclass(frozen=True, slots=True)
class Reading:
    """A ledger, what is wrong with its files, and the raw values of records left out for it."""

    ledger: Ledger
    issues: tuple[Issue, ...]
    left_out: tuple[Any, ...] = ()
    articles_left_out: tuple[Article, ...] = ()


def read_ledger(layout: Layout) -> tuple[Ledger, list[Issue]]:
    """Return all records of `data/`, articles included, and every problem found in reading them."""
    reading = read_data(layout)
    return reading.ledger, list(reading.issues)


def read_data(layout: Layout) -> Reading:
    """Read every data file once; what cannot be read is reported and left out."""
    corpus = read_corpus(layout)
    issues, left_out = list(corpus.issues), list[Any]()

    def records(document: Document, kind: type[R], **fixed: str) -> tuple[R, ...]:
        read, bad = read_list(document, kind, **fixed)
        left_out.extend(bad)
        issues.extend(document.issues)
        return tuple(read)

    fields: dict[str, Any] = {"articles": corpus.articles}
    for name, kind in LIST_FILES.items():
        document = _read_file(layout, layout.data / f"{name}.yml", required=kind.required)
        fields[kind.collection] = records(document, kind.record)
    themes = [read_yaml(path, layout.relative(path), layout.root) for path in _files_of_claims(layout, issues)]
    fields["claims"] = tuple(c for document in themes for c in records(document, Claim, theme=_stem(document)))
    fields["vocabulary"] = _read_vocabulary(layout, issues)
    fields["title"] = _read_title(layout, issues)
    issues += _unknown_files(layout)
    return Reading(Ledger.model_construct(**fields), tuple(issues), tuple(left_out), corpus.left_out)


def _read_file(layout: Layout, path: Path, *, required: bool) -> Document:
    document = Document(layout.relative(path))
    if os.path.lexists(path):
        return read_yaml(path, document.file, layout.root)
    if required:
        mend = "Create it; an empty file is allowed."
        issue = Issue(Place(document.file), path.name, "file-missing", "there is no such file.", mend)
        document.issues.append(issue)
    return document


def _stem(document: Document) -> str:
    return Path(document.file).stem


def _unknown_files(layout: Layout) -> Iterator[Issue]:
    yield from stray_files(layout, [path for path in sorted(layout.data.glob("*.yaml")) if path.is_file()], (".yml",))
    known = {*LIST_FILES, "vocabulary"}
    mend = f"Rename it to one of: {', '.join(sorted(known))}."
    for path in sorted(layout.data.glob("*.yml")):
        if path.stem not in known:
            yield Issue(Place(layout.relative(path)), path.name, "stray-file", "no such data file is known.", mend)


def _files_of_claims(layout: Layout, issues: list[Issue]) -> list[Path]:
    files = [path for path in sorted(layout.claims.glob("*")) if not path.name.startswith(".")]
    issues += stray_files(layout, files, (".yml",))
    files = [path for path in files if path.suffix == ".yml"]
    if not files:
        mend = "Put the claims in it, one THEME.yml for each theme."
        place = Place(layout.relative(layout.claims))
        issues.append(Issue(place, "claims", "file-missing", "there is no file of claims.", mend))
    return files


def _read_vocabulary(layout: Layout, issues: list[Issue]) -> dict[str, dict[str, Term]]:
    document = _read_file(layout, layout.data / "vocabulary.yml", required=True)
    vocabulary: dict[str, dict[str, Term]] = {}
    mend = "Write it as vocabulary, word, and the word's label and meaning."
    if document.value is not None and not isinstance(document.value, dict):
        document.report((), "vocabulary", "not-a-mapping", "it is not a set of vocabularies.", mend)
        document.value = None
    for name, words in (document.value or {}).items():
        terms: dict[str, Term | None] = {}
        if isinstance(words, dict):
            terms = {w: read_record(document, Term, (name, w), f"vocabulary {name}, word {w}") for w in words}
        else:
            document.report((name,), f"vocabulary {name}", "not-a-mapping", "it holds no words.", mend)
        vocabulary[name] = {word: term for word, term in terms.items() if term}
    issues += document.issues
    return vocabulary


def _read_title(layout: Layout, issues: list[Issue]) -> str:
    document = _read_file(layout, layout.config, required=True)
    title = document.value.get("title") if isinstance(document.value, dict) else None
    if not document.issues and not (isinstance(title, str) and title.strip()):
        document.report(("title",), "configuration", "missing-field", "title is missing.", "Add `title:`.")
    issues += document.issues
    return title.strip() if isinstance(title, str) else ""
