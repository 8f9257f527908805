"""The articles as they lie on disk: byte for byte, with what their sidecars say of them.

Offsets count code points of the file as it is; a byte-order mark counts. Nothing is mended or stripped.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import regex

from briefing.model.base import Issue, Place
from briefing.model.digest import bytes_digest
from briefing.model.layout import Layout
from briefing.model.sources import Article
from briefing.reading.files import decoded, read_file, unreadable
from briefing.reading.normalisation import UNREADABLE, Normalised, normalise
from briefing.reading.text import Lines
from briefing.reading.validation import read_record
from briefing.reading.yaml_lines import read_yaml

ARTICLE_LIMIT = 4_000_000  # bytes
_SUFFIXES = (".txt", ".yml")
# Control characters but for those taken for spaces, what turns the writing round, and what nobody can read.
CONTROL = regex.compile(rf"[[\p{{Cc}}--[\t\n\x0b\f\r\x1c-\x1f\x85]]\u202d\u202e{UNREADABLE}]", regex.V1)


@dataclass(slots=True)
class Corpus:
    """The articles that can be read, what is wrong with any, and those left out as far as they are known."""

    articles: tuple[Article, ...] = ()
    issues: list[Issue] = field(default_factory=list)
    left_out: tuple[Article, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """An article made ready for searching, once for all its quotes: its text as it is compared, and its lines."""

    article: Article
    normalised: Normalised
    lines: Lines

    @classmethod
    def of(cls, article: Article) -> Page:
        return cls(article, normalise(article.text), Lines(article.text))


def read_corpus(layout: Layout) -> Corpus:
    """Read every article and sidecar; an article that cannot be read is left out and named."""
    files = [path for path in sorted(layout.articles.glob("*")) if not path.name.startswith(".")]
    issues = list(stray_files(layout, files, _SUFFIXES))
    names = sorted({path.stem for path in files if path.suffix in _SUFFIXES})
    if not names:
        got = "it holds no article." if layout.articles.is_dir() else "there is no such folder."
        place = Place(layout.relative(layout.articles))
        issues.append(Issue(place, "articles", "file-missing", got, "Put each article in it as ID.txt and ID.yml."))
    articles: list[Article] = []
    left_out: list[Article] = []
    for name in names:
        sidecar, raw = _read_sidecar(layout, name, issues), _read_raw(layout, name, issues)
        file = layout.relative(layout.articles / f"{name}.txt")
        text = None if raw is None else article_text(raw, file, f"article {name}")
        if isinstance(text, Issue):
            issues.append(text)
            text = None
        if sidecar is None or raw is None or text is None:
            left_out.append(stand_in(name, text or ""))
            continue
        articles.append(sidecar.model_copy(update={"text": text}))
        if (actual := bytes_digest(raw)) != sidecar.sha256:
            got = f"the sidecar says {sidecar.sha256[:12]}…, the file has {actual}."
            mend = "Restore the file; if the change is meant, put the file's digest into the sidecar."
            issues.append(Issue(Place(file), f"article {name}", "digest-changed", got, mend))
    return Corpus(tuple(articles), issues, tuple(left_out))


def stand_in(name: str, text: str) -> Article:
    """Return an article of which only the text may be trusted, so that quotes can be looked for in it."""
    return Article.model_construct(
        id=name, text=text, title="", publisher="", url="", published_basis="", sha256="", description="", rights=""
    )


def stray_files(layout: Layout, files: list[Path], suffixes: tuple[str, ...]) -> Iterator[Issue]:
    """Report files that would otherwise be passed over in silence."""
    for path in files:
        if path.suffix not in suffixes:
            got = f"only {' and '.join(suffixes)} files are read here."
            mend = "Rename it, or move it elsewhere."
            yield Issue(Place(layout.relative(path)), path.name, "stray-file", got, mend)


def _read_raw(layout: Layout, name: str, issues: list[Issue]) -> bytes | None:
    path = layout.articles / f"{name}.txt"
    if not os.path.lexists(path):
        got = f"{name}.yml has no text beside it."
        place = Place(layout.relative(path))
        issues.append(Issue(place, f"article {name}", "article-missing", got, f"Add {name}.txt."))
        return None
    try:
        return read_file(path, layout.root, ARTICLE_LIMIT)
    except (OSError, RuntimeError) as error:
        issues.append(unreadable(layout.relative(path), error))
        return None


def _read_sidecar(layout: Layout, name: str, issues: list[Issue]) -> Article | None:
    path = layout.articles / f"{name}.yml"
    file, subject = layout.relative(path), f"article {name}"
    if not os.path.lexists(path):
        got = f"{name}.txt has no {name}.yml beside it."
        mend = "Add it, with title, publisher, url and the other fields of an article."
        issues.append(Issue(Place(file), subject, "sidecar-missing", got, mend))
        return None
    document = read_yaml(path, file, layout.root)
    if document.value is None and not document.issues:
        document.value = {}
    sidecar = None if document.value is None else read_record(document, Article, (), subject, id=name, text="")
    issues.extend(document.issues)
    return sidecar


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
