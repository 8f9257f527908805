"""The table of contents is in its form, and its pages show what references lead to and keep to their budgets."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from briefing.checking.cells import shown_code
from briefing.checking.chapters import Chapter, chapter_files, read_chapters, read_pages
from briefing.checking.prose import count_words
from briefing.checking.rules import Material, rule
from briefing.checking.settings import OWN_PAGES, is_line
from briefing.model.base import ADDRESS_FORM, Issue, Place, Record
from briefing.model.layout import Layout
from briefing.reading.data_files import CONTROL
from briefing.reading.files import decoded, read_file
from briefing.reading.settings import NAMED_PAGES
from briefing.reading.validation import nearest, read_record
from briefing.reading.yaml_lines import Document, read_optional

_MEND_CONTENTS = "Write `format: jb-book`, `root:`, and `parts:` with `caption:` and `chapters:`, each a `- file:`."
#: The exhibits that references lead into, by the setting that names their page.
REGISTERS = {
    "briefing_ledger_doc": "claim_ledger",
    "briefing_judgements_doc": "accounts",
    "briefing_sources_doc": "source_texts",
}
#: Suffixes of files that a builder would take for a page though they are not Markdown.
_OTHER_FORMS = ("", ".ipynb", ".rst", ".txt")
FRONT_PAGE, FINDINGS, BOOK = "front_page", "findings", "book"
_NAMES = {FRONT_PAGE: "the prose of the front page", FINDINGS: "the prose of all findings", BOOK: "the whole book"}


def _is_page(name: str) -> bool:
    """Whether a name is one that pages may have: words, hyphens and folders, from the root, and none the book's own."""
    named = re.fullmatch(r"[^\W_][\w-]*(/[^\W_][\w-]*)*(\.(?!md$)\w+)?", name)
    return bool(named) and name.partition("/")[0] not in OWN_PAGES


def _is(fits: Callable[[str], bool], kind: str, otherwise: str) -> AfterValidator:
    def fitting(value: str) -> str:
        if not fits(value):
            raise PydanticCustomError(kind, otherwise)
        return value

    return AfterValidator(fitting)


_Line = Annotated[str, _is(is_line, "line", "it is no line of text")]
_PageName = Annotated[str, _is(_is_page, "page", "it is no page")]


class _Page(Record):
    file: _PageName
    title: _Line = ""
    sections: tuple[_Page, ...] = Field(default=(), min_length=1)


class _Part(Record):
    caption: _Line = ""
    chapters: tuple[_Page, ...] = Field(min_length=1)


class _Contents(Record):
    format: Literal["jb-book"]
    root: _PageName
    parts: tuple[_Part, ...] = ()
    chapters: tuple[_Page, ...] = Field(default=(), min_length=1)


@rule("contents-malformed", "The table of contents is not in Jupyter Book's form.", stage="book")
def contents_well_formed(material: Material) -> Iterator[Issue]:
    toc = material.settings.toc
    yield from toc.issues
    if toc.issues or not os.path.lexists(material.layout.toc):
        return
    document = replace(toc, issues=[])
    read_record(document, _Contents, (), "contents")
    if isinstance(toc.value, dict) and ("parts" in toc.value) == ("chapters" in toc.value):
        document.report((), "contents", "contents-malformed", "it holds both parts and chapters, or neither.", "")
    seen = set[str]()
    for path in (path for path in toc.lines if path and path[-1] in {"root", "file"}):
        name = str(toc.at(path))
        if name.casefold() in seen:  # which some systems take for the same file
            document.report(path, "contents", "contents-malformed", f"{name} is named twice.", "")
        seen.add(name.casefold())
    yield from (issue._replace(code="contents-malformed", mend=_MEND_CONTENTS) for issue in document.issues)


@rule("chapter-not-in-toc", "A chapter lies on disk and not in the table of contents.", stage="book")
@rule("page-not-read", "The table of contents names pages that are no Markdown.", stage="book")
@rule("chapter-missing", "The table of contents names a chapter that does not exist.", stage="book")
def contents_complete(material: Material) -> Iterator[Issue]:
    layout, settings = material.layout, material.settings
    toc = settings.toc
    if not os.path.lexists(layout.toc):
        mend = "Create it, with `root: index`."
        yield Issue(Place(toc.file), "contents", "file-missing", "there is no such file.", mend)
        return
    if toc.issues:
        return
    for file in chapter_files(layout, settings):
        page = layout.relative(file.with_suffix(""))
        if page not in settings.pages:
            place, got = Place(layout.relative(file), 1), f"{toc.file} does not name it.{nearest(page, settings.pages)}"
            yield Issue(place, "chapter", "chapter-not-in-toc", got, f"Add it to {toc.file}.")
    for page, line in settings.pages.items():
        others = [f"{page}{suffix}" for suffix in _OTHER_FORMS if (layout.root / f"{page}{suffix}").is_file()]
        if others:
            got = f"it names {page!r}, and {others[0]} is no page that the rules read."
            yield Issue(Place(toc.file, line), "contents", "page-not-read", got, "Write the page in Markdown, as .md.")
        elif not os.path.lexists(layout.root / f"{page}.md"):
            got = f"it names {page!r}, and there is no such chapter."
            yield Issue(Place(toc.file, line), "contents", "chapter-missing", got, "Write it, or remove its line.")


@rule(
    "register-not-shown", "The page of claims, judgements or articles does not show all that is cited.", stage="pages"
)
def registers_shown(material: Material) -> Iterator[Issue]:
    chapters = {chapter.file: chapter for chapter in read_chapters(material)}
    for name, exhibit in REGISTERS.items():
        page = chapters.get(f"{material.settings.sphinx(name, NAMED_PAGES[name])}.md")
        if page and not any(f".{exhibit}(" in shown_code(block) for block in page.blocks if block.kind == "cell"):
            got, mend = f"it does not call tables.{exhibit}.", f"Let it, or name the page that does as {name}."
            yield page.issue(1, "register-not-shown", got, mend)


