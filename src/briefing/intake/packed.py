"""Foreign zip files, read with bounds: the XML and the texts in them, and a workbook's worksheets as rows of text."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree as ET

import pandas as pd
from python_calamine import CalamineError

from briefing.reading.files import read_file

#: In bytes, unpacked: more than any coded project of articles, less than a zip made to fill a disk.
LARGEST = 64_000_000
#: What `zipfile` raises of a zip file that is damaged.
_UNPACKING = (zipfile.BadZipFile, NotImplementedError, RuntimeError, KeyError, EOFError, OSError, ValueError,
              OverflowError, zlib.error, lzma.LZMAError, struct.error)  # fmt: skip


class ExchangeError(ValueError):
    """Raised when a file cannot be read; the message says what it is and what to do."""


@contextmanager
def _refused(message: str, *errors: type[Exception]) -> Iterator[None]:
    try:
        yield
    except errors as error:
        reason = getattr(error, "strerror", None) or error
        told = f"{message}: {reason}."
        raise ExchangeError(told) from error


class Packed:
    """The members of a zip file. Raises `ExchangeError` when it is none, or too large."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with _refused(f"{path.name} cannot be read", OSError):
            self.raw = io.BytesIO(read_file(path))
        with _refused(f"{path.name} is no zip file, as .qdpx and .xlsx are", *_UNPACKING):
            self.members = zipfile.ZipFile(self.raw)
        self.sizes = {info.filename: info.file_size for info in self.members.infolist()}
        if sum(self.sizes.values()) > LARGEST:
            message = f"{path.name} unpacks to more than {LARGEST // 1_000_000} MB. Leave out what is not text."
            raise ExchangeError(message)

    def read(self, name: str) -> bytes:
        """Return one member. Its size is that which the zip declares; more is an error of the zip."""
        with _refused(f"{self.path.name}: {name} cannot be unpacked", *_UNPACKING), self.members.open(name) as member:
            return member.read(self.sizes[name] + 1)

    def xml(self, name: str) -> ET.Element:
        """Return the root of one member that is XML; external entities are never loaded."""
        content = self.read(name)
        with _refused(f"{self.path.name}: {name} is no XML that can be read", ET.ParseError, ValueError, LookupError):
            return ET.fromstring(content)  # noqa: S314 -- expat limits what entities may grow to


def worksheets(path: Path) -> dict[str, list[dict[str, str]]]:
    """Return the rows of every worksheet, each cell as text under the heading of its column."""
    packed = Packed(path)
    with _refused(f"{path.name} is no workbook that can be read", CalamineError, ValueError):
        sheets = pd.read_excel(packed.raw, sheet_name=None, dtype=str, na_filter=False, engine="calamine")
    rows = {name: frame.to_dict("records") for name, frame in sheets.items()}
    return {str(name): [{str(head): str(cell) for head, cell in row.items()} for row in rows[name]] for name in rows}
