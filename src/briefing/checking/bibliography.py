"""The works that the book cites beside its articles: readable, and each one that is cited is there."""

from __future__ import annotations

from collections.abc import Iterator

from pybtex.database import BibliographyData, BibliographyDataError
from pybtex.database.input.bibtex import Parser
from pybtex.scanner import PybtexSyntaxError

from briefing.checking.chapters import Chapter
from briefing.checking.context import Material
from briefing.checking.registry import rule
from briefing.model.base import Issue, Place
from briefing.model.layout import Layout
from briefing.reading.files import read_file
from briefing.reading.validation import nearest


@rule("bibliography-unreadable", "A file of references is missing or is no BibTeX.", stage="book")
def bibliographies_readable(material: Material) -> Iterator[Issue]:
    """Each file of references that the settings name is there, and can be read."""
    for name in material.settings.bibliographies:
        line, got = _read(material.layout, name)[1:]
        if got:
            yield Issue(Place(name, line), "references", "bibliography-unreadable", got, "Mend the BibTeX.")


@rule("work-unknown", "A work is cited that is in no file of references.", stage="chapter")
def works_known(chapter: Chapter, material: Material) -> Iterator[Issue]:
    """Each work that a chapter cites is in the references."""
    read = [_read(material.layout, name) for name in chapter.settings.bibliographies]
    known = [key for works, _, _ in read for key in works.entries]
    for block in chapter.blocks:
        for role in (role for role in block.roles if role.name.startswith("cite")):
            for key in role.targets:
                if key not in known and not any(got for _, _, got in read):
                    got = f"no file of references has {key!r}.{nearest(key, known)}"
                    yield chapter.issue(block.line_of(role.span.start), "work-unknown", got, "Cite one that is there.")


def _read(layout: Layout, name: str) -> tuple[BibliographyData, int, str]:
    """Return the works of a file, and where and why it cannot be read."""
    try:
        return Parser().parse_string(read_file(layout.root / name, layout.root).decode()), 0, ""
    except PybtexSyntaxError as error:
        return BibliographyData(), error.lineno or 1, f"{' '.join(str(error).split())}."
    except BibliographyDataError as error:
        return BibliographyData(), 1, f"{error}."
    except (OSError, UnicodeDecodeError) as error:
        return BibliographyData(), 0, f"it cannot be read: {error}."
