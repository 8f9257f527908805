"""How the words of the book changed between two versions: of each chapter, and of the records.

A release keeps its pages as they were written. Those of a release that is older than this habit are taken from git,
where the digests in the release prove that they are the ones.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from briefing.checking.chapters import chapter_files
from briefing.checking.prose import read_prose, too_long
from briefing.model.digest import bytes_digest
from briefing.model.layout import Layout
from briefing.model.ledger import KINDS, Kind, Ledger, Release
from briefing.reading import git
from briefing.reading.files import read_file, unreadable
from briefing.reading.releases import ReleaseError
from briefing.reading.settings import read_settings
from briefing.versions.compare import TEXTS, keyed
from briefing.versions.wording import Piece, word_diff


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
        state = "new" if not self.before else "no longer there" if not self.after else f"{changed_pct([self])} %"
        return f"{self.name} {state}"


def changed_pct(parts: Iterable[Redline]) -> int:
    """Return the share of the words of both versions that only one of them has, in per cent, rounded."""
    kept, gone, come = map(sum, zip((0, 0, 0), *(part.words for part in parts), strict=True))
    every = 2 * kept + gone + come
    return round(100 * (gone + come) / every) if every else 0


def record_redlines(a: Ledger, b: Ledger) -> list[Redline]:
    """Return how the words of each record changed; a withdrawn one counts as gone."""
    parts = []
    for kind in KINDS:
        dumps = (
            [record.model_dump(mode="json") for record in ledger.standing_of(kind.collection)] for ledger in (a, b)
        )
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


def redline_words(parts: Sequence[Redline]) -> str:
    """Return one sentence that says how many of the words changed, in all and in each chapter where some did."""
    each = ", ".join(str(part) for part in parts if part.before != part.after)
    return f"{changed_pct(parts)} % of the words of the chapters changed{each and f': {each}'}."


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


def released_pages(layout: Layout, release: Release) -> Mapping[str, str]:
    """Return the pages of a release as they were written; none where neither it nor git has all of them."""
    if release.pages:
        return release.pages
    wanted = {
        path: digest for path, digest in release.inputs.items() if path.endswith(".md") and not path.startswith("data/")
    }
    file = layout.relative(layout.releases / f"{release.version}.json")
    for revision in (f"v{release.version}", git.first_commits(layout, file).get(file)):
        held = {path: git.file_at(layout, revision, layout.root / path) or b"" for path in wanted if revision}
        if held and wanted == {path: bytes_digest(content) for path, content in held.items()}:
            return {path: content.decode("utf-8-sig") for path, content in held.items()}
    return {}
