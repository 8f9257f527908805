"""The articles as they lie on disk: byte for byte, with what their sidecars say of them.

Offsets count code points of the file as it is; a byte-order mark counts. Nothing is mended or stripped.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Page:
    """An article made ready for searching, once for all its quotes: its text as it is compared, and its lines."""

    article: Article
    normalised: Normalised
    lines: Lines

    @classmethod
    def of(cls, article: Article) -> Page:
        return cls(article, normalise(article.text), Lines(article.text))


def read_corpus(layout: Layout) -> tuple[tuple[Article, ...], tuple[Article, ...], list[Issue]]:
    """Return every article that can be read, those left out as far as they are known, and what is wrong with any."""
    issues: list[Issue] = []
    files = files_of(layout, layout.articles, _SUFFIXES, issues)
    if not files:
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
    file = layout.relative(path)
    if os.path.lexists(beside):
        document = read_yaml(beside, layout.relative(beside), layout.root)
        if document.value is None and not document.issues:
            document.value = {}
        if document.value is not None:
            sidecar = read_record(document, Article, (), subject, id=name, text="")
        issues += document.issues
    else:
        got = f"{name}.txt has no {name}.yml beside it."
        mend = "Add it, with title, publisher, url and the other fields of an article."
        issues.append(Issue(Place(layout.relative(beside)), subject, "sidecar-missing", got, mend))
    if not os.path.lexists(path):
        got = f"{name}.yml has no text beside it."
        issues.append(Issue(Place(file), subject, "article-missing", got, f"Add {name}.txt."))
        return None, ""
    try:
        raw = read_file(path, layout.root, ARTICLE_LIMIT)
    except (OSError, RuntimeError) as error:
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
    files = [path for path in sorted(folder.glob("*")) if not path.name.startswith(".")]
    issues += (stray(layout, path, suffixes) for path in files if path.suffix not in suffixes)
    return [path for path in files if path.suffix in suffixes]


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
