"""The sheets as CSV files, with a Data Package (version 2) that describes them.

UTF-8 with a byte order mark and CRLF, so that a double click opens them right in Excel. No spreadsheet may run a cell
as a formula: what the guard puts in front of a text, `ESCAPE_RULE` says how to take away.
"""

from __future__ import annotations

import csv
import io
from typing import Any

from briefing.exports.catalogue import Exporting, export
from briefing.exports.columns import ANY_RECORD, Column
from briefing.exports.sheets import Cell, Sheet, sheets
from briefing.model.digest import bytes_digest
from briefing.model.ledger import Ledger
from briefing.versions.edition import slug

PROFILES = "https://datapackage.org/profiles/2.0"
MARK = b"\xef\xbb\xbf"
GUARDED = tuple("=+-@\t\r\n'＝＋－＠")
SPREADSHEETS = (
    "The CSV files are UTF-8 with a byte order mark and CRLF line ends, so a double click opens them in a spreadsheet."
)
ESCAPE_RULE = (
    "A text that begins with one of = + - @, their full-width forms, a tab, a line break or an apostrophe has one "
    "apostrophe put in front, so that no spreadsheet takes it for a formula. Take one leading apostrophe away."
)
DIALECT = {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True}
#: Of the project's own words and codes; what it quotes is not the project's to license.
LICENCE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0 International",
}
QUOTED = {"path": "articles.csv", "title": "Quoted words belong to their publishers: see the column rights."}


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


@export(
    "datapackage.json",
    media="application/json",
    about="Data Package of the CSV files: types, keys, permitted words, licences, digests.",
)
def data_package(exporting: Exporting) -> dict[str, Any]:
    """Return the descriptor of the CSV files."""
    ledger, edition = exporting.ledger, exporting.edition
    return {
        "$schema": f"{PROFILES}/datapackage.json",
        "name": slug(edition.title),
        "title": edition.title,
        "version": edition.version,
        "description": f"{edition.stamp}. Evidence digest {edition.digest}. {SPREADSHEETS} {ESCAPE_RULE}",
        "licenses": [LICENCE, QUOTED],
        "sources": [{"title": f"{a.title} ({a.publisher})", "path": a.url} for a in ledger.articles],
        "resources": [_resource(sheet, exporting) for sheet in sheets()],
    }


for _sheet in sheets():
    export(f"{_sheet.name}.csv", media="text/csv", about=_sheet.description)(
        lambda exporting, sheet=_sheet: csv_bytes(sheet, exporting.ledger)
    )


def _written(cell: Cell, column: Column) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return guard(cell) if column.type == "string" and isinstance(cell, str) else str(cell)


def _resource(sheet: Sheet, exporting: Exporting) -> dict[str, Any]:
    content = exporting.content(f"{sheet.name}.csv")
    return {
        "$schema": f"{PROFILES}/dataresource.json",
        "name": sheet.name,
        "type": "table",
        "path": f"{sheet.name}.csv",
        "description": sheet.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",  # after a byte order mark; the specification knows no name for that
        "bytes": len(content),
        "hash": f"sha256:{bytes_digest(content)}",
        "licenses": [QUOTED] if sheet.quotes else [LICENCE],
        "dialect": DIALECT,
        "schema": {
            "$schema": f"{PROFILES}/tableschema.json",
            "fields": [_described(column, exporting.ledger) for column in sheet.columns],
            "missingValues": [""],
            "primaryKey": list(sheet.key),
            "foreignKeys": [
                {"fields": [c.name], "reference": {"resource": c.refers, "fields": ["id"]}}
                for c in sheet.columns
                if c.type == "string" and c.refers not in (None, ANY_RECORD)
            ],
        },
    }


def _described(column: Column, ledger: Ledger) -> dict[str, Any]:
    """Return the descriptor of a field; a coded one names its vocabulary, and its words where a cell holds one."""
    words = ledger.vocabulary.get(column.vocabulary or "", {})
    constraints = {
        "required": column.required,
        "pattern": column.pattern,
        "enum": sorted(words) if column.type == "string" else None,
    }
    return {
        "name": column.name,
        "type": "string" if column.type == "date" else column.type,  # a date may be a month or a year alone
        "description": column.description,
        **({"vocabulary": column.vocabulary} if column.vocabulary else {}),
        "constraints": {name: value for name, value in constraints.items() if value or name == "required"},
    }
