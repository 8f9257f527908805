"""What must be true of the book's prose: every finding carries a claim, every number is computed, every id exists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from briefing.checking.context import Material
from briefing.checking.judgements import citation_issues
from briefing.checking.prose import Block, Prose, Role, front_matter_line, read_prose
from briefing.checking.registry import rule
from briefing.model.base import Issue, Place, Span
from briefing.model.layout import Layout
from briefing.reading.validation import nearest
from briefing.reading.yaml_lines import Document, parse_yaml, unreadable

KINDS = ("findings", "apparatus")
SOURCED = frozenset({"claim", "judgement", "passage"})
# 3rd, 1990s, 10k, US$5, 12-fold: letters, and still numbers
_SCALED = re.compile(r"\W*(?:[A-Z]{1,3}[$€£¥])?[\d.,]*\d(?:st|nd|rd|th|s|x|k|m|bn|tn)?(?:-[a-z]+)*\W*")
_SHOWN = 90


@dataclass(frozen=True, slots=True)
class Chapter:
    """A page of the book as text, with what its front matter says of it."""

    file: str
    text: str
    prose: Prose

    @property
    def kind(self) -> object:
        front = parse_yaml(self.prose.front_matter.encode("utf-8", "surrogatepass"), self.file).value
        told = front.get("briefing") if isinstance(front, Mapping) else None
        return told.get("kind", KINDS[0]) if isinstance(told, Mapping) else KINDS[0]

    def issue(self, line: int, code: str, got: str, mend: str) -> Issue:
        """Return an issue at a line of this chapter."""
        return Issue(Place(self.file, line), "chapter", code, got, mend)


@rule("finding-without-claim", "A sentence of the book cites no claim and no judgement.", stage="book")
@rule(
    "actor-without-claim",
    "A sentence of guidance names an actor and cites no claim and no judgement.",
    stage="book",
)
@rule("number-not-computed", "A number is typed into prose.", stage="book")
@rule("raw-content", "A page holds HTML, code or a directive that no rule of prose reads.", stage="book")
def chapter_issues(material: Material) -> Iterator[Issue]:
    """Apply every rule of prose to the front page and each chapter."""
    names = _actor_names(material)
    for path in _chapter_files(material.layout):
        file = material.layout.relative(path)
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except OSError as error:
            yield unreadable(file, error)
            continue
        except UnicodeDecodeError:
            yield Issue(Place(file, 1), "chapter", "not-utf8", "it is not UTF-8.", "Save the file as UTF-8.")
            continue
        chapter = Chapter(file, text, read_prose(text))
        yield from front_matter_read(chapter)
        yield from contents_read(chapter)
        yield from citations_in_chapter(chapter, material)
        yield from findings_sourced(chapter)
        yield from actors_sourced(chapter, names)
        yield from numbers_computed(chapter)


def front_matter_read(chapter: Chapter) -> Iterator[Issue]:
    """The front matter is YAML, and says of the page only what is known."""
    document = parse_yaml(chapter.prose.front_matter.encode("utf-8", "surrogatepass"), chapter.file)
    for issue in document.issues:
        yield issue._replace(place=Place(chapter.file, issue.place.line + 1), subject="chapter")
    if chapter.kind not in KINDS:
        got = f"its kind is {chapter.kind!r}.{nearest(str(chapter.kind), KINDS)}"
        line = front_matter_line(chapter.text, "briefing")
        yield chapter.issue(line, "unknown-word", got, f"Known words: {', '.join(KINDS)}.")


def contents_read(chapter: Chapter) -> Iterator[Issue]:
    """Nothing stands on a page that no rule reads; code stands where the book speaks of itself."""
    for block in chapter.prose.blocks:
        if block.kind == "raw":
            got = f"{block.unread} stands here, which no rule reads."
            yield chapter.issue(
                block.line, "raw-content", got, "Write it as prose, a table in pipes, or a comment (%)."
            )
        elif block.kind == "code" and chapter.kind != "apparatus" and not block.in_guide:
            got = f"{block.unread} stands on a page of findings, and no rule reads it."
            yield chapter.issue(block.line, "raw-content", got, "Write it as prose, or move it to the apparatus.")


def citations_in_chapter(chapter: Chapter, material: Material) -> Iterator[Issue]:
    """Every claim, judgement, passage and article that a role names exists; findings cite only what stands."""
    standing = chapter.kind != "apparatus"
    for block in chapter.prose.blocks:
        for role in block.roles:
            place = Place(chapter.file, block.line_of(role.span.start))
            yield from _citations(material, place, role, standing=standing)


def _citations(material: Material, place: Place, role: Role, *, standing: bool) -> Iterator[Issue]:
    for target in role.targets:
        if role.name in {"claim", "judgement"}:
            yield from citation_issues(material, place, "chapter", (target,), standing=standing, kind=role.name)
        elif role.name == "passage":
            claim, _, number = target.rpartition("-")
            record = material.ledger.claim_by_id.get(claim)
            if record and not (number.isdecimal() and 1 <= int(number) <= len(record.evidence)):
                got = f"claim {claim} has no passage {target}; it has {len(record.evidence)}."
                yield Issue(place, "chapter", "claim-unknown", got, "Cite one that exists.")
            yield from citation_issues(material, place, "chapter", (claim or target,), standing=standing, kind="claim")
        elif role.name == "article":
            known = material.ledger.article_by_id
            if target not in known and target not in material.unread_ids:
                got = f"there is no article {target!r}.{nearest(target, known)}"
                yield Issue(place, "chapter", "article-unknown", got, "Name an article that is held.")


def findings_sourced(chapter: Chapter) -> Iterator[Issue]:
    """On a page of findings each sentence carries a claim or a judgement, but for what a guide says of the page."""
    if chapter.kind == "apparatus":
        return
    rows = _sourced_rows(chapter)
    for block in chapter.prose.blocks:
        if block.kind not in {"prose", "table"} or block.in_guide:
            continue
        for sentence in block.sentences:
            if block.kind == "table" and not _full_sentence(block, sentence):
                continue
            if not (_sourced(block, sentence) or block.line in rows):
                got = f"“{_shown(block, sentence)}” carries no claim."
                mend = "Put {claim}`…` or {judgement}`…` before its full stop, or move it into a :::{guide} block."
                yield chapter.issue(block.line_of(sentence.start), "finding-without-claim", got, mend)


def actors_sourced(chapter: Chapter, names: re.Pattern[str] | None) -> Iterator[Issue]:
    """What guides and the apparatus say is about the book; a sentence that names an actor carries a claim after all."""
    if names is None:
        return
    rows = _sourced_rows(chapter)
    for block in chapter.prose.blocks:
        of_the_book = block.kind == "prose" and (block.in_guide or chapter.kind == "apparatus")
        if not (of_the_book or (block.kind == "table" and block.line not in rows)):
            continue
        words = block.words(links=True)
        for sentence in block.sentences:
            named = names.search(words, sentence.start, sentence.end)
            if named and not _sourced(block, sentence):
                got = f"“{_shown(block, sentence)}” names {named[0]} and carries no claim."
                mend = "Put {claim}`…` or {judgement}`…` before its full stop, or leave the name out."
                yield chapter.issue(block.line_of(named.start()), "actor-without-claim", got, mend)


def numbers_computed(chapter: Chapter) -> Iterator[Issue]:
    """No number is typed: one that is typed is wrong as soon as the evidence changes."""
    for block in chapter.prose.blocks:
        for token in re.finditer(r"\S+", block.words(links=False)):
            if _is_number(token[0]):
                got = f"{token[0].strip('().,;:')} is typed."
                mend = "Glue a computed number; what is part of a name goes in a link or in `code`."
                yield chapter.issue(block.line_of(token.start()), "number-not-computed", got, mend)


@rule("chapter-not-in-toc", "A chapter lies on disk and not in the table of contents.", stage="book")
@rule(
    "page-not-read",
    "The table of contents names pages that are no Markdown, or a pattern.",
    stage="book",
)
@rule("chapter-missing", "The table of contents names a chapter that does not exist.", stage="book")
def contents_complete(material: Material) -> Iterator[Issue]:
    """The table of contents names every chapter on disk, and only those, each a page that is read here."""
    layout = material.layout
    toc = layout.relative(layout.toc)
    if not layout.toc.is_file():
        yield Issue(Place(toc), "contents", "file-missing", "there is no such file.", "Create it, with `root: index`.")
        return
    document = parse_yaml(layout.toc.read_bytes(), toc)
    yield from document.issues
    if document.issues:
        return
    for where, line in document.lines.items():
        if where and where[-1] == "glob":
            got = f"it names pages by a pattern, {document.at(where)!r}."
            yield Issue(Place(toc, line), "contents", "page-not-read", got, "Name each page with `file:`.")
    named = _named_pages(document)
    for path in _chapter_files(layout):
        page = layout.relative(path.with_suffix(""))
        if page not in named:
            got = f"{toc} does not name it.{nearest(page, named)}"
            yield Issue(Place(layout.relative(path), 1), "chapter", "chapter-not-in-toc", got, f"Add it to {toc}.")
    for page, line in named.items():
        others = [name for name in _other_forms(page) if (layout.root / name).is_file()]
        if others:
            got = f"it names {page!r}, and {others[0]} is no page that the rules read."
            yield Issue(Place(toc, line), "contents", "page-not-read", got, "Write the page in Markdown, as .md.")
        elif not (layout.root / f"{page}.md").is_file():
            got = f"it names {page!r}, and there is no such chapter."
            yield Issue(Place(toc, line), "contents", "chapter-missing", got, "Write it, or remove its line.")


def _chapter_files(layout: Layout) -> list[Path]:
    """Return the front page, the chapters, and every other page that the table of contents names."""
    named = [layout.root / "index.md"]
    if layout.toc.is_file():
        toc = parse_yaml(layout.toc.read_bytes(), layout.relative(layout.toc))
        named += [layout.root / f"{page}.md" for page in _named_pages(toc)]
    return list(dict.fromkeys([*(path for path in named if path.is_file()), *sorted(layout.chapters.rglob("*.md"))]))


def _other_forms(page: str) -> list[str]:
    """Return the names of files that a builder would take for this page though they are not Markdown."""
    return [page, *(f"{page}{suffix}" for suffix in (".ipynb", ".rst", ".txt"))]


def _actor_names(material: Material) -> re.Pattern[str] | None:
    names = {name for actor in material.ledger.actors for name in (actor.name, *actor.aliases)}
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)") if names else None


def _sourced_rows(chapter: Chapter) -> set[int]:
    """Return the lines of the rows of tables that carry a claim in any cell."""
    tables = [block for block in chapter.prose.blocks if block.kind == "table"]
    return {block.line for block in tables if any(role.name in SOURCED for role in block.roles)}


def _full_sentence(block: Block, sentence: Span) -> bool:
    return block.text[sentence.start : sentence.end].rstrip("\"'”’)").endswith((".", "!", "?", "…"))


def _sourced(block: Block, sentence: Span) -> bool:
    return any(role.name in SOURCED for role in block.roles_in(sentence))


def _shown(block: Block, sentence: Span) -> str:
    words = block.text[sentence.start : sentence.end]
    return words if len(words) <= _SHOWN else words[:_SHOWN].rsplit(" ", 1)[0] + " …"


def _is_number(token: str) -> bool:
    """Whether a token is a figure, and not a name with digits in it such as C04 or 21.Stone."""
    has_letters = any(map(str.isalpha, token))
    return bool(_SCALED.fullmatch(token)) if has_letters else any(map(str.isnumeric, token))


def _named_pages(document: Document) -> dict[str, int]:
    """Return the pages that a table of contents names, and the line of each."""
    pages: dict[str, int] = {}
    for path, line in document.lines.items():
        if path and path[-1] in {"root", "file"}:
            value = document.at(path)
            if isinstance(value, str):
                pages.setdefault(value.removesuffix(".md"), line)
    return pages
