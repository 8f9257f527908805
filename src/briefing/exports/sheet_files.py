"""The sheets as CSV files and a workbook, and what describes the folder: Data Package (2), README, RO-Crate (1.3).

The CSV files are UTF-8 with a byte order mark and CRLF, so that a double click opens them right in Excel. No program
may run a cell as a formula: what the guard puts in front of a text, `ESCAPE_RULE` says how to take away; the workbook
has texts as strings whatever they begin with, and marks them as quoted, so that they stay so when they are edited.
"""

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from briefing.exports.catalogue import Exporting, catalogue, export, filled, filled_json
from briefing.exports.sheets import ANY_RECORD, Cell, Column, Sheet, sheets
from briefing.model.ledger import Ledger
from briefing.versions.edition import NO_TIME, identifier

MARK = b"\xef\xbb\xbf"
GUARDED = tuple("=+-@\t\r\n'＝＋－＠")
SPREADSHEETS = (
    "The CSV files are UTF-8 with a byte order mark and CRLF line ends, so a double click opens them in a spreadsheet."
)
ESCAPE_RULE = (
    "A text that begins with one of = + - @, their full-width forms, a tab, a line break or an apostrophe has one "
    "apostrophe put in front, so that no spreadsheet takes it for a formula. Take one leading apostrophe away."
)
#: Of the project's own words and codes; what it quotes is not the project's to license.
LICENCE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0 International",
}
METADATA = "ro-crate-metadata.json"
WIDEST = 60
#: What a cell can hold (ECMA-376 as Excel reads it); a longer text is cut, and the CSV files hold it whole.
LONGEST = 32_767
#: The worksheet that is there even when empty: a second reader fills it in, and `briefing exchange` reads it back.
FILLED_IN = "second_reading"
#: The rows in which a second reader is offered the words of a vocabulary.
FREE_ROWS = 500


def csv_bytes(sheet: Sheet, ledger: Ledger) -> bytes:
    """Return one sheet as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n", strict=True)
    writer.writerow([column.name for column in sheet.columns])
    for row in sheet.cells(ledger):
        writer.writerow([_written(cell, column) for cell, column in zip(row, sheet.columns, strict=True)])
    return MARK + out.getvalue().encode()


def guard(text: str) -> str:
    """Return `text` with an apostrophe in front when a spreadsheet could take it for a formula."""
    return f"'{text}" if text.startswith(GUARDED) else text


def _written(cell: Cell, column: Column) -> str:
    if isinstance(cell, str):
        return guard(cell) if column.type == "string" else cell
    return "" if cell is None else json.dumps(cell)


for _sheet in sheets():
    export(f"{_sheet.name}.csv", media="text/csv", about=_sheet.description)(
        lambda exporting, sheet=_sheet: csv_bytes(sheet, exporting.ledger)
    )


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


@export(
    "datapackage.json",
    media="application/json",
    about="Data Package of the CSV files: types, keys, permitted words, licences, digests.",
)
def data_package(exporting: Exporting) -> dict[str, Any]:
    """Return the descriptor of the CSV files."""
    given = {"sheets": sheets(), "any_record": ANY_RECORD, "licence": LICENCE}
    return filled_json("datapackage.json.jinja", exporting, to_open=f"{SPREADSHEETS} {ESCAPE_RULE}", **given)


@export("README.md", media="text/markdown", about="What each of these files is.")
def readme(exporting: Exporting) -> str:
    """Return the list of files as Markdown, with what a reader must know to open them."""
    given = {"edition": exporting.edition, "files": catalogue(), "to_open": f"{SPREADSHEETS} {ESCAPE_RULE}"}
    return filled("README.md.jinja", {**given, "cell": cell}) + "\n"


def cell(value: object) -> str:
    """Return a value as a cell of a table in Markdown stands for it; nothing for none."""
    return " ".join(str("" if value is None else value).replace("|", "\\|").split())


@export(METADATA, media="application/ld+json", about="RO-Crate of all files.")
def crate_metadata(exporting: Exporting) -> dict[str, Any]:
    """Return ro-crate-metadata.json, which lists every other export."""
    articles = {identifier(exporting.edition, "article", a.id): a for a in exporting.ledger.articles}
    given = {"articles": articles, "publisher": exporting.edition.signed_by, "licence": LICENCE, "metadata": METADATA}
    files = [entry for entry in catalogue() if entry.name != METADATA]
    return filled_json("crate.json.jinja", exporting, files=files, **given)
