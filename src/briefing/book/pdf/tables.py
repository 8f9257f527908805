"""How tables are set: heads that repeat, rows that stay whole, columns as wide as their words need.

A table of cards or of claims is set as entries, one under another; `entries` does that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from docutils import nodes

from briefing.book.pdf.blocks import sole
from briefing.book.pdf.claims import claim_entries
from briefing.book.pdf.entries import cards
from briefing.book.pdf.literals import array, flag, string
from briefing.book.pdf.table_parts import EMPTY, ENTRIES, cells_of, kind_of, layout_of, rows_of
from briefing.book.pdf.translator import Handler, Translator

#: Characters that fit in one line over the whole width, and what a column's margins take of it.
LINE_LENGTH, MARGINS = 106, 3
#: A column whose cells are no longer than this is as wide as they are.
SHORT_COLUMN = 24
#: The least share of a column, beside the fullest of its table.
LEAST_SHARE = 0.4
#: A table with more columns than this and much to say is set as cards.
MOST_COLUMNS = 6
#: A row header longer than this reads as a sentence, and is not set bold.
SHORT = 48
#: Characters up to which a row, or a table, is kept on one page.
WHOLE_ROW, WHOLE_TABLE = 900, 700


def table(translator: Translator, node: nodes.Element) -> str:
    """Return a table with its caption; a column with nothing in it is left out."""
    inner = replace(translator, paged=False)
    caption = _caption(inner, node)
    if not rows_of(node)[1]:
        return f"caption-block({caption})"
    if layout_of(node) == "ledger":
        return claim_entries(translator, node, caption)
    node = without_empty_columns(node)
    head, body = rows_of(node)
    count = int(next(iter(node.findall(nodes.tgroup)))["cols"])
    if layout_of(node) in ENTRIES or (count > MOST_COLUMNS and len(node.astext()) > WHOLE_TABLE):
        return cards(inner, node, caption)
    heads = [column for row in body for column, cell in cells_of(row) if cell.get("rowheader")]
    translator.row_headers.append(heads[0] if heads else None)
    inner.longest = min(translator.longest, max(4, LINE_LENGTH // count - MARGINS))
    cells = [array(_rows(inner, rows, _row_header_kind(body) if rows is body else "")) for rows in (head, body)]
    keep = flag(len(node.astext()) < WHOLE_TABLE)
    return f"data-table({array(_tracks([*head, *body], count))},{caption},{cells[0]},{cells[1]},keep:{keep})"


def _tracks(rows: Sequence[nodes.Element], count: int) -> list[str]:
    """Return how wide the columns are: what is short as it is; the rest by what stands in them and by its longest cell.

    Roots, because twice the text needs not twice the width; no column is left too narrow for a word.
    """
    longest, total = [0] * count, [0] * count
    for row in rows:
        for column, cell in cells_of(row):
            if column < count and not cell.get("morecols"):
                longest[column] = max(longest[column], len(cell.astext()))
                total[column] += len(cell.astext())
    short = [length <= SHORT_COLUMN for length in longest]
    if all(short) or sum(length for length, kept in zip(longest, short, strict=True) if kept) > LINE_LENGTH // 2:
        return ["auto"] * count
    wanted = [(held * cell) ** 0.25 for held, cell in zip(total, longest, strict=True)]
    least = LEAST_SHARE * max(wanted)
    return ["auto" if kept else f"{max(share, least):.1f}fr" for kept, share in zip(short, wanted, strict=True)]


def _row_header_kind(body: Sequence[nodes.Element]) -> str:
    """Return how all row headers of a table are set: as labels, or as sentences when one of them is long."""
    heads = (cell for row in body for _, cell in cells_of(row) if cell.get("rowheader"))
    return "statement" if any(len(cell.astext()) > SHORT for cell in heads) else "head"


def _caption(translator: Translator, node: nodes.Element) -> str:
    """Return the caption, with the number that print gives the table."""
    title = next((child for child in node.children if isinstance(child, nodes.title)), None)
    if title is None:
        return "none"
    number = translator.targets.number(translator.docname, node)
    return f"{{figure-number({string(number)});{translator.content(title)}}}"


def _rows(translator: Translator, rows: Sequence[nodes.Element], row_header: str) -> list[str]:
    """Return the cells of all rows, one after the other; rows without a kind of row header are heads."""
    cells = []
    for row in rows:
        marks = translator.anchored(row)
        translator.here = frozenset(f"{translator.docname}#{name}" for name in row.get("ids", ()))
        for _, cell in cells_of(row):
            body = f"{{{marks}{sole(translator, cell)}}}"
            kind = row_header if cell.get("rowheader") and row_header else kind_of(cell)
            spans = "".join(
                f"{name}:{int(cell[key]) + 1}," for name, key in (("colspan", "morecols"), ("rowspan", "morerows"))
                if cell.get(key)
            )  # fmt: skip
            whole = f"breakable:{flag(len(row.astext()) > WHOLE_ROW)}," if row_header else ""
            cells.append(f"{'cell' if row_header else 'head-cell'}({string(kind)},{spans}{whole}{body})")
            marks = ""
    return cells


def without_empty_columns(table: nodes.Element) -> nodes.Element:
    """Return the table, or a copy without the columns that have a heading and nothing below it in any row."""
    _, body = rows_of(table)
    spans = any(cell.get("morecols") or cell.get("morerows") for cell in table.findall(nodes.entry))
    count = int(next(iter(table.findall(nodes.tgroup)))["cols"])
    used = {column for row in body for column, cell in cells_of(row) if cell.astext() not in EMPTY}
    empty = set(range(count)) - used
    if spans or not empty or not used:
        return table
    copy = table.deepcopy()
    next(iter(copy.findall(nodes.tgroup)))["cols"] = count - len(empty)
    for row in [row for part in rows_of(copy) for row in part]:
        for column, cell in list(cells_of(row)):
            if column in empty:
                row.remove(cell)
    return copy


HANDLERS: dict[str, Handler] = {"table": table}
