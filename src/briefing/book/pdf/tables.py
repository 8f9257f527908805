"""How tables are set: heads that repeat, rows that stay whole, columns as wide as their words need."""

from __future__ import annotations

from collections.abc import Sequence

from docutils import nodes

from briefing.book.pdf.blocks import anchored, sole
from briefing.book.pdf.cells import (
    EMPTY,
    bare_columns,
    kind_of,
    layout_of,
    placed,
    rows_of,
    without_empty_columns,
)
from briefing.book.pdf.columns import Widths, column_widths, row_heights
from briefing.book.pdf.entries import LAYOUTS, entries
from briefing.book.pdf.errors import TypstError, place
from briefing.book.pdf.literals import array, string
from briefing.book.pdf.translator import Handler, Translator

SIZE_PT = 8.75
#: A row's header longer than this reads as a sentence, and is not set bold.
SHORT = 48
SHORT_HEAD = 100
LONGEST_NUMBER = 4
#: A table lower than this is not broken across pages.
WHOLE_PT = 250.0
#: Where there is less room than this, a table of sentences reads better as a list of its rows.
NARROW_PT = 300.0
#: Passages that face each other: the width of the column that says what is compared.
FACING_HEAD_PT = 86.0
#: What a reference in a cell takes beside its words: the page number that print adds.
PAGE_NUMBER = ", p. 00"


def table(translator: Translator, node: nodes.Element) -> str:
    """Return a table with its caption; a column with nothing in it is left out."""
    original, node = node, without_empty_columns(node)
    head, body = rows_of(node)
    layout = layout_of(node)
    if translator.targets.widths_pt[-1] < NARROW_PT:
        return _listed(translator, node, body)
    caption = _caption(translator, original)
    if not body:
        return f"set-off(caption-block({caption}))"
    bare = bare_columns(body)
    if layout in LAYOUTS:
        return entries(translator, node, layout, caption, bare)
    translator.row_header = _row_header_kind(body)
    texts = _column_texts(translator, [*head, *body], node, bare)
    widths = _widths(translator, texts, layout)
    heights = row_heights(texts, widths, SIZE_PT)
    longest = translator.longest
    if widths.squeezed:
        translator.longest = max(4, int((min(widths.points) - 8) / (0.62 * SIZE_PT)))
    try:
        cells = _rows(translator, head, bare), _rows(translator, body, bare, heights[len(head) :])
    finally:
        translator.longest = longest
    columns = array([f"{width}pt" for width in widths.points])
    keep = "true" if sum(heights) < WHOLE_PT else "false"
    call = f"data-table({string(layout)},{columns},{caption},{array(cells[0])},{array(cells[1])},keep:{keep})"
    return widened(translator, sum(widths.points), call)


def _widths(translator: Translator, texts: list[list[str]], layout: str) -> Widths:
    """Return the widths of the columns; what faces each other gets the same room, in every such table."""
    if layout == "facing":
        width = translator.targets.widths_pt[-1]
        share = round((width - FACING_HEAD_PT) / (len(texts) - 1), 1)
        return Widths((FACING_HEAD_PT, *[share] * (len(texts) - 1)), squeezed=False)
    return column_widths(texts, translator.targets.widths_pt, SIZE_PT, translator.longest)


def _row_header_kind(body: list[nodes.Element]) -> str:
    """Return how all row headers of a table are set: as labels, or as sentences when one of them is long."""
    heads = (entry for row in body for entry in row.children if entry.get("rowheader"))
    return "statement" if any(len(entry.astext()) > SHORT for entry in heads) else "head"


