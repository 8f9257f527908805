"""Folders made beside the published ones, which take their places when all of them are complete."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Self

from filelock import FileLock, Timeout

from briefing.model.digest import bytes_digest

CHECKSUMS = "SHA256SUMS"
LOCK = ".lock"
#: What a build leaves for the next: doctrees, the executed notebooks, and what it was made from.
STATE = "state"
#: Stands in the folder while what every folder replaced is being removed.
COMPLETE = ".complete"


class BookError(Exception):
    """Raised when a book cannot be written; the message says where, what, and how to mend it.

    `warnings` are what was printed of it before, a line each.
    """

    def __init__(self, message: str, warnings: str = "") -> None:
        self.warnings = warnings
        super().__init__(message)


class Staging:
    """A context in which outputs are made; what is not published by its end is dropped."""

    def __init__(self, root: Path, names: Iterable[str]) -> None:
        self._root = root
        self._names = tuple(names)

    def __enter__(self) -> Self:
        self._root.mkdir(parents=True, exist_ok=True)
        self._recover()
        for name in self._names:
            _remove(self._new(name))
            self._new(name).mkdir()
        return self

    def __exit__(self, *_: object) -> None:
        for name in self._names:
            _remove(self._new(name))
        _remove(self._root / ".scratch")

    def folder(self, name: str) -> Path:
        """Return the folder in which the output of that name is made."""
        if name not in self._names:
            message = f"{name} is not being made; it is one of {', '.join(self._names)}"
            raise ValueError(message)
        return self._new(name)

    def scratch(self) -> Path:
        """Return a folder for what is not to be published."""
        folder = self._root / ".scratch"
        folder.mkdir(exist_ok=True)
        return folder

    def publish(self) -> None:
        """Let each new folder take the place of the published one: all of them, or none when one cannot be moved."""
        try:
            for name in self._names:
                if (self._root / name).exists():
                    (self._root / name).rename(self._old(name))
                self._new(name).rename(self._root / name)
        except OSError:
            for name in self._names:
                if not self._new(name).exists():
                    _remove(self._root / name)
            self._recover()
            raise
        (self._root / COMPLETE).touch()
        self._recover()

    def _recover(self) -> None:
        """End what an interrupted build began: forward when every folder had been moved, and back otherwise."""
        complete = (self._root / COMPLETE).exists()
        for old in sorted(self._root.glob(".*.old")):
            published = self._root / old.name.removeprefix(".").removesuffix(".old")
            if not complete:
                _remove(published)
                old.rename(published)
            _remove(old)
        (self._root / COMPLETE).unlink(missing_ok=True)

    def _new(self, name: str) -> Path:
        return self._root / f".{name}.new"

    def _old(self, name: str) -> Path:
        return self._root / f".{name}.old"


def recover(root: Path) -> None:
    """End what a build that was killed began to publish, unless another build is at work."""
    with suppress(Timeout), FileLock(root / LOCK, timeout=0), Staging(root, ()):
        pass


def checksums(folder: Path, name: str) -> list[str]:
    """Return digest and path of every file of a folder that is published as `name`, sorted by path."""
    paths = sorted((path.relative_to(folder).as_posix(), path) for path in folder.rglob("*") if path.is_file())
    return [f"{bytes_digest(path.read_bytes())}  {name}/{inside}" for inside, path in paths]


def write_checksums(root: Path, names: Iterable[str], known: Mapping[str, Sequence[str]]) -> None:
    """Write the digest of every file of the named folders, sorted by path, as `sha256sum --check` reads them.

    `known` holds the lines of folders whose lines are known.
    """
    lines = [line for name in sorted(names) for line in known.get(name) or checksums(root / name, name)]
    fresh = root / f".{CHECKSUMS}.new"
    fresh.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
    fresh.replace(root / CHECKSUMS)


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
