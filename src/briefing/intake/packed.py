"""Foreign zip files, read with bounds: the XML and the texts in them, and a workbook's worksheets as rows of text."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

#: In bytes, unpacked: more than any coded project of articles, less than a zip made to fill a disk.
LARGEST = 64_000_000
_CELL = re.compile(r"([A-Z]+)[0-9]+")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # ECMA-376 part 1, 22.9.2.19
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class ExchangeError(ValueError):
    """Raised when a file cannot be read; the message says what it is and what to do."""


class Packed:
    """The members of a zip file. Raises `ExchangeError` when it is none, or too large."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with zipfile.ZipFile(path) as packed:
                self.sizes = {info.filename: info.file_size for info in packed.infolist()}
        except (zipfile.BadZipFile, NotImplementedError) as error:
            message = f"{path.name} is no zip file, as .qdpx and .xlsx are: {error}."
            raise ExchangeError(message) from error
        if sum(self.sizes.values()) > LARGEST:
            message = f"{path.name} unpacks to more than {LARGEST // 1_000_000} MB. Leave out what is not text."
            raise ExchangeError(message)

    @property
    def names(self) -> list[str]:
        return list(self.sizes)

    def read(self, name: str) -> bytes:
        """Return one member. Its size is that which the zip declares; more is an error of the zip."""
        try:
            with zipfile.ZipFile(self.path) as packed, packed.open(name) as member:
                return member.read(self.sizes[name] + 1)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, KeyError, EOFError, OSError) as error:
            message = f"{self.path.name}: {name} cannot be unpacked: {error}."
            raise ExchangeError(message) from error

    def xml(self, name: str) -> ET.Element:
        """Return the root of one member that is XML; external entities are never loaded."""
        try:
            return ET.fromstring(self.read(name))  # noqa: S314 -- expat limits what entities may grow to
        except (ET.ParseError, ValueError, LookupError) as error:
            message = f"{self.path.name}: {name} is no XML that can be read: {error}."
            raise ExchangeError(message) from error


def worksheets(path: Path) -> dict[str, list[dict[str, str]]]:
    """Return the rows of every worksheet, each cell under the heading of its column; numbers as they are written."""
    packed = Packed(path)
    shared = []
    if "xl/sharedStrings.xml" in packed.names:
        shared = [_words(item) for item in packed.xml("xl/sharedStrings.xml").iterfind("{*}si")]
    targets = {
        relation.get("Id"): relation.get("Target", "").removeprefix("/xl/")
        for relation in packed.xml("xl/_rels/workbook.xml.rels")
    }
    sheets = packed.xml("xl/workbook.xml").iterfind("{*}sheets/{*}sheet")
    return {
        sheet.get("name", ""): _rows(packed.xml(f"xl/{targets.get(sheet.get(_RELATION))}"), shared) for sheet in sheets
    }


def _rows(page: ET.Element, shared: list[str]) -> list[dict[str, str]]:
    rows = [dict(_cells(row, shared)) for row in page.iterfind("{*}sheetData/{*}row")]
    headings = {column: text.strip() for column, text in rows[0].items()} if rows else {}
    return [{headings[column]: text for column, text in row.items() if column in headings} for row in rows[1:]]


def _cells(row: ET.Element, shared: list[str]) -> Iterator[tuple[str, str]]:
    for cell in row.iterfind("{*}c"):
        place = _CELL.fullmatch(cell.get("r", ""))
        if place is None:
            continue
        value = cell.findtext("{*}v") or ""
        if cell.get("t") == "s":
            value = shared[int(value)] if value.isdecimal() and int(value) < len(shared) else ""
        elif cell.get("t") == "inlineStr":
            inline = cell.find("{*}is")
            value = _words(inline) if inline is not None else ""
        yield place[1], value


def _words(item: ET.Element) -> str:
    """Return the text of a string, its runs in one, without what tells how to pronounce it."""
    runs = [*item.iterfind("{*}t"), *item.iterfind("{*}r/{*}t")]
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), "".join(run.text or "" for run in runs))
