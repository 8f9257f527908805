"""What the parts of a table hold, before anything is said of how they are set."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes

#: Layouts whose rows are set one under another, and not as a table.
ENTRIES = frozenset({"cards", "ledger"})
EMPTY = frozenset({"", "–", "—"})


def rows_of(table: nodes.Element) -> tuple[list[nodes.Element], list[nodes.Element]]:
    """Return the rows of the head and those of the body."""
    head, body = (
        [row for part in table.findall(kind) for row in part.findall(nodes.row)] for kind in (nodes.thead, nodes.tbody)
    )
    return head, body


def cells_of(row: nodes.Element) -> Iterator[tuple[int, nodes.Element]]:
    """Yield the cells of a row, each with the column it begins in."""
    position = 0
    for cell in row.findall(nodes.entry):
        yield position, cell
        position += int(cell.get("morecols", 0)) + 1


def is_text(cell: nodes.Element) -> bool:
    """Tell whether a cell holds words, not a number, claims or quotes."""
    return bool(cell.get("kind", "text") == "text")
