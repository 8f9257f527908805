"""Rows with much to say, set one under another: a headline, then what is said of it, over the whole width.

The headline is a heading and a bookmark, so that a reader who hears the page can go from row to row. Cards are
printed as their table has them; the rows of the ledger are told anew, by `claims`, with what print has to say.
"""

from __future__ import annotations

from collections.abc import Sequence

from docutils import nodes

from briefing.book.pdf.blocks import is_line, sole
from briefing.book.pdf.literals import array, flag, words
from briefing.book.pdf.table_parts import EMPTY, cells_of, kind_of, rows_of
from briefing.book.pdf.translator import Translator

#: Words that are no longer than this in any row stand in one line below the headline.
SHORT = 32
#: Characters up to which a card is kept on one page.
WHOLE_CARD = 900


def cards(translator: Translator, node: nodes.Element, caption: str) -> str:
    """Return the rows as cards: number and row header in the headline, then each cell under the label of its column."""
    head, body = rows_of(node)
    labels = tuple(cell.astext() for row in head[:1] for cell in row.children)
    short = _short_columns(body)
    items = []
    for row in body:
        marks = translator.anchored(row)
        translator.here = frozenset(f"{translator.docname}#{name}" for name in row.get("ids", ()))
        number, headline, line, parts = "[]", "[]", [], []
        for column, cell in cells_of(row):
            if cell.astext() in EMPTY:
                continue
            content = sole(translator, cell)
            if cell.get("rowheader"):
                headline = content
            elif column == 0:
                number = content
            elif column in short:
                line.append(f"entry-named({words(labels[column] + ':')},{content})")
            else:
                parts.append(f"entry-part({words(labels[column])},{'par' if is_line(cell) else ''}({content}))")
        heading = f"{{{marks}entry-head({translator.level + 1},{number},{headline})}}"
        whole = flag(len(row.astext()) < WHOLE_CARD)
        items.append(f"entry({heading},{array(line)},{array(parts)},keep:{whole})")
    return f"entries({caption},{array(items)})"


def _short_columns(body: Sequence[nodes.Element]) -> frozenset[int]:
    longest: dict[int, int] = {}
    for row in body:
        for column, cell in cells_of(row):
            plain = kind_of(cell) == "text" and not cell.get("rowheader")
            longest[column] = max(longest.get(column, 0), len(cell.astext()) if plain else SHORT + 1)
    return frozenset(column for column, length in longest.items() if length <= SHORT)
