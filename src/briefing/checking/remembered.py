"""What the last check found and printed, kept in `_build` for as long as nothing that it was taken of has changed.

Content counts, never a time: every file of the briefing's folder but for what lies in `_build` and in folders of tools,
the package and what else is installed, and the commits and tags that releases are compared with. Times tell no more
than whether something was saved, even to what it was, while it was checked. What was kept names the folder's own place
on the disk, so that none can be brought along with a copy. What was found on a page is kept under the page's own words
and under all but the pages: to change one leaves what was found on the others.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from briefing.model.digest import bytes_digest
from briefing.model.layout import Layout
from briefing.reading.files import PACKAGE, PASSED_OVER, REFUSED, installed, left_by_earlier
from briefing.reading.git import ask_git

if TYPE_CHECKING:
    from briefing.model.base import Issue

KEPT = "last_check.json"
#: More than so many files or bytes are not looked at; then nothing is kept.
MOST_FILES, MOST_BYTES = 10_000, 100_000_000
#: Which commit stands, whether the history is whole, what the tags are, and whether the folder is a repository's.
_QUESTIONS = (
    ("rev-parse", "HEAD", "--is-shallow-repository"),
    ("for-each-ref", "--format=%(refname) %(objectname)", "refs/tags", "refs/replace"),
    ("ls-files", "--stage", "--", "_config.yml"),
)


class Outcome(NamedTuple):
    """What a check prints in each format, and whether everything is in order."""

    in_order: bool
    printed: dict[str, str]


class Seen(NamedTuple):
    """Digests of all that a check depends on, of the same without what stands on the pages, and of states on disk."""

    whole: str
    but_pages: str
    states: str


class _NotKeptError(Exception):
    """Raised where a folder holds what cannot be looked at, or too much."""


class Memory:
    """What the rules found the last time, for a check that is to find no more than what may be another now."""

    def __init__(self, layout: Layout) -> None:
        self._layout, self._place, self._now = layout, layout.build / KEPT, fingerprint(layout)
        self._kept, self._found = left_by_earlier(self._place), dict[str, list[Any]]()

    @property
    def outcome(self) -> Outcome | None:
        """The outcome of the last check, where everything is as it was."""
        same = self._now and self._kept.get("of") == self._now.whole and "printed" in self._kept
        return Outcome(self._kept["in_order"], self._kept["printed"]) if same else None

    def recall(self, read: str, find: Callable[[], Iterable[Issue]]) -> list[Issue]:
        """Return what is found by rules that read these words and whatever stands on no page; if need be, find it."""
        from briefing.model.base import Issue, Place  # with all that a check needs, which a remembered one does not

        key = _digest([self._now and self._now.but_pages, read])
        found: list[Issue] | None = None
        with suppress(KeyError, TypeError, ValueError):  # it was not kept, or is damaged
            found = [Issue(Place(*place), *told) for place, *told in self._kept["found"][key]]
        self._found[key] = list(find()) if found is None else found
        return self._found[key]

    def keep(self, outcome: Outcome | None = None) -> None:
        """Keep what was found, and what was printed, if nothing was saved while it was checked."""
        if self._now and not self.outcome and fingerprint(self._layout) == self._now:
            printed = outcome._asdict() if outcome else {}
            with suppress(OSError):
                self._place.parent.mkdir(exist_ok=True)
                beside = self._place.with_name(f".{KEPT}.{os.getpid()}")
                beside.write_text(json.dumps({"of": self._now.whole, "found": self._found, **printed}), "utf-8")
                beside.replace(self._place)


def fingerprint(layout: Layout) -> Seen | None:
    """Return digests of all that a check depends on; nothing when that cannot be told."""
    try:
        here = layout.root.stat()
        told: list[object] = [installed(), sys.path, sys.flags, str(layout.root), here.st_dev, here.st_ino]
        told.append(dt.datetime.now(dt.UTC).date())  # a date in the future is an issue, and its day comes
        told += [ask_git(layout.root, *question) for question in _QUESTIONS]
        named = "".join(path.read_text("utf-8", "replace") for path in (layout.toc, layout.config) if path.is_file())
        passed = {name for name in PASSED_OVER if f"{name}/" not in named}
        apart = {str(path) for path in layout.root.iterdir() if path.is_dir() and _is_apart(path, layout, named)}
        files = list(_below(str(layout.root), passed, apart))
        if not PACKAGE.is_relative_to(layout.root) or any(PACKAGE.is_relative_to(folder) for folder in apart):
            files += _below(str(PACKAGE), passed, set())
    except (OSError, _NotKeptError):
        return None
    if len(files) > MOST_FILES or sum(size for _, _, size, _ in files) > MOST_BYTES:
        return None
    pages = [(path, "" if _is_page(path, layout) else digest) for path, digest, *_ in files]
    refused = left_by_earlier(layout.build / REFUSED)
    whole = _digest([told, refused, [file[:2] for file in files]])
    return Seen(whole, _digest([told, pages]), _digest([file[3] for file in files]))


def _digest(told: object) -> str:
    return bytes_digest(repr(told).encode("utf-8", "surrogateescape"))


def _is_apart(folder: Path, layout: Layout, named: str) -> bool:
    """Whether a folder of the root is the outputs', hidden or an environment, and no setting names anything in it."""
    if folder in {layout.build, layout.data, layout.chapters}:
        return folder == layout.build
    return (folder.name.startswith(".") or (folder / "pyvenv.cfg").exists()) and f"{folder.name}/" not in named


def _is_page(path: str, layout: Layout) -> bool:
    """Whether a file is read by the rules of pages alone."""
    return path.endswith(".md") and (Path(path).parent == layout.root or Path(path).is_relative_to(layout.chapters))


def _below(folder: str, passed: set[str], apart: set[str]) -> Iterator[tuple[str, str, int, tuple[int, ...]]]:
    """Yield path, digest, size in bytes and state on disk of every file and folder below a folder, in order."""
    with os.scandir(folder) as listed:
        entries = sorted(listed, key=lambda entry: entry.name)
    for entry in entries:
        if entry.name in passed or entry.path in apart:
            continue
        leads_to = Path(entry.path).readlink() if entry.is_symlink() else ""
        name, seen = f"{entry.path} {leads_to}".rstrip(), entry.stat(follow_symlinks=entry.is_file())
        if (entry.is_file() and seen.st_size > MOST_BYTES) or (leads_to and entry.is_dir()):
            raise _NotKeptError
        state = (seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino, entry.inode())
        if entry.is_file():
            with open(entry.path, "rb") as file:  # noqa: PTH123 -- of hundreds of files, and a path takes longer
                yield name, bytes_digest(file.read()), seen.st_size, state
        else:
            ours = f"{entry.path}/".startswith(f"{PACKAGE}/")  # where Python keeps its modules while it checks
            yield name, str(seen.st_mode), 0, () if ours else state
            if entry.is_dir():
                yield from _below(entry.path, passed, apart)
