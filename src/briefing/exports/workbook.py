"""The sheets as one workbook, for people who live in spreadsheets: every cell is text or a number.

No cell can run: a text is written as a string whatever it begins with, and marked as quoted, so
that it stays one when it is edited. The same ledger gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from briefing.exports.sheets import Sheet
from briefing.versions.edition import Edition

# The ZIP format knows no earlier day; what matters is that it is always the same one.
EPOCH = (1980, 1, 1, 0, 0, 0)
WIDEST = 60
# ECMA-376 part 1, 22.9.2.19: `_xHHHH_` stands for a character, so the same text must be escaped itself.
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def workbook_bytes(sheets: tuple[Sheet, ...], edition: Edition) -> bytes:
    """Return the workbook: one worksheet for each sheet that has rows, headers frozen and filterable."""
    book = Workbook()
    book.remove(book.active)
    _fill_about(book.create_sheet("about"), edition)
    for sheet in sheets:
        if sheet.rows:
            _fill(book.create_sheet(sheet.name), sheet)
    book.properties.title, book.properties.version = edition.title, edition.version
    book.properties.creator = "briefing"
    book.properties.created = dt.datetime(*EPOCH, tzinfo=None)  # noqa: DTZ001 -- the format has no zone
    out = io.BytesIO()
    book.save(out)
    return _dateless(out.getvalue())


def _fill_about(page: Worksheet, edition: Edition) -> None:
    rows = (
        ("title", edition.title),
        ("version", edition.version),
        ("evidence digest", edition.digest),
        ("articles", edition.as_of),
        ("rights", "Quoted words belong to their publishers: see the column rights of the worksheet articles."),
    )
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            _put(page.cell(number, column), text)
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 22, WIDEST


def _fill(page: Worksheet, sheet: Sheet) -> None:
    for column, field in enumerate(sheet.fields, 1):
        head = page.cell(1, column)
        _put(head, field.name)
        head.font = Font(bold=True)
        cells = [str(row[column - 1] or "") for row in sheet.rows]
        widest = max(len(field.name) + 3, *map(len, cells))
        page.column_dimensions[get_column_letter(column)].width = min(widest, WIDEST)
        for number, row in enumerate(sheet.rows, 2):
            value = row[column - 1]
            if value not in (None, ""):
                _put(page.cell(number, column), value)
    page.freeze_panes = "B2"
    page.auto_filter.ref = page.dimensions


def _put(cell: Cell, value: str | int | bool) -> None:  # noqa: FBT001 -- what a cell holds
    if isinstance(value, str):
        safe = ILLEGAL_CHARACTERS_RE.sub(lambda m: f"_x{ord(m[0]):04X}_", _LOOKS_ESCAPED.sub("_x005F_", value))
        cell.value = safe
        cell.data_type = "s"
        cell.quotePrefix = True
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    else:
        cell.value = value
        cell.alignment = Alignment(vertical="top")


def _dateless(content: bytes) -> bytes:
    """Return the workbook without the times at which it and its parts were written."""
    stamp = f"{EPOCH[0]}-01-01T00:00:00Z".encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            part = old.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, part)
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            new.writestr(info, part)
    return out.getvalue()
