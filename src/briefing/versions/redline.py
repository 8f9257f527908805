"""How the words of the book changed between two versions: of each chapter, and of the records.

A release keeps its pages as they were written. Those of a release that is older than this habit are taken from git,
where the digests in the release prove that they are the ones.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz.distance import Indel

from briefing.checking.chapters import chapter_files
from briefing.checking.prose import read_prose, too_long
from briefing.model.digest import bytes_digest
from briefing.model.layout import Layout
from briefing.model.ledger import KINDS, Kind, Ledger, Release
from briefing.model.words import listing, sentence
from briefing.reading import git
from briefing.reading.files import read_file, unreadable
from briefing.reading.releases import ReleaseError
from briefing.reading.settings import read_settings
from briefing.versions.compare import CHAPTERS, TEXTS, Change, Changes, keyed
from briefing.versions.store import book_digests, of_book
from briefing.versions.wording import Piece, word_diff


class Book(NamedTuple):
    """What a version prints beside its evidence: pages as they are written, digests of these and of settings, by path.

    Each is empty where nobody knows it.
    """

    pages: Mapping[str, str]
    digests: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Redline:
    """What a chapter or a record said before, and what it says after; empty where it was not there."""

    name: str
    before: str
    after: str

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The words of both, those that went and came marked; paragraphs are lines."""
        return word_diff(self.before, self.after)

    @property
    def words(self) -> tuple[int, int, int]:
        """How many words stayed, went and came."""
        old, new = (re.findall(r"\w+", text) for text in (self.before, self.after))
        kept = (len(old) + len(new) - Indel.distance(old, new)) // 2
        return kept, len(old) - kept, len(new) - kept

    def __str__(self) -> str:
        state = "new" if not self.before else "no longer there" if not self.after else share([self])
        return f"{self.name} {state}"


def share(parts: Iterable[Redline]) -> str:
    """Return the share of the words of both versions that only one of them has, as in `3 %`."""
    kept, gone, come = map(sum, zip((0, 0, 0), *(part.words for part in parts), strict=True))
    percent = round(100 * (gone + come) / (2 * kept + gone + come or 1))
    return f"{percent} %" if percent or not gone + come else "less than 1 %"


def record_redlines(a: Ledger, b: Ledger) -> list[Redline]:
    """Return how the words of each record changed; a withdrawn one counts as gone."""
    parts = []
    for kind in KINDS:
        dumps = ([r.model_dump(mode="json") for r in ledger.standing_of(kind.collection)] for ledger in (a, b))
        old, new = ({key: _said(kind, dump) for key, dump in keyed(kind, each).items()} for each in dumps)
        parts += [Redline(key, old.get(key, ""), new.get(key, "")) for key in {**old, **new}]
    return parts


def _said(kind: Kind, dump: Mapping[str, object]) -> str:
    return " ".join(text for name, text in dump.items() if name in TEXTS[kind.collection] and isinstance(text, str))


def chapter_redlines(before: Mapping[str, str], after: Mapping[str, str]) -> list[Redline]:
    """Return how the prose of each page changed, given the pages as they are written, by path; in today's order."""
    parts = []
    for path in {**after, **before}:
        old, new = (_prose(pages.get(path, "")) for pages in (before, after))
        parts.append(Redline((new or old or [path])[0], "\n".join(old), "\n".join(new)))
    return parts


def _prose(source: str) -> list[str]:
    """Return what a reader reads of a page, a line a heading, paragraph or item; numbers and records left out."""
    if too_long(source):  # for the parser, which may take minutes: no released page is
        return source.split("\n")
    lines = (" ".join(block.words().split()) for block in read_prose(source).blocks if block.printed)
    return [re.sub(r"\s+(?=[.,;:?!)])", "", line) for line in lines]


def with_chapters(changes: Changes, was: Book, now: Book) -> Changes:
    """Return the changes of the records, and as one more what became of pages, settings and bibliographies."""
    known = was.digests and now.digests
    others = {name for name, _ in was.digests.items() ^ now.digests.items()} if known else set()
    parts = dict(zip({**now.pages, **was.pages}, chapter_redlines(was.pages, now.pages), strict=True))
    worded = {path: part for path, part in parts.items() if part.before != part.after and was.pages and now.pages}
    left = listing(sorted(others - worded.keys()))
    told = f"{redline_words(list(parts.values()))}{left and f'; otherwise changed: {left}'}"
    if not worded:
        told = f"No word of the chapters changed, but {left} did" if was.pages else f"{left} changed"
    change = Change(group=CHAPTERS, id=CHAPTERS, kind="reworded", after=f"{told}.")
    return changes.model_copy(update={"changes": (*changes.changes, change)}) if worded or left else changes


def redline_words(parts: Sequence[Redline]) -> str:
    """Return how many of the words changed, in all and in each chapter where some did."""
    each = ", ".join(str(part) for part in parts if part.before != part.after)
    return sentence(f"{share(parts)} of the words of the chapters changed{each and f': {each}'}")


def written_pages(layout: Layout) -> dict[str, str]:
    """Return the front page and the chapters as they are written, by path, in the order of the contents.

    Raises `ReleaseError` when one of them cannot be read.
    """
    pages = {}
    for path in chapter_files(layout, read_settings(layout)):
        try:
            pages[layout.relative(path)] = read_file(path, layout.root).decode("utf-8-sig", "replace")
        except OSError as error:
            raise ReleaseError([unreadable(layout.relative(path), error)]) from error
    return pages


def written_book(layout: Layout) -> Book:
    """Return what lies in a folder; raises `ReleaseError` as `written_pages` does."""
    return Book(written_pages(layout), book_digests(layout))


def released_book(layout: Layout, release: Release) -> Book:
    """Return the book of a release, as far as it and git tell."""
    return Book(released_pages(layout, release), of_book(release.inputs))


def released_pages(layout: Layout, release: Release) -> Mapping[str, str]:
    """Return the pages of a release as they were written; none where neither it nor git has all of them."""
    if release.pages:
        return release.pages
    wanted = {path: digest for path, digest in of_book(release.inputs).items() if path.endswith(".md")}
    file = layout.relative(layout.releases / f"{release.version}.json")
    for revision in (f"v{release.version}", git.first_commits(layout, file).get(file)):
        held = {path: git.file_at(layout, revision, layout.root / path) or b"" for path in wanted if revision}
        if held and wanted == {path: bytes_digest(content) for path, content in held.items()}:
            return {path: content.decode("utf-8-sig") for path, content in held.items()}
    return {}
