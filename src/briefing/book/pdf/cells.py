"""What the parts of a table hold, before anything is said of how they are set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docutils import nodes

EMPTY = frozenset({"", "–", "—"})
#: Where a cell of a column has more references than this, the column gives ids alone, without pages.
MOST_IN_CELL = 6


def layout_of(table: nodes.Element) -> str:
    """Return how the table asks to be laid out."""
    return str(table.get("layout", "table"))


def kind_of(cell: nodes.Element) -> str:
    """Return what the cell holds: text, a number, claims, quotes."""
    return str(cell.get("kind", "text"))


def rows_of(table: nodes.Element) -> tuple[list[nodes.Element], list[nodes.Element]]:
    """Return the rows of the head and those of the body."""
    group = next(iter(table.findall(nodes.tgroup)))
    head, body = (
        [row for part in group.findall(kind) for row in part.findall(nodes.row)] for kind in (nodes.thead, nodes.tbody)
    )
    return list(head), list(body)


def placed(row: nodes.Element) -> Iterator[tuple[int, nodes.Element]]:
    """Yield the cells of a row, each with the column it begins in."""
    position = 0
    for cell in row.children:
        if isinstance(cell, nodes.entry):
            yield position, cell
            position += int(cell.get("morecols", 0)) + 1


def bare_columns(rows: Sequence[nodes.Element]) -> frozenset[int]:
    """Return the columns with so many ids in a cell that page numbers would bury them."""
    counted = ((column, cell) for row in rows for column, cell in placed(row) if kind_of(cell) != "quotes")
    return frozenset(column for column, cell in counted if len(list(cell.findall(nodes.reference))) > MOST_IN_CELL)


def without_empty_columns(table: nodes.Element) -> nodes.Element:
    """Return the table, or a copy without the columns that have a heading and nothing below it in any row."""
    _, body = rows_of(table)
    spans = any(cell.get("morecols") or cell.get("morerows") for cell in table.findall(nodes.entry))
    count = int(next(iter(table.findall(nodes.tgroup)))["cols"])
    used = {column for row in body for column, cell in placed(row) if cell.astext() not in EMPTY}
    empty = set(range(count)) - used
    if spans or not empty or not used:
        return table
    copy = table.deepcopy()
    next(iter(copy.findall(nodes.tgroup)))["cols"] = count - len(empty)
    head, body = rows_of(copy)
    for row in [*head, *body]:
        for column, cell in list(placed(row)):
            if column in empty:
                row.remove(cell)
    return copy
