"""What the last check printed, kept in `_build` for as long as nothing that a check reads has changed.

Content counts, never a time: every file of the briefing's folder but for what lies in `_build` and in hidden folders,
the package and what else is installed, and the commits and tags that releases are compared with. What was kept names
the folder's own place on the disk, so that none can be brought along with a copy. It loads nothing that a check needs.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from briefing.model.layout import Layout
from briefing.reading.files import PACKAGE, REFUSED, installed, left_by_earlier
from briefing.reading.git import ask_git

KEPT = "last_check.json"
#: More than so many files or bytes are not looked at; then nothing is kept.
MOST_FILES, MOST_BYTES = 10_000, 100_000_000
_PASSED_OVER = frozenset({"__pycache__", ".ipynb_checkpoints", "node_modules"})


class Outcome(NamedTuple):
    """What a check prints in each format, and whether everything is in order."""

    in_order: bool
    printed: dict[str, str]


class _NotKeptError(Exception):
    """Raised where a folder holds what cannot be looked at, or too much."""


def outcome_of(layout: Layout, check: Callable[[], Outcome]) -> Outcome:
    """Return the outcome of a check: the one kept, when what it was taken of is still the same; else a new one."""
    place, before = layout.build / KEPT, fingerprint(layout)
    if before and (kept := left_by_earlier(place)).get("of") == before:
        return Outcome(kept["in_order"], kept["printed"])
    outcome = check()
    if before and fingerprint(layout) == before:  # nothing was saved while it was checked
        with suppress(OSError):
            place.parent.mkdir(exist_ok=True)
            beside = place.with_name(f".{KEPT}.{os.getpid()}")
            beside.write_text(json.dumps({"of": before, **outcome._asdict()}), "utf-8")
            beside.replace(place)
    return outcome


def fingerprint(layout: Layout) -> str | None:
    """Return a digest of all that a check depends on; nothing when that cannot be told."""
    try:
        here = layout.root.stat()
        told: list[object] = [installed(), sys.path, sys.flags, str(layout.root), here.st_dev, here.st_ino]
        told.append(left_by_earlier(layout.build / REFUSED))
        told.append(dt.datetime.now(dt.UTC).date())  # a date in the future is an issue, and its day comes
        told += [ask_git(layout.root, *question) for question in _QUESTIONS]
        apart = {path for path in layout.root.iterdir() if path.is_dir() and _is_apart(path)}
        told += _looked_at(layout.root, apart)
        if not PACKAGE.is_relative_to(layout.root) or any(PACKAGE.is_relative_to(folder) for folder in apart):
            told += _looked_at(PACKAGE, set())
    except (OSError, _NotKeptError):
        return None
    return hashlib.sha256(repr(told).encode("utf-8", "surrogateescape")).hexdigest()


#: Which commit stands, whether the history is whole, what the tags are, and whether the folder is a repository's.
_QUESTIONS = (
    ("rev-parse", "HEAD", "--is-shallow-repository"),
    ("for-each-ref", "--format=%(refname) %(objectname)", "refs/tags", "refs/replace"),
    ("ls-files", "--stage", "--", "_config.yml"),
)


def _is_apart(folder: Path) -> bool:
    return folder.name.startswith(".") or folder.name == "_build" or (folder / "pyvenv.cfg").exists()


def _looked_at(folder: Path, apart: set[Path]) -> list[tuple[str, str]]:
    """Return the path and the digest of every file below a folder, in order."""
    found: list[tuple[str, str]] = []
    size = 0
    for path in _below(folder, apart):
        leads_to = str(path.readlink()) if path.is_symlink() else ""
        if path.is_file():
            size += path.stat().st_size
            content = path.read_bytes() if size < MOST_BYTES else b""
            found.append((f"{path} {leads_to}", hashlib.sha256(content).hexdigest()))
        else:
            found.append((f"{path} {leads_to}", str(path.lstat().st_mode)))
        if len(found) > MOST_FILES or size >= MOST_BYTES or (leads_to and path.is_dir()):
            raise _NotKeptError
    return found


def _below(folder: Path, apart: set[Path]) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name not in _PASSED_OVER and path not in apart:
            yield path
            if path.is_dir() and not path.is_symlink():
                yield from _below(path, apart)
