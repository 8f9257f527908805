"""Folders made beside the published ones, which take their places when all of them are complete."""

import os
import shutil
import stat
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
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
        settle(self._root)
        for name in self._names:
            self._new(name).mkdir()
        return self

    def __exit__(self, *_: object) -> None:
        settle(self._root)

    def folder(self, name: str) -> Path:
        """Return the folder in which the output of that name is made."""
        if name not in self._names:
            message = f"{name} is not being made; it is one of {', '.join(self._names)}"
            raise ValueError(message)
        return self._new(name)

    def scratch(self) -> Path:
        """Return a folder for what is not to be published."""
        folder = self._new("scratch")
        folder.mkdir(exist_ok=True)
        return folder

    def publish(self, made: Mapping[str, Sequence[str]] = MappingProxyType({})) -> None:
        """Let each new folder take the place of the published one: all of them, or none when one cannot be moved.

        `made` holds the digests of the files of each; those of all that is published take their place with them.
        """
        names = (*self._names, CHECKSUMS)
        text = "".join(f"{line}\n" for line in _summed_up(self._root, made))
        self._new(CHECKSUMS).write_text(text, encoding="utf-8", newline="\n")
        try:
            for name in names:
                if (self._root / name).exists():
                    (self._root / name).rename(self._old(name))
                self._new(name).rename(self._root / name)
        except OSError:
            for name in names:
                if not self._new(name).exists():
                    _remove(self._root / name)
            raise
        (self._root / COMPLETE).touch()
        settle(self._root)

    def _new(self, name: str) -> Path:
        return self._root / f".{name}.new"

    def _old(self, name: str) -> Path:
        return self._root / f".{name}.old"


def settle(root: Path) -> None:
    """End what an interrupted build began: forward when every folder had been moved, and back otherwise.

    Raises `BookError` when a folder cannot be moved or removed.
    """
    complete = (root / COMPLETE).exists()
    for old in sorted(root.glob(".*.old")):
        published = root / old.name.removeprefix(".").removesuffix(".old")
        try:
            if not complete:
                _remove(published)
                old.rename(published)
            _remove(old)
        except OSError as error:
            what = "was replaced and cannot be removed" if complete else f"cannot be put back as {published.name}"
            message = f"{old} {what} ({error.strerror}). Do that yourself, and build again"
            raise BookError(message) from error
    (root / COMPLETE).unlink(missing_ok=True)
    for new in root.glob(".*.new"):
        _remove(new)


def recover(root: Path) -> None:
    """End what a build that was killed began to publish, unless another build is at work."""
    with suppress(Timeout, BookError), FileLock(root / LOCK, timeout=0):
        settle(root)


def checksums(folder: Path, name: str) -> list[str]:
    """Return digest and path of every file of a folder that is published as `name`, sorted by path."""
    paths = sorted((path.relative_to(folder).as_posix(), path) for path in folder.rglob("*") if path.is_file())
    return [f"{bytes_digest(path.read_bytes())}  {name}/{inside}" for inside, path in paths]


def published_checksums(root: Path) -> list[str]:
    """Return the lines of all that was published."""
    path = root / CHECKSUMS
    return path.read_text("utf-8").splitlines() if path.is_file() else []


def _summed_up(root: Path, made: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the digest of every published file, sorted by path, as `sha256sum --check` reads them.

    `made` holds the lines of each folder that was made; of another they stay, whatever became of its files since.
    """
    kept = [line for line in published_checksums(root) if line.partition("  ")[2].partition("/")[0] not in made]
    return sorted([*kept, *(line for of in made.values() for line in of)], key=lambda line: line.partition("  ")[2])


def _remove(folder: Path) -> None:
    """Remove a folder, folders in it that were made read-only too, or a file."""
    if not folder.is_dir():
        folder.unlink(missing_ok=True)
        return
    try:
        shutil.rmtree(folder)
    except PermissionError:
        folder.chmod(stat.S_IRWXU)
        for at, inner, _ in os.walk(folder):
            for name in inner:
                Path(at, name).chmod(stat.S_IRWXU)  # before it is entered
        shutil.rmtree(folder)
