"""The ledger as it lies on disk: every data file read, every record with its file and line.

Whether the records agree with each other and with the articles is for `checks` to say.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefing.model.base import Issue, Located, Place
from briefing.model.layout import Layout
from briefing.model.ledger import KINDS, Ledger
from briefing.model.records import Claim, Term
from briefing.model.sources import Article
from briefing.reading.articles import files_of, read_corpus, stray
from briefing.reading.validation import read_list, read_record
from briefing.reading.yaml_lines import Document, read_yaml

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
    articles, articles_left_out, issues = read_corpus(layout)
    left_out: list[Any] = []

    def records(document: Document, kind: type[Located], **fixed: str) -> list[Any]:
        read, bad = read_list(document, kind, **fixed)
        left_out.extend(bad)
        issues.extend(document.issues)
        return read

    fields: dict[str, Any] = {"articles": articles}
    for name, kind in LIST_FILES.items():
        document = _read_file(layout, layout.data / f"{name}.yml", required=kind.required)
        fields[kind.collection] = tuple(records(document, kind.record))
    themes = files_of(layout, layout.claims, (".yml",), issues)
    if not themes:
        got, mend = "there is no file of claims.", "Put the claims in it, one THEME.yml for each theme."
        issues.append(Issue(Place(layout.relative(layout.claims)), "claims", "file-missing", got, mend))
    read = ((read_yaml(path, layout.relative(path), layout.root), path.stem) for path in themes)
    fields["claims"] = tuple(c for document, theme in read for c in records(document, Claim, theme=theme))
    fields["vocabulary"] = _read_vocabulary(layout, issues)
    fields["title"] = _read_title(layout, issues)
    issues += (stray(layout, path, (".yml",)) for path in sorted(layout.data.glob("*.yaml")) if path.is_file())
    known = sorted({*LIST_FILES, "vocabulary"})
    for path in sorted(layout.data.glob("*.yml")):
        if path.stem not in known:
            got, mend = "no such data file is known.", f"Rename it to one of: {', '.join(known)}."
            issues.append(Issue(Place(layout.relative(path)), path.name, "stray-file", got, mend))
    return Reading(Ledger.model_construct(**fields), tuple(issues), tuple(left_out), articles_left_out)


def _read_file(layout: Layout, path: Path, *, required: bool) -> Document:
    document = Document(layout.relative(path))
    if os.path.lexists(path):
        return read_yaml(path, document.file, layout.root)
    if required:
        got, mend = "there is no such file.", "Create it; an empty file is allowed."
        document.issues.append(Issue(Place(document.file), path.name, "file-missing", got, mend))
    return document


def _read_vocabulary(layout: Layout, issues: list[Issue]) -> dict[str, dict[str, Term]]:
    document = _read_file(layout, layout.data / "vocabulary.yml", required=True)
    vocabulary: dict[str, dict[str, Term]] = {}
    mend = "Write it as vocabulary, word, and the word's label and meaning."
    if not isinstance(document.value, dict | None):
        document.report((), "vocabulary", "not-a-mapping", "it is not a set of vocabularies.", mend)
        document.value = None
    for name, words in (document.value or {}).items():
        known = words if isinstance(words, dict) else {}
        if known is not words:
            document.report((name,), f"vocabulary {name}", "not-a-mapping", "it holds no words.", mend)
        terms = ((w, read_record(document, Term, (name, w), f"vocabulary {name}, word {w}")) for w in known)
        vocabulary[name] = {word: term for word, term in terms if term}
    issues += document.issues
    return vocabulary


def _read_title(layout: Layout, issues: list[Issue]) -> str:
    document = _read_file(layout, layout.config, required=True)
    title = document.value.get("title") if isinstance(document.value, dict) else None
    if not document.issues and not (isinstance(title, str) and title.strip()):
        document.report(("title",), "configuration", "missing-field", "title is missing.", "Add `title:`.")
    issues += document.issues
    return title.strip() if isinstance(title, str) else ""
