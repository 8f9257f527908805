"""Foreign zip files, read with bounds: the XML and the texts in them, and a workbook's worksheets as rows of text."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pandas as pd
from python_calamine import CalamineError

from briefing.reading.files import read_file

#: In bytes, unpacked: more than any coded project of articles, less than a zip made to fill a disk.
LARGEST = 64_000_000


class ExchangeError(ValueError):
    """Raised when a file cannot be read; the message says what it is and what to do."""


class Packed:
    """The members of a zip file. Raises `ExchangeError` when it is none, or too large."""

    def __init__(self, path: Path) -> None:
        try:
            self.raw = io.BytesIO(read_file(path))
        except OSError as error:
            message = f"{path.name} cannot be read: {error.strerror}."
            raise ExchangeError(message) from error
        self.path = path
        try:
            with zipfile.ZipFile(self.raw) as packed:
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
            with zipfile.ZipFile(self.raw) as packed, packed.open(name) as member:
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
    """Return the rows of every worksheet, each cell as text under the heading of its column."""
    packed = Packed(path)
    try:
        sheets = pd.read_excel(packed.raw, sheet_name=None, dtype=str, na_filter=False, engine="calamine")
    except (CalamineError, ValueError) as error:
        message = f"{path.name} is no workbook that can be read: {error}."
        raise ExchangeError(message) from error
    rows = {name: frame.to_dict("records") for name, frame in sheets.items()}
    return {str(name): [{str(head): str(cell) for head, cell in row.items()} for row in rows[name]] for name in rows}
