"""The sheets as one workbook, for people who live in spreadsheets: every cell is text or a number.

No cell can run: a text is written as a string whatever it begins with, and marked as quoted, so that it stays one
when it is edited. A coded column offers the words of its vocabulary. The worksheet `second_reading` is there even when
it is empty: a second reader fills it in, and `briefing exchange` reads it back.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from briefing.exports.catalogue import Exporting, export
from briefing.exports.sheets import Cell, Column, sheets
from briefing.versions.edition import NO_TIME

WIDEST = 60
#: What a cell can hold (ECMA-376 as Excel reads it); a longer text is cut, and the CSV files hold it whole.
LONGEST = 32_767
FILLED_IN = "second_reading"
#: The rows in which a second reader is offered the words of a vocabulary.
FREE_ROWS = 500


@export(
    "claims.xlsx",
    media="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    about="All sheets as one workbook.",
)
def workbook_bytes(exporting: Exporting) -> bytes:
    """Return the workbook: one worksheet for each sheet that has rows, headers frozen and filterable."""
    out, ledger = io.BytesIO(), exporting.ledger
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        text = book.add_format({"quote_prefix": True, "text_wrap": True, "valign": "top"})
        head = book.add_format({"quote_prefix": True, "bold": True})
        edition = exporting.edition
        book.set_properties({"title": edition.title, "author": "briefing", "created": NO_TIME.replace(tzinfo=None)})
        about = {
            "title": edition.title,
            "version": edition.version,
            "evidence digest": edition.digest,
            "articles": edition.as_of,
            "rights": "Quoted words belong to their publishers: see the column rights of the worksheet articles.",
        }
        page = book.add_worksheet("about")
        for number, row in enumerate(about.items()):
            page.write_row(number, 0, row, text)
        page.set_column(0, 0, 22)
        page.set_column(1, 1, WIDEST)
        for sheet in sheets():
            rows = sheet.cells(ledger)
            if rows or sheet.name == FILLED_IN:
                page = book.add_worksheet(sheet.name)
                page.freeze_panes(1, 1)
                page.autofilter(0, 0, max(len(rows), 1), len(sheet.columns) - 1)
                last = len(rows) + FREE_ROWS * (sheet.name == FILLED_IN)
                for number, column in enumerate(sheet.columns):
                    page.write_string(0, number, column.name, head)
                    _fill(page, number, column, [row[number] for row in rows], text)
                    _offer(page, number, column, last, list(ledger.vocabulary.get(column.vocabulary or "", {})))
    return out.getvalue()


def _fill(page: Worksheet, number: int, column: Column, cells: Sequence[Cell], text: Format) -> None:
    for line, value in enumerate(cells, 1):
        is_long = isinstance(value, str) and len(value) > LONGEST
        page.write(line, number, f"{str(value)[: LONGEST - 1]}…" if is_long else value, text)
    widest = max(len(column.name) + 3, *(len(str(value)) for value in cells if value is not None), 0)
    page.set_column(number, number, min(widest, WIDEST))


def _offer(page: Worksheet, number: int, column: Column, last: int, words: list[str]) -> None:
    """Let a coded column offer the words of its vocabulary down to a row; Excel takes up to 255 characters of them."""
    if words and last and column.type == "string" and len(",".join(words)) <= 255:  # noqa: PLR2004
        choice = {"validate": "list", "source": words, "error_type": "warning"}
        page.data_validation(1, number, last, number, choice)
