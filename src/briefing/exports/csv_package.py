"""The sheets as CSV files, and what describes the folder: a Data Package (version 2), a README, an RO-Crate (1.3).

UTF-8 with a byte order mark and CRLF, so that a double click opens them right in Excel. No spreadsheet may run a cell
as a formula: what the guard puts in front of a text, `ESCAPE_RULE` says how to take away.
"""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from briefing.exports.catalogue import Exporting, catalogue, export, filled, filled_json
from briefing.exports.citation import author_of
from briefing.exports.sheets import ANY_RECORD, Cell, Column, Sheet, sheets
from briefing.model.ledger import Ledger
from briefing.versions.edition import identifier

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
    given = {"articles": articles, "publisher": author_of(exporting.edition), "licence": LICENCE, "metadata": METADATA}
    files = [entry for entry in catalogue() if entry.name != METADATA]
    return filled_json("crate.json.jinja", exporting, files=files, **given)
