"""Rows with much to say, set one under another: a headline, then what is said of it, over the whole width.

The headline is a heading, so that a reader who hears the page can go from row to row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from docutils import nodes

from briefing.book.pdf.blocks import anchored, sole
from briefing.book.pdf.cells import EMPTY, kind_of, placed, rows_of
from briefing.book.pdf.columns import LINE, MEAN_ADVANCE
from briefing.book.pdf.literals import array, string, words
from briefing.book.pdf.translator import Translator

#: The layouts of tables that are set so.
LAYOUTS = frozenset({"cards", "ledger"})
#: Words that are no longer than this in any row stand beside the headline.
BESIDE = 16
#: Estimated width and size of what stands below a headline, in points; and a row lower than this is not broken.
WIDTH_PT = 340.0
SIZE_PT = 9.25
WHOLE_PT = 330.0


@dataclass
class Entry:
    """A row taken apart: what names it, what stands beside the headline, in the line below, and what follows."""

    number: str = "[]"
    words: str = "[]"
    beside: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Columns:
    """The headings of the columns; those short enough to stand beside a headline; those that give ids alone."""

    labels: tuple[str, ...]
    short: frozenset[int]
    bare: frozenset[int]


def entries(translator: Translator, node: nodes.Element, layout: str, caption: str, bare: frozenset[int]) -> str:
    """Return the rows as entries: as cards with a label before each part, or as rows of the ledger."""
    head, body = rows_of(node)
    labels = tuple(cell.astext() for row in head[:1] for cell in row.children)
    columns = Columns(labels, _short_columns(body), bare)
    add = _add_to_card if layout == "cards" else _add_to_ledger
    items = []
    for number, row in enumerate(body):
        marks = anchored(translator, row)
        if layout == "ledger":
            marks += f"entry-name({string(row.children[0].astext())});"
        translator.here = frozenset(f"{translator.docname}#{name}" for name in row.get("ids", ()))
        found = Entry()
        for column, cell in placed(row):
            if cell.astext() not in EMPTY:
                with translator.paging(0 if column in bare else translator.most_paged):
                    content = sole(translator, cell)
                add(found, columns, column, cell, content)
        translator.here = frozenset()
        first, keep = (str(fact).lower() for fact in (number == 0, _height(row) < WHOLE_PT))
        items.append(f"entry({_parts(found, marks, translator.level + 1)},keep:{keep},first:{first})")
    return f"set-off(wide(entries({caption},{array(items)})))"


def _parts(found: Entry, marks: str, level: int) -> str:
    head = f"{{{marks}entry-head({level},{found.number},{found.words})}}"
    beside = f"{{{';'.join(found.beside)}}}" if found.beside else "none"
    line = [f"entry-line({','.join(found.line)})"] if found.line else []
    return f"{head},{beside},{array([*line, *found.parts])}"


def _add_to_card(found: Entry, columns: Columns, column: int, cell: nodes.Element, content: str) -> None:
    label = words(columns.labels[column])
    if cell.get("rowheader"):
        found.words = content
    elif column == 0:
        found.number = content
    elif column in columns.short:
        found.beside.append(f'entry-named({{{label};":"}},{content})')
    else:
        found.parts.append(f"entry-part({{{label}}},{content})")


def _add_to_ledger(found: Entry, columns: Columns, column: int, cell: nodes.Element, content: str) -> None:
    if cell.get("rowheader"):
        found.words = content
    elif column == 0:
        found.number = content
    elif kind_of(cell) == "quotes":
        found.parts.append(f"entry-body({content})")
    elif kind_of(cell) == "text":
        found.line.append(content)
    else:
        found.line.append(f"entry-named({{{words(columns.labels[column])}}},{content})")


def _short_columns(body: Sequence[nodes.Element]) -> frozenset[int]:
    longest: dict[int, int] = {}
    for row in body:
        for column, cell in enumerate(row.children):
            plain = kind_of(cell) == "text" and not cell.get("rowheader")
            longest[column] = max(longest.get(column, 0), len(cell.astext()) if plain else BESIDE + 1)
    return frozenset(column for column, length in longest.items() if length <= BESIDE)


def _height(row: nodes.Element) -> float:
    lines = (1 + len(cell.astext()) * MEAN_ADVANCE * SIZE_PT / WIDTH_PT for cell in row.children)
    return sum(lines) * LINE * SIZE_PT
