"""The one way in which a file that somebody else wrote is read: a regular file of the folder, of bounded size.

A pipe would be waited for without end, a device has none, and a link may lead to what nobody meant to publish.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from briefing.model.base import Issue, Place

FILE_LIMIT = 10_000_000  # bytes; a thousand times a long article
_OPEN = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)

#: Names that Windows gives to devices, whatever follows a full stop: no file can have one there.
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})


def is_device(name: str) -> bool:
    """Whether a file of this name could not be held on Windows."""
    return name.partition(".")[0].lower() in _DEVICES


def read_file(path: Path, root: Path | None = None, limit: int = FILE_LIMIT) -> bytes:
    """Return the bytes of a regular file that lies, links followed, inside `root`.

    Raises `OSError` whose `strerror` says in plain words why a file is not read.
    """
    if root is not None and not path.resolve().is_relative_to(root.resolve()):
        raise OSError(errno.EPERM, "it leads out of the folder of the briefing")
    descriptor = os.open(path, _OPEN)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "it is a folder, a pipe or a device")
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            raw = file.read(limit + 1)
    finally:
        os.close(descriptor)
    if len(raw) > limit:
        raise OSError(errno.EFBIG, f"it holds more than {limit:,} bytes")
    return raw


def unreadable(file: str, error: OSError | RuntimeError) -> Issue:
    """Return the issue of a file that is there and is not read."""
    reason = getattr(error, "strerror", None) or "a link that leads to itself"
    got = f"it cannot be read as a file: {reason[:1].lower()}{reason[1:]}."
    return Issue(Place(file), "file", "not-a-file", got, "Put the file itself, of a sensible size, in its place.")


def decoded(raw: bytes, file: str, subject: str, mend: str, encoding: str = "utf-8") -> str | Issue:
    """Return the text of a file in UTF-8, or the issue with the line of the first byte that is not."""
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return Issue(Place(file, line), subject, "not-utf8", f"byte {error.start} is not UTF-8.", mend)
