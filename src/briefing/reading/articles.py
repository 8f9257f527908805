"""The articles as they lie on disk: byte for byte, with what their sidecars say of them.

Offsets count code points of the file as it is; a byte-order mark counts. Nothing is mended or stripped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from briefing.model.base import Issue, Place
from briefing.model.canonical import bytes_digest
from briefing.model.layout import Layout
from briefing.model.sources import Article
from briefing.reading.validation import read_record
from briefing.reading.yaml_lines import parse_yaml


@dataclass(slots=True)
class Corpus:
    """The articles that can be read, what is wrong with any, and those left out as far as they are known."""

    articles: tuple[Article, ...] = ()
    issues: list[Issue] = field(default_factory=list)
    left_out: tuple[Article, ...] = ()


def read_articles(layout: Layout) -> tuple[tuple[Article, ...], list[Issue]]:
    """Return the articles in the order of their names, not yet anchored, and every problem found."""
    corpus = read_corpus(layout)
    return corpus.articles, corpus.issues


def read_corpus(layout: Layout) -> Corpus:
    """Read every article and sidecar; an article that cannot be read is left out and named."""
    folder = layout.articles
    here = Place(layout.relative(folder))
    if not folder.is_dir():
        got = "there is no such folder."
        return Corpus(
            issues=[Issue(here, "articles", "file-missing", got, "Put each article in it as ID.txt and ID.yml.")]
        )
    files = [path for path in sorted(folder.iterdir()) if not path.name.startswith(".")]
    issues = list(stray_files(layout, files, (".txt", ".yml")))
    names = sorted({path.stem for path in files if path.suffix in {".txt", ".yml"}})
    if not names:
        got = "it holds no article."
        issues.append(Issue(here, "articles", "file-missing", got, "Put each article in it as ID.txt and ID.yml."))
    articles: list[Article] = []
    left_out: list[Article] = []
    for name in names:
        sidecar, text = _read_sidecar(layout, name, issues), _read_text(layout, name, issues)
        if sidecar is not None and text is not None:
            _compare_digest(layout, sidecar, issues)
            articles.append(sidecar.model_copy(update={"text": text}))
        else:
            left_out.append(_stand_in(name, text or ""))
    return Corpus(tuple(articles), issues, tuple(left_out))


def _stand_in(name: str, text: str) -> Article:
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


def _read_text(layout: Layout, name: str, issues: list[Issue]) -> str | None:
    path = layout.articles / f"{name}.txt"
    place, subject = Place(layout.relative(path)), f"article {name}"
    if not path.is_file():
        got = f"{name}.yml has no text beside it."
        issues.append(Issue(place, subject, "article-missing", got, f"Add {name}.txt."))
        return None
    return _decoded(path.read_bytes(), place, subject, issues)


def _compare_digest(layout: Layout, sidecar: Article, issues: list[Issue]) -> None:
    path = layout.articles / f"{sidecar.id}.txt"
    actual = bytes_digest(path.read_bytes())
    if actual != sidecar.sha256:
        got = f"the sidecar says {sidecar.sha256[:12]}…, the file has {actual}."
        mend = "Restore the file; if the change is meant, put the file's digest into the sidecar."
        issues.append(Issue(Place(layout.relative(path)), f"article {sidecar.id}", "digest-changed", got, mend))


def _read_sidecar(layout: Layout, name: str, issues: list[Issue]) -> Article | None:
    path = layout.articles / f"{name}.yml"
    file = layout.relative(path)
    subject = f"article {name}"
    if not path.is_file():
        got = f"{name}.txt has no {name}.yml beside it."
        mend = "Add it, with title, publisher, url and the other fields of an article."
        issues.append(Issue(Place(layout.relative(path)), subject, "sidecar-missing", got, mend))
        return None
    document = parse_yaml(path.read_bytes(), file)
    if document.value is None and not document.issues:
        document.value = {}
    sidecar = None if document.value is None else read_record(document, Article, (), subject, id=name, text="")
    issues.extend(document.issues)
    return sidecar


def _decoded(raw: bytes, place: Place, subject: str, issues: list[Issue]) -> str | None:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        got = f"byte {error.start} is not UTF-8."
        issues.append(Issue(Place(place.file, line), subject, "not-utf8", got, "Get the article again, as UTF-8."))
        return None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        got = "it holds a NUL character."
        issues.append(Issue(Place(place.file, line), subject, "nul-character", got, "Get the article again, as text."))
        return None
    if not any(map(str.isalnum, text)):
        issues.append(Issue(place, subject, "article-empty", "it holds no words.", "Get the article again."))
        return None
    return text