@rule("bibliography-unreadable", "A file of references is missing or is no BibTeX.", stage="book")
def bibliographies_readable(material: Material) -> Iterator[Issue]:
    for name in material.settings.bibliographies:
        _, line, fault = _works(material.layout, name)
        if fault:
            got = f"it cannot be read: {fault}."
            yield Issue(Place(name, line), "references", "bibliography-unreadable", got, "Mend the file.")


@rule("works-not-listed", "Works are cited, and no page lists them.", stage="pages")
def works_listed(material: Material) -> Iterator[Issue]:
    read = read_pages(material.layout, material.settings)
    if any(isinstance(page, Issue) or "{bibliography}" in page.text for page in read):  # or it may stand there
        return
    for chapter in read_chapters(material):
        if found := re.search(r"\{cite[:}]", chapter.text):
            line, mend = chapter.text.count("\n", 0, found.start()) + 1, "Put a ```{bibliography} block on a page."
            yield chapter.issue(line, "works-not-listed", "a work is cited, and no page lists the works.", mend)
            return


@rule("work-unknown", "A work is cited that is in no file of references.", stage="chapter")
def works_known(chapter: Chapter, material: Material) -> Iterator[Issue]:
    if not any(role.name.startswith("cite") for block in chapter.blocks for role in block.roles):
        return
    read = [_works(material.layout, name) for name in chapter.settings.bibliographies]
    known = [key for works, _, _ in read for key in works]
    if any(fault for _, _, fault in read):
        return
    for block in chapter.blocks:
        cited = [(role, key) for role in block.roles if role.name.startswith("cite") for key in role.targets]
        for role, key in cited:
            if key not in known:
                got = f"no file of references has {key!r}.{nearest(key, known)}"
                yield chapter.issue(block.line_of(role.span.start), "work-unknown", got, "Cite one that is there.")


def _works(layout: Layout, name: str) -> tuple[tuple[str, ...], int, str]:
    """Return the keys of the works of a file, or none of them, where it cannot be read, and why."""
    try:
        raw = read_file(layout.root / name, layout.root)
    except OSError as error:
        return (), 0, str(error.strerror)
    text = decoded(raw, name, "references", "")
    if isinstance(text, Issue):
        return (), text.place.line, text.got.removesuffix(".")
    if found := CONTROL.search(text):
        return (), text.count("\n", 0, found.start()) + 1, f"it holds U+{ord(found[0]):04X}"
    return _works_of(text)


@lru_cache(maxsize=4)
def _works_of(text: str) -> tuple[tuple[str, ...], int, str]:
    from pybtex.database.input.bibtex import Parser
    from pybtex.exceptions import PybtexError
    from pybtex.style.formatting.alpha import Style
    from pybtex.style.labels.alpha import LabelStyle
    from pybtex.style.names.plain import NameStyle
    from pybtex.style.sorting.author_year_title import SortingStyle

    key, line, style = "", 0, Style(LabelStyle, NameStyle, SortingStyle)  # by name, it would look through all installed
    try:
        works = Parser().parse_string(text).entries
        for key, work in works.items():
            found = re.search(rf"@\s*\w+\s*[{{(]\s*{re.escape(key)}\s*,", text)
            line = text.count("\n", 0, found.start()) + 1 if found else 0
            if "title" not in work.fields:
                return (), line, f"{key} has no title"
            if not re.match(ADDRESS_FORM, work.fields.get("url", "https://none")):
                return (), line, f"{key} has a url that is no address of the web"
            style.format_entry(key, work)
    except AttributeError:  # a kind without a style
        return (), line, f"{key} is of a kind that cannot be printed"
    except (ValueError, PybtexError) as error:
        return (), getattr(error, "lineno", 0) or line, " ".join(str(error).split())
    return tuple(works), 0, ""


@rule("budget-exceeded", "There are more words than the budget in data/checks/budgets.yml allows.", stage="pages")
def prose_within_budget(material: Material) -> Iterator[Issue]:
    yield from (document := read_budgets(material.layout)).issues
    yield from over_budget(document, count_prose(read_chapters(material)))


def read_budgets(layout: Layout) -> Document:
    """Read the budgets, `{front_page: 350}`; none without a file."""
    return read_optional(layout.data / "checks" / "budgets.yml", layout)


def count_prose(pages: Iterable[Chapter | Issue]) -> dict[str, int]:
    """Return how many words of prose the front page and all findings have, front page included."""
    findings = [page for page in pages if isinstance(page, Chapter) and page.findings]
    words = {c.file: sum(count_words(block.words()) for block in c.blocks if block.printed) for c in findings}
    return {FRONT_PAGE: words.get("index.md", 0), FINDINGS: sum(words.values())}


def over_budget(document: Document, counts: Mapping[str, int]) -> Iterator[Issue]:
    """Report the counts that a budget does not allow, and budgets that are none."""
    value = {} if document.value is None else document.value
    for name, most in value.items() if isinstance(value, dict) else [("", value)]:
        place = document.place((name,))
        if name not in _NAMES or type(most) is not int or most < 0:
            got = f"{name}: {most!r} is no budget."
            yield Issue(place, "budgets", "unknown-key", got, f"Give numbers of words for {', '.join(_NAMES)}.")
        elif counts.get(name, 0) > most:
            got = f"{_NAMES[name]} has {counts[name]:,} words, and may have {most:,}."
            yield Issue(place, "budgets", "budget-exceeded", got, "Cut the words that say a thing twice.")