def _listed(translator: Translator, node: nodes.Element, body: list[nodes.Element]) -> str:
    """Return a table as a list: of each row its header, then its other cells; the caption without its sources."""
    title = next((child for child in node.children if isinstance(child, nodes.title)), None)
    told = [child for child in title.children if isinstance(child, nodes.Text)] if title is not None else []
    heads = [sum(len(e.astext()) for e in row.children if e.get("rowheader")) for row in body]
    function = "row-item" if max(heads, default=0) <= SHORT_HEAD else "row-sentence"
    items = []
    for row in body:
        entries = [entry for entry in row.children if isinstance(entry, nodes.entry) and entry.astext() not in EMPTY]
        if {entry.astext() for entry in entries} <= {"".join(part.astext() for part in told)}:
            continue  # a row that says no more than the caption
        head = [entry for entry in entries if entry.get("rowheader")] or entries[:1]
        # A number of a row, such as G1, is for referring to it; nothing on two pages does.
        rest = [entry for entry in entries if entry not in head and not (entry is entries[0] and _is_number(entry))]
        cells = ['{" "\n' + sole(translator, entry) + "}" for entry in rest]
        marks = anchored(translator, row)
        items.append(f"{function}({{{marks}{';'.join(sole(translator, entry) for entry in head)}}},{array(cells)})")
    return f"row-list({translator.block(told)},{array(items)})"


def _is_number(entry: nodes.Element) -> bool:
    return len(entry.astext()) <= LONGEST_NUMBER


def _caption(translator: Translator, node: nodes.Element) -> str:
    """Return the caption, with the number that the book gives the table."""
    title = next((child for child in node.children if isinstance(child, nodes.title)), None)
    if title is None:
        return "none"
    number = translator.targets.number(translator.docname, "table", node)
    return f"{{{numbered(number)}{translator.content(title)}}}"


def numbered(number: str) -> str:
    """Return the words that number a figure or table."""
    return f"figure-number({string(number)});" if number else ""


def widened(translator: Translator, width_pt: float, expression: str) -> str:
    """Return an expression that reaches beyond the measure when it is wider."""
    wide = width_pt > translator.targets.widths_pt[0] + 1
    return f"set-off(wide({expression}))" if wide else f"set-off({expression})"


def _column_texts(
    translator: Translator, rows: list[nodes.Element], node: nodes.Element, bare: frozenset[int]
) -> list[list[str]]:
    count = int(next(iter(node.findall(nodes.tgroup)))["cols"])
    texts: list[list[str]] = [[] for _ in range(count)]
    for row in rows:
        for position, entry in placed(row):
            if position >= count:
                message = f"{place(row, translator.docname)}: a row has more cells than the table has columns."
                raise TypstError(message)
            paged = translator.targets.paged and position not in bare
            text = "" if entry.get("morecols") else _cell_text(entry, paged=paged)
            if entry.get("rowheader") and translator.row_header == "statement":
                text += " " * (len(text) // 4)  # the serif runs wider
            texts[position].append(text)
    return texts


def _cell_text(entry: nodes.Node, *, paged: bool) -> str:
    text = str(entry.astext())
    references = sum(1 for _ in entry.findall(nodes.reference)) if paged else 0
    # A no-break space: the page number stays with its id. About every third reference starts a new page.
    return text + PAGE_NUMBER.replace(" ", "\u00a0") * -(-references // 3)


def _rows(
    translator: Translator, rows: list[nodes.Element], bare: frozenset[int], heights: Sequence[float] = ()
) -> list[str]:
    """Return the cells of all rows, one after the other; rows without a height are heads."""
    cells = []
    for position, row in enumerate(rows):
        marks = anchored(translator, row)
        translator.here = frozenset(f"{translator.docname}#{name}" for name in row.get("ids", ()))
        # A row stays on one page, unless it might not fit on any.
        options = "breakable:true," if heights and heights[position] > WHOLE_PT else ""
        for column, entry in placed(row):
            with translator.paging(0 if column in bare else translator.most_paged):
                cells.append(_cell(translator, entry, marks, options, header=not heights))
            marks = ""
    translator.here = frozenset()
    return cells


def _cell(translator: Translator, entry: nodes.Element, marks: str, options: str, *, header: bool) -> str:
    kind = kind_of(entry)
    if entry.get("morecols"):
        options += f"colspan:{int(entry['morecols']) + 1},"
    if entry.get("morerows"):
        options += f"rowspan:{int(entry['morerows']) + 1},"
    function = "head-cell" if header else "cell"
    if entry.get("rowheader") and not header:
        kind = translator.row_header
    return f"{function}({string(kind)},{options}{{{marks}{sole(translator, entry)}}})"


HANDLERS: dict[str, Handler] = {"table": table}
