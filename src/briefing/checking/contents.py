"""The table of contents is in its form, names the pages that the rules read, and these show what references lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.checking.cells import shown_code
from briefing.checking.chapters import Chapter, chapter_files, read_chapter
from briefing.checking.context import Material
from briefing.checking.registry import rule
from briefing.checking.settings import OWN_PAGES, is_line
from briefing.model.base import Issue, Place
from briefing.reading.settings import NAMED_PAGES
from briefing.reading.validation import nearest
from briefing.reading.yaml_lines import KeyPath

_MEND_CONTENTS = "Write `format: jb-book`, `root:`, and `parts:` with `caption:` and `chapters:`, each a `- file:`."
#: What a table of contents may hold: the keys of the whole, of a part, and of a page.
_WHOLE, _PART, _PAGE = ("format", "root", "parts", "chapters"), ("caption", "chapters"), ("file", "title", "sections")


@rule("contents-malformed", "The table of contents is not in Jupyter Book's form.", stage="book")
def contents_well_formed(material: Material) -> Iterator[Issue]:
    """The table of contents names pages in parts, or in one row, each page once, and holds nothing else."""
    toc = material.settings.toc
    yield from toc.issues
    if toc.issues or not material.layout.toc.is_file():
        return
    for path, got in _contents_faults(toc.value):
        yield Issue(toc.place(path), "contents", "contents-malformed", got, _MEND_CONTENTS)
    named = [(path, toc.at(path)) for path in toc.lines if path and path[-1] in {"root", "file"}]
    seen = set[str]()
    for path, name in named:
        if str(name).casefold() in seen:  # which some systems take for the same file
            yield Issue(toc.place(path), "contents", "contents-malformed", f"{name} is named twice.", _MEND_CONTENTS)
        seen.add(str(name).casefold())


def _contents_faults(whole: object) -> Iterator[tuple[KeyPath, str]]:
    yield from _keys_known((), whole, _WHOLE, required=_WHOLE[:2])
    if not isinstance(whole, dict):
        return
    if "format" in whole and whole["format"] != "jb-book":
        yield ("format",), f"format is {whole['format']!r}."
    if "root" in whole and not _is_page(whole["root"]):
        yield ("root",), f"root is {whole['root']!r}, which is no page."
    if ("parts" in whole) == ("chapters" in whole):
        yield (), "it holds both parts and chapters, or neither."
    parts = whole.get("parts", [])
    for number, part in enumerate(parts if isinstance(parts, list) else [parts]):
        yield from _keys_known(("parts", number), part, _PART, required=("chapters",))
        if isinstance(part, dict):
            yield from _pages_faults(("parts", number, "chapters"), part.get("chapters", []))
    if "chapters" in whole:
        yield from _pages_faults(("chapters",), whole["chapters"])


def _pages_faults(path: KeyPath, pages: object) -> Iterator[tuple[KeyPath, str]]:
    if not isinstance(pages, list) or not pages:
        yield path, f"{path[-1]} is no list of pages."
        return
    for number, page in enumerate(pages):
        here = (*path, number)
        yield from _keys_known(here, page, _PAGE, required=("file",))
        if isinstance(page, dict) and "file" in page and not _is_page(page["file"]):
            yield (*here, "file"), f"file is {page['file']!r}, which is no page."
        if isinstance(page, dict) and "sections" in page:
            yield from _pages_faults((*here, "sections"), page["sections"])


def _keys_known(
    path: KeyPath, value: object, known: tuple[str, ...], required: tuple[str, ...]
) -> Iterator[tuple[KeyPath, str]]:
    if not isinstance(value, dict):
        yield path, "here stand no keys and values."
        return
    unknown = [key for key in value if key not in known]
    yield from (((*path, key), f"{key!r} is not known.{nearest(str(key), known)}") for key in unknown)
    yield from ((path, f"{key} is missing.") for key in required if key not in value and not unknown)
    for key in {"caption", "title"} & value.keys():
        if not is_line(value[key]):
            yield (*path, key), f"{key} is {value[key]!r}, which is no line of text."


def _is_page(name: object) -> bool:
    """Whether a name is one that pages may have: words, hyphens and folders, from the root, and none the book's own."""
    named = isinstance(name, str) and re.fullmatch(r"[^\W_][\w-]*(/[^\W_][\w-]*)*(\.(?!md$)\w+)?", name)
    return bool(named) and str(name).partition("/")[0] not in OWN_PAGES


