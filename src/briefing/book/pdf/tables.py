"""How tables are set: heads that repeat, rows that stay whole, columns as wide as their words need.

Rows with much to say are set one under another: as cards, or as the claims of the ledger with all that print says of
them.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from docutils import nodes

from briefing.book.pdf.blocks import is_line, parted, sole
from briefing.book.pdf.evidence import claim_entries
from briefing.book.pdf.literals import Code, block, call, words
from briefing.book.pdf.translator import Handler, Translator

#: Layouts whose rows are set one under another, and not as a table.
ENTRIES = frozenset({"cards", "ledger"})
EMPTY = frozenset({"", "–", "—"})
#: Characters that fit in one line over the whole width, and what a column's margins take of it.
LINE_LENGTH, MARGINS = 106, 3
#: A table with more columns than this and much to say is set as cards.
MOST_COLUMNS = 6
#: A row header longer than this reads as a sentence, and is not set bold.
SHORT_HEAD = 48
#: Words of a card that are no longer than this in any row stand in one line below its headline.
SHORT_WORDS = 32
#: Characters up to which a row, a table, or a card is kept on one page.
WHOLE_ROW, WHOLE_TABLE, WHOLE_CARD = 900, 700, 900


def rows_of(table: nodes.Element) -> tuple[list[nodes.Element], list[nodes.Element]]:
    """Return the rows of the head and those of the body."""
    head, body = (
        [row for part in table.findall(kind) for row in part.findall(nodes.row)] for kind in (nodes.thead, nodes.tbody)
    )
    return head, body


def cells_of(*rows: nodes.Element) -> Iterator[tuple[int, nodes.Element]]:
    """Yield the cells of rows, each with the column it begins in."""
    for row in rows:
        position = 0
        for cell in row.findall(nodes.entry):
            yield position, cell
            position += int(cell.get("morecols", 0)) + 1


def is_text(cell: nodes.Element) -> bool:
    """Tell whether a cell holds words, not a number, claims or quotes."""
    return bool(cell.get("kind", "text") == "text")


def table(translator: Translator, node: nodes.Element) -> str:
    """Return a table with its caption; a column with nothing in it is left out."""
    inner, caption = replace(translator, paged=False), None
    for title in parted(node, nodes.title)[0]:
        caption = block(call("figure-number", translator.number(node)), inner.content(title))
    head, body = rows_of(node)
    if not body:
        return call("caption-block", caption)
    if node.get("layout") == "ledger":
        return claim_entries(translator, node, body, caption)
    node = without_empty_columns(node)
    head, body = rows_of(node)
    count = int(next(iter(node.findall(nodes.tgroup)))["cols"])
    if node.get("layout") in ENTRIES or (count > MOST_COLUMNS and len(node.astext()) > WHOLE_TABLE):
        return _cards(inner, node, caption)
    heads = [(column, cell) for column, cell in cells_of(*body) if cell.get("rowheader")]
    translator.volume.row_headers.append(heads[0][0] if heads else None)
    inner.longest = min(translator.longest, max(4, LINE_LENGTH // count - MARGINS))
    # All row headers of a table are set alike: as labels, or as sentences when one of them is long.
    head_kind = "statement" if any(len(cell.astext()) > SHORT_HEAD for _, cell in heads) else "head"
    cells = [list(chain(*(_row(inner, row, kind) for row in rows))) for rows, kind in ((head, ""), (body, head_kind))]
    texts = [[cell.astext() for _, cell in cells_of(row)] for row in (*head, *body)]
    whole = [row for row in texts if len(row) == count] or [[""] * count]
    columns = zip(*whole, strict=True)
    longest = [max((len(word) for text in column for word in text.split()), default=1) for column in columns]
    widths = call("tracks", [[len(text) for text in row] for row in whole], longest, LINE_LENGTH)
    return call("data-table", widths, caption, *cells, keep=len(node.astext()) < WHOLE_TABLE)


def _row(translator: Translator, row: nodes.Element, head_kind: str) -> list[Code]:
    """Return the cells of a row; without a kind for its row header it belongs to the head."""
    cells, marks = [], _enter(translator, row)
    for _, cell in cells_of(row):
        options = {name: int(cell[key]) + 1 for name, key in (("colspan", "morecols"), ("rowspan", "morerows"))
                   if cell.get(key)}  # fmt: skip
        if head_kind:
            options["breakable"] = len(row.astext()) > WHOLE_ROW
        kind = head_kind if cell.get("rowheader") and head_kind else str(cell.get("kind", "text"))
        content = block(marks, sole(translator, cell))
        cells.append(call("cell" if head_kind else "head-cell", kind, content, **options))
        marks = ""
    return cells


def _enter(translator: Translator, row: nodes.Element) -> str:
    """Return the anchors of a row, and let what stands in it name it without a link to itself."""
    translator.here = frozenset(f"{translator.docname}#{name}" for name in row.get("ids", ()))
    return translator.anchor(row)


def _cards(translator: Translator, node: nodes.Element, caption: Code | None) -> str:
    """Return the rows as cards: number and row header in the headline, then each cell under the label of its column.

    The headline is a heading and a bookmark, so that a reader who hears the page can go from row to row.
    """
    head, body = rows_of(node)
    labels = [words(cell.astext()) for cell in head[0].children]
    long = (column for column, cell in cells_of(*body) if len(cell.astext()) > SHORT_WORDS or not is_text(cell))
    kinds = dict.fromkeys(long, "part") | {0: "number"}
    items = []
    for row in body:
        marks = _enter(translator, row)
        told = []
        for column, cell in cells_of(row):
            if cell.astext() not in EMPTY:
                kind = "head" if cell.get("rowheader") else kinds.get(column, "named")
                told.append((kind, labels[column], sole(translator, cell), is_line(cell)))
        items.append(call("card", translator.level + 1, block(marks), told, keep=len(row.astext()) < WHOLE_CARD))
    return call("entries", caption, items, None, [])


def without_empty_columns(table: nodes.Element) -> nodes.Element:
    """Return the table, or a copy without the columns that have a heading and nothing below it in any row."""
    spans = any(cell.get("morecols") or cell.get("morerows") for cell in table.findall(nodes.entry))
    count = int(next(iter(table.findall(nodes.tgroup)))["cols"])
    used = {column for column, cell in cells_of(*rows_of(table)[1]) if cell.astext() not in EMPTY}
    if spans or not used or len(used) == count:
        return table
    copy = table.deepcopy()
    next(iter(copy.findall(nodes.tgroup)))["cols"] = len(used)
    for row in copy.findall(nodes.row):
        for column, cell in list(cells_of(row)):
            if column not in used:
                row.remove(cell)
    return copy


HANDLERS: dict[str, Handler] = {"table": table}
