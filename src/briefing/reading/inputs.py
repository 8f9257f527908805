"""The files that a briefing is made from, and one digest of any of them that is the same wherever they lie."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from briefing.model.digest import bytes_digest, value_digest
from briefing.model.layout import Layout

PACKAGE = Path(__file__).parents[1]
#: In the folder of outputs: what stopped the last build.
REFUSED = "refused.json"
#: Parts of the package that change how pages are written, not what they say.
WRITING = (PACKAGE / "book" / "html" / "theme", PACKAGE / "book" / "pdf")


def code_files() -> list[Path]:
    """Return the package's files, but those that only change how pages are written."""
    return [path for path in _files(PACKAGE) if not any(path.is_relative_to(folder) for folder in WRITING)]


def writing_files() -> list[Path]:
    """Return the package's files that change how pages are written."""
    return [path for folder in WRITING for path in _files(folder)]


def data_files(layout: Layout) -> list[Path]:
    """Return everything in `data/`."""
    return _files(layout.data)


def settings_files(layout: Layout) -> list[Path]:
    """Return the settings, the table of contents and the bibliographies."""
    return [path for pattern in ("_*.yml", "*.bib") for path in sorted(layout.root.glob(pattern))]


def chapter_files(layout: Layout) -> list[Path]:
    """Return the front page and everything in `chapters/`."""
    return [*sorted(layout.root.glob("index.md")), *_files(layout.chapters)]


def every_file(layout: Layout) -> list[Path]:
    """Return every input of a build."""
    return [
        *data_files(layout), *settings_files(layout), *chapter_files(layout), *code_files(), *writing_files(),
    ]  # fmt: skip


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


def _files(folder: Path) -> list[Path]:
    found: list[Path] = []
    for at, folders, names in os.walk(folder):
        folders[:] = (name for name in folders if name != "__pycache__")
        found += (Path(at, name) for name in names)
    return sorted((path for path in found if path.is_file()), key=lambda path: path.parts)