@rule("chapter-not-in-toc", "A chapter lies on disk and not in the table of contents.", stage="book")
@rule("page-not-read", "The table of contents names pages that are no Markdown, or a pattern.", stage="book")
@rule("chapter-missing", "The table of contents names a chapter that does not exist.", stage="book")
def contents_complete(material: Material) -> Iterator[Issue]:
    """The table of contents names every chapter on disk, and only those, each a page that is read here."""
    layout, settings = material.layout, material.settings
    toc = settings.toc
    if not layout.toc.is_file():
        mend = "Create it, with `root: index`."
        yield Issue(Place(toc.file), "contents", "file-missing", "there is no such file.", mend)
        return
    if toc.issues:
        return
    for keys, line in toc.lines.items():
        if keys and keys[-1] == "glob":
            got = f"it names pages by a pattern, {toc.at(keys)!r}."
            yield Issue(Place(toc.file, line), "contents", "page-not-read", got, "Name each page with `file:`.")
    for path in chapter_files(layout, settings):
        page = layout.relative(path.with_suffix(""))
        if page not in settings.pages:
            place, got = Place(layout.relative(path), 1), f"{toc.file} does not name it.{nearest(page, settings.pages)}"
            yield Issue(place, "chapter", "chapter-not-in-toc", got, f"Add it to {toc.file}.")
    for page, line in settings.pages.items():
        others = [name for name in _other_forms(page) if (layout.root / name).is_file()]
        if others:
            got = f"it names {page!r}, and {others[0]} is no page that the rules read."
            yield Issue(Place(toc.file, line), "contents", "page-not-read", got, "Write the page in Markdown, as .md.")
        elif not (layout.root / f"{page}.md").exists():
            got = f"it names {page!r}, and there is no such chapter."
            yield Issue(Place(toc.file, line), "contents", "chapter-missing", got, "Write it, or remove its line.")


def _other_forms(page: str) -> list[str]:
    """Return the names of files that a builder would take for this page though they are not Markdown."""
    return [page, *(f"{page}{suffix}" for suffix in (".ipynb", ".rst", ".txt"))]


#: The exhibits that references lead into, by the setting that names their page.
REGISTERS = {
    "briefing_ledger_doc": "claim_ledger",
    "briefing_judgements_doc": "accounts",
    "briefing_sources_doc": "source_texts",
}


@rule(
    "register-not-shown",
    "The page of claims, judgements or articles does not show them, so that references lead nowhere.",
    stage="book",
)
def registers_shown(material: Material) -> Iterator[Issue]:
    """The pages that references lead to show every claim, every judgement's account, and each article in full."""
    settings = material.settings
    for name, exhibit in REGISTERS.items():
        page = settings.sphinx(name, NAMED_PAGES[name])
        cells = _cells_of(material, page)
        if cells is not None and not any(f".{exhibit}(" in cell for cell in cells):
            got, mend = f"it does not call tables.{exhibit}.", f"Let it, or name the page that does as {name}."
            yield Issue(Place(f"{page}.md", 1), "chapter", "register-not-shown", got, mend)


def _cells_of(material: Material, page: object) -> list[str] | None:
    """Return the code of the cells of a page whose output is shown; nothing when it cannot be read."""
    path = material.layout.root / f"{page}.md"
    read = read_chapter(material.layout, path, material.settings) if path.is_file() else None
    return [shown_code(b) for b in read.blocks if b.kind == "cell"] if isinstance(read, Chapter) else None
