"""Every exported file, declared once where it is made: its name, its media type, what it is, and the function.

A module of this package that declares an export is found by itself; writing the folder, its README and the RO-Crate
are loops over the declarations. The same ledger gives the same bytes.
"""

from __future__ import annotations

import json
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from briefing.model.ledger import Ledger, Release
from briefing.versions.edition import Edition

Written = bytes | str | Mapping[str, Any] | Sequence[Any]
Writer = Callable[["Exporting"], Written]
W = TypeVar("W", bound=Writer)


class Export(NamedTuple):
    """A file of the data folder: its name, media type, what it is, and what makes it."""

    name: str
    media: str
    about: str
    write: Writer


_DECLARED: dict[str, Export] = {}


def export(name: str, *, media: str, about: str) -> Callable[[W], W]:
    """Declare a function as the writer of the file `name`; a value that is neither bytes nor text becomes JSON."""

    def declare(write: W) -> W:
        if name in _DECLARED:
            message = f"the export {name} is declared twice: {_DECLARED[name].write}, {write}"
            raise ValueError(message)
        _DECLARED[name] = Export(name, media, about, write)
        return write

    return declare


@cache
def catalogue() -> tuple[Export, ...]:
    """Return every export, sorted by name."""
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        import_module(f"{__package__}.{module.name}")
    return tuple(_DECLARED[name] for name in sorted(_DECLARED))


class Exporting:
    """What the writers read: a ledger, its edition, the releases so far, and the files that have been made."""

    def __init__(self, ledger: Ledger, edition: Edition, releases: Sequence[Release] = ()) -> None:
        self.ledger, self.edition, self.releases = ledger, edition, tuple(releases)
        self._made: dict[str, bytes] = {}

    def content(self, name: str) -> bytes:
        """Return a file's bytes, made when they are first asked for. Raises `StopIteration` for no such file."""
        if name not in self._made:
            written = next(entry for entry in catalogue() if entry.name == name).write(self)
            if not isinstance(written, bytes | str):
                written = json.dumps(written, indent=1, ensure_ascii=False) + "\n"
            self._made[name] = written if isinstance(written, bytes) else written.encode("utf-8", "surrogatepass")
        return self._made[name]


def export_files(ledger: Ledger, edition: Edition, releases: Sequence[Release] = ()) -> dict[str, bytes]:
    """Return every file by name."""
    exporting = Exporting(ledger, edition, releases)
    return {entry.name: exporting.content(entry.name) for entry in catalogue()}


def write_all(ledger: Ledger, edition: Edition, folder: Path, releases: Sequence[Release] = ()) -> None:
    """Write every export into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in export_files(ledger, edition, releases).items():
        (folder / name).write_bytes(content)
