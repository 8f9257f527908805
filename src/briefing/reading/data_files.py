"""The ledger as it lies on disk: every data file and article read, every record with its file and line.

Offsets count code points of an article's file as it is; a byte-order mark counts. Nothing is mended or stripped.
Whether the records agree with each other and with the articles is for `checks` to say.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import regex

from briefing.model.base import Issue, Located, Place
from briefing.model.digest import bytes_digest
from briefing.model.layout import Layout
from briefing.model.ledger import KINDS, Ledger
from briefing.model.records import Claim, Term
from briefing.model.sources import Article
from briefing.reading.files import decoded, read_file, shown_in, unreadable
from briefing.reading.normalisation import UNREADABLE, Normalised, normalise
from briefing.reading.text import Lines
from briefing.reading.validation import read_list, read_record
from briefing.reading.yaml_lines import Document, read_yaml

LIST_FILES = {kind.file: kind for kind in KINDS if kind.file}
ARTICLE_LIMIT = 4_000_000  # bytes
_MISSING = ("file-missing", "there is no such file.", "Create it; an empty file is allowed.")
_SUFFIXES = (".txt", ".yml")
# Control characters but for those taken for spaces, what turns the writing round, and what nobody can read.
CONTROL = regex.compile(rf"[[\p{{Cc}}--[\t\n\x0b\f\r\x1c-\x1f\x85]]\u202d\u202e{UNREADABLE}]", regex.V1)


@dataclass(frozen=True, slots=True)
class Reading:
    """A ledger, what is wrong with its files, and the raw values of records left out for it."""

    ledger: Ledger
    issues: tuple[Issue, ...]
    left_out: tuple[Any, ...] = ()
    articles_left_out: tuple[Article, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """An article made ready for searching, once for all its quotes: its text as it is compared, and its lines."""

    article: Article
    normalised: Normalised
    lines: Lines

    @classmethod
    def of(cls, article: Article) -> Page:
        return cls(article, normalise(article.text), Lines(article.text))


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
        path = layout.data / f"{name}.yml"
        document = _read_file(layout, path) if kind.required or os.path.lexists(path) else Document(path.name)
        fields[kind.collection] = tuple(records(document, kind.record))
    themes = files_of(layout, layout.claims, (".yml",), issues)
    if not themes and _listed(layout.claims):
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


def _read_file(layout: Layout, path: Path, missing: tuple[str, str, str] = _MISSING, *, of: str = "") -> Document:
    """Read a data file; tell by code, fault and mend that it is `missing`, of a subject or of itself."""
    document = Document(layout.relative(path))
    if os.path.lexists(path):
        return read_yaml(path, document.file, layout.root)
    document.issues.append(Issue(Place(document.file), of or path.name, *missing))
    return document


def _read_vocabulary(layout: Layout, issues: list[Issue]) -> dict[str, dict[str, Term]]:
    document = _read_file(layout, layout.data / "vocabulary.yml")
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
    document = _read_file(layout, layout.config)
    title = document.value.get("title") if isinstance(document.value, dict) else None
    if not document.issues and not (isinstance(title, str) and title.strip()):
        document.report(("title",), "configuration", "missing-field", "title is missing.", "Add `title:`.")
    issues += document.issues
    return title.strip() if isinstance(title, str) else ""


def read_corpus(layout: Layout) -> tuple[tuple[Article, ...], tuple[Article, ...], list[Issue]]:
    """Return every article that can be read, those left out as far as they are known, and what is wrong with any."""
    issues: list[Issue] = []
    files = files_of(layout, layout.articles, _SUFFIXES, issues)
    if not files and _listed(layout.articles):
        got = "it holds no article." if layout.articles.is_dir() else "there is no such folder."
        place = Place(layout.relative(layout.articles))
        issues.append(Issue(place, "articles", "file-missing", got, "Put each article in it as ID.txt and ID.yml."))
    read = {name: _read_article(layout, name, issues) for name in sorted({path.stem for path in files})}
    left_out = tuple(stand_in(name, text) for name, (article, text) in read.items() if article is None)
    return tuple(article for article, _ in read.values() if article), left_out, issues


def _read_article(layout: Layout, name: str, issues: list[Issue]) -> tuple[Article | None, str]:
    """Return an article, if text and sidecar can be read, and the text as far as it can."""
    subject, sidecar = f"article {name}", None
    path, beside = (layout.articles / f"{name}{suffix}" for suffix in _SUFFIXES)
    file, mend = layout.relative(path), "Add it, with title, publisher, url and the other fields of an article."
    missing = ("sidecar-missing", f"{name}.txt has no {name}.yml beside it.", mend)
    document = _read_file(layout, beside, missing, of=subject)
    if document.value is None and not document.issues:
        document.value = {}
    if document.value is not None:
        sidecar = read_record(document, Article, (), subject, id=name, text="")
    issues += document.issues
    if not os.path.lexists(path):
        got = f"{name}.yml has no text beside it."
        issues.append(Issue(Place(file), subject, "article-missing", got, f"Add {name}.txt."))
        return None, ""
    try:
        raw = read_file(path, layout.root, ARTICLE_LIMIT)
    except OSError as error:
        issues.append(unreadable(file, error))
        return None, ""
    text = article_text(raw, file, subject)
    if isinstance(text, Issue):
        issues.append(text)
        return None, ""
    if sidecar and (actual := bytes_digest(raw)) != sidecar.sha256:
        got = f"the sidecar says {sidecar.sha256[:12]}…, the file has {actual}."
        mend = "Restore the file; if the change is meant, put the file's digest into the sidecar."
        issues.append(Issue(Place(file), subject, "digest-changed", got, mend))
    return sidecar and sidecar.model_copy(update={"text": text}), text


def stand_in(name: str, text: str) -> Article:
    """Return an article of which only the text may be trusted, so that quotes can be looked for in it."""
    return Article.model_construct(
        id=name, text=text, title="", publisher="", url="", published_basis="", sha256="", description="", rights=""
    )


def files_of(layout: Layout, folder: Path, suffixes: tuple[str, ...], issues: list[Issue]) -> list[Path]:
    """Return the files of a folder with these suffixes, in order; tell of any other."""
    try:
        files = shown_in(folder)
    except OSError as error:
        issues.append(unreadable(layout.relative(folder), error))
        return []
    issues += (stray(layout, path, suffixes) for path in files if path.suffix not in suffixes)
    return [path for path in files if path.suffix in suffixes]


def _listed(folder: Path) -> bool:
    """Tell whether a folder could be listed, or is not there; where it could not, that was told."""
    return not folder.is_dir() or os.access(folder, os.R_OK)


def stray(layout: Layout, path: Path, suffixes: tuple[str, ...]) -> Issue:
    """Return the issue of a file that is not read for its suffix."""
    got, mend = f"only {' and '.join(suffixes)} files are read here.", "Rename it, or move it elsewhere."
    return Issue(Place(layout.relative(path)), path.name, "stray-file", got, mend)


def article_text(raw: bytes, file: str, subject: str) -> str | Issue:
    """Return the text of an article's bytes, or what keeps it from being one."""
    text = decoded(raw, file, subject, "Get the article again, as UTF-8.")
    if isinstance(text, Issue):
        return text
    if found := CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        got = f"it holds U+{ord(found[0]):04X}, which is no character that can be read."
        mend = "Get the article again, as text; else put there what it stands for, and mend the digest in the sidecar."
        return Issue(Place(file, line), subject, "control-character", got, mend)
    if not any(map(str.isalnum, text)):
        return Issue(Place(file), subject, "article-empty", "it holds no words.", "Get the article again.")
    return text
