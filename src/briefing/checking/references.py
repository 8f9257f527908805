"""The works that a book cites, each of them in a file of references that can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache

from briefing.checking.chapters import Chapter, chapter_files
from briefing.checking.context import Material
from briefing.checking.registry import rule
from briefing.model.base import ADDRESS_FORM, Issue, Place
from briefing.model.layout import Layout
from briefing.reading.files import read_file
from briefing.reading.validation import nearest


@rule("bibliography-unreadable", "A file of references is missing or is no BibTeX.", stage="book")
def bibliographies_readable(material: Material) -> Iterator[Issue]:
    """Each file of references that the settings name is there, and can be read."""
    for name in material.settings.bibliographies:
        _, line, fault = _works(material.layout, name)
        if fault:
            got = f"it cannot be read: {fault}."
            yield Issue(Place(name, line), "references", "bibliography-unreadable", got, "Mend the BibTeX.")


@rule("works-not-listed", "Works are cited, and no page lists them.", stage="book")
def works_listed(material: Material) -> Iterator[Issue]:
    """Where a page cites a work, some page holds the list of works, which the citation leads to."""
    citing, listing = Place(), False
    for path in chapter_files(material.layout, material.settings):
        with suppress(OSError, RuntimeError):
            text = read_file(path, material.layout.root).decode("utf-8", "replace")
            listing |= "{bibliography}" in text
            if not citing.file and (found := re.search(r"\{cite[:}]", text)):
                citing = Place(material.layout.relative(path), text.count("\n", 0, found.start()) + 1)
    if citing.file and not listing:
        mend = "Put a ```{bibliography} block on a page."
        yield Issue(citing, "chapter", "works-not-listed", "a work is cited, and no page lists the works.", mend)


@rule("work-unknown", "A work is cited that is in no file of references.", stage="chapter")
def works_known(chapter: Chapter, material: Material) -> Iterator[Issue]:
    """Each work that a chapter cites is in the references."""
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
        return _works_of(read_file(layout.root / name, layout.root).decode())
    except (OSError, ValueError) as error:
        return (), 0, getattr(error, "strerror", None) or str(error)


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
