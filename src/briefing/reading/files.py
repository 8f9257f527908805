"""Files: how one that somebody else wrote is read, which of them a briefing is made from, and a digest of any.

A pipe would be waited for without end, a device has none, and a link may lead to what nobody meant to publish: only a
regular file of the folder is read, and only of bounded size.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import stat
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.model.digest import bytes_digest, value_digest
from briefing.model.layout import Layout

if TYPE_CHECKING:
    from briefing.model.base import Issue

FILE_LIMIT = 10_000_000  # bytes; a thousand times a long article
_OPEN = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
#: Names that Windows gives to devices, whatever follows a full stop: no file can have one there.
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
PACKAGE = Path(__file__).parents[1]
#: What tools leave among the files that people write. Rules, builds and what is remembered of a check pass over these
#: alike, and nothing else that lies in the folders of data and chapters.
PASSED_OVER = frozenset({"__pycache__", ".ipynb_checkpoints", "node_modules"})
#: In the folder of outputs: what stopped the last build.
REFUSED = "refused.json"
#: Parts of the package that change how pages are written, not what they say.
WRITING = (PACKAGE / "book" / "html" / "theme", PACKAGE / "book" / "pdf")
#: Files and folders that are packed beside the notebooks, which do not run without them.
NEEDED = ("data", "src", "_config.yml", "_toc.yml", "pyproject.toml", "requirements.txt", "LICENSE")
#: A page in the table of contents, and a bibliography in the settings: looked for in the text, which takes a
#: hundredth of the time that reading YAML takes.
_PAGE = re.compile(r"\b(?:root|file)[\"']?\s*:\s*[\"']?(\w[\w./-]*)")
_BIBLIOGRAPHY = re.compile(r"([^./\s\"',\[\]-][^\"',\[\]\n]*\.bib)")


def is_device(name: str) -> bool:
    """Whether a file of this name could not be held on Windows."""
    return name.partition(".")[0].lower() in _DEVICES


def read_file(path: Path, root: Path | None = None, limit: int = FILE_LIMIT) -> bytes:
    """Return the bytes of a regular file that lies, links followed, inside `root`.

    Raises `OSError` whose `strerror` says in plain words why a file is not read.
    """
    try:
        inside = root is None or path.resolve().is_relative_to(root.resolve())
    except RuntimeError as error:  # as Python before 3.13 tells of it
        raise OSError(errno.ELOOP, "it is a link that leads to itself") from error
    if not inside:
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


def unreadable(file: str, error: OSError) -> Issue:
    """Return the issue of a file or folder that is there and is not read."""
    from briefing.model.base import Issue, Place  # noqa: PLC0415 -- a check that is remembered loads no record

    reason, mend = str(error.strerror), "Put the file itself, of a sensible size, in its place."
    if error.errno == errno.EACCES:
        mend = "Let it be read, as with chmod u+rX."
    got = f"it cannot be read: {reason[:1].lower()}{reason[1:]}."
    return Issue(Place(file), "file", "not-a-file", got, mend)


def decoded(raw: bytes, file: str, subject: str, mend: str, encoding: str = "utf-8") -> str | Issue:
    """Return the text of a file in UTF-8, or the issue with the line of the first byte that is not."""
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        from briefing.model.base import Issue, Place  # noqa: PLC0415

        line = raw.count(b"\n", 0, error.start) + 1
        return Issue(Place(file, line), subject, "not-utf8", f"byte {error.start} is not UTF-8.", mend)


def code_files() -> list[Path]:
    """Return the package's files, but those that only change how pages are written."""
    return [path for path in files_in(PACKAGE) if not any(path.is_relative_to(folder) for folder in WRITING)]


def settings_files(layout: Layout) -> list[Path]:
    """Return the settings, the table of contents and the bibliographies."""
    return files_in(*sorted(layout.root.glob("_*.yml")), *_named(layout, layout.config, _BIBLIOGRAPHY))


def _named(layout: Layout, path: Path, pattern: re.Pattern[str], ending: str = "") -> list[Path]:
    """Return the files that a file names, whether they are there or not."""
    names = pattern.findall(path.read_text("utf-8", "replace")) if path.is_file() else ()
    return [layout.root / f"{name}{ending}" for name in names]


def book_files(layout: Layout) -> list[Path]:
    """Return what a book prints beside its evidence, each once: settings, contents, bibliographies and pages."""
    pages = [layout.root / "index.md", *_named(layout, layout.toc, _PAGE, ".md")]
    return list(dict.fromkeys([*settings_files(layout), *files_in(*pages, layout.chapters)]))


def every_file(layout: Layout) -> list[Path]:
    """Return every input of a build, each once: the book, the data, the package, and whatever else is packed."""
    needed = (layout.root / name for name in NEEDED)
    return list(dict.fromkeys([*book_files(layout), *files_in(*needed, PACKAGE)]))


def files_in(*folders: Path) -> list[Path]:
    """Return all files in some folders and in theirs, in order, but for what is passed over; of a file, itself."""
    return [path for path in (*folders, *all_in(*folders)) if path.is_file()]


def all_in(*folders: Path) -> list[Path]:
    """Return all that lies in some folders and in theirs, folders too, in order, but for what is passed over.

    Raises `PermissionError` when one of them may not be listed.
    """
    found: list[Path] = []

    def refuse(error: OSError) -> None:
        if isinstance(error, PermissionError):
            raise error

    for folder in folders:
        inside: list[Path] = []
        for at, inner, names in os.walk(folder, onerror=refuse):
            inner[:] = (name for name in inner if name not in PASSED_OVER)  # those are entered next
            inside += (Path(at, name) for name in (*inner, *names) if name not in PASSED_OVER)
        found += sorted(inside)
    return found


def shown_in(folder: Path) -> list[Path]:
    """Return what lies in a folder, in order, but for what is hidden or passed over; nothing where there is none.

    Raises `OSError` when it may not be listed.
    """
    paths = sorted(folder.iterdir()) if folder.is_dir() else ()
    return [path for path in paths if path.name[0] != "." and path.name not in PASSED_OVER]


def digest_of(layout: Layout, paths: Iterable[Path]) -> str:
    """Return a digest of names and bytes that is the same wherever briefing and package lie."""
    digest = hashlib.sha256()
    for path in paths:
        folder = PACKAGE if path.is_relative_to(PACKAGE) else layout.root
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()} {len(content)} ".encode())
        digest.update(content)
    return digest.hexdigest()


def built_from(layout: Layout) -> str:
    """Return a digest of everything that a build is made from, the packages installed included."""
    return f"{digest_of(layout, every_file(layout))} {installed()}"


def digest_now(path: Path) -> str:
    """Return a digest of a file, or of the names in a folder, as they are now; of neither, `none`."""
    try:
        if path.is_dir():
            return value_digest(sorted(entry.name for entry in path.iterdir() if entry.name != "__pycache__"))
        return bytes_digest(path.read_bytes())
    except OSError:
        return "none"


def left_by_earlier(path: Path) -> dict[str, Any]:
    """Return what an earlier run has left in a file of JSON; nothing when it has left none, or it is damaged."""
    try:
        left = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return left if isinstance(left, dict) else {}


@cache
def installed() -> str:
    """Return which Python this is and which packages, in which versions, it can import."""
    folders = [path for path in map(Path, sys.path) if path.name in {"site-packages", "dist-packages"}]
    names = sorted({info.name for path in folders for info in path.glob("*-info")})
    return " ".join([sys.version, *names])
