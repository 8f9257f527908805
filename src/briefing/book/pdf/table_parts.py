"""What the parts of a table hold, before anything is said of how they are set."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes

#: Layouts whose rows are set one under another, and not as a table.
ENTRIES = frozenset({"cards", "ledger"})
EMPTY = frozenset({"", "–", "—"})


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


def cells_of(row: nodes.Element) -> Iterator[tuple[int, nodes.Element]]:
    """Yield the cells of a row, each with the column it begins in."""
    position = 0
    for cell in row.children:
        if isinstance(cell, nodes.entry):
            yield position, cell
            position += int(cell.get("morecols", 0)) + 1
