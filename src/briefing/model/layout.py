"""Every location the package reads or writes, as pure functions of the project's root.

Nothing is created at import, and nothing here touches the disk except the search for the root.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

ROOT_VARIABLE = "BRIEFING_ROOT"


class RootNotFoundError(ValueError):
    """Raised when no folder above the working directory holds a briefing."""


class _Below:
    """A file or folder by its path below the root."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __get__(self, layout: Layout, _: object = None) -> Path:
        return layout.root / self.path


@dataclass(frozen=True, slots=True)
class Layout:
    """The folders and files of one briefing; `root` holds `_config.yml` and `data/`."""

    root: Path
    data = _Below("data")
    articles = _Below("data/articles")
    claims = _Below("data/claims")
    releases = _Below("data/releases")
    chapters = _Below("chapters")
    config = _Below("_config.yml")
    toc = _Below("_toc.yml")
    build = _Below("_build")

    def relative(self, path: Path) -> str:
        """Return `path` relative to the root, with forward slashes, for messages and records."""
        try:
            if path.is_relative_to(self.root) and ".." not in path.parts:
                return path.relative_to(self.root).as_posix()
            return path.resolve().relative_to(self.root.resolve()).as_posix()
        except (ValueError, OSError, RuntimeError):  # elsewhere, or a link that leads to itself
            return path.as_posix()


def find_layout(start: Path | None = None) -> Layout:
    """Return the layout of the briefing that `start` (the working directory) lies in.

    The environment variable `BRIEFING_ROOT` wins when it is set. Raises `RootNotFoundError`
    when no folder from `start` upwards holds both `_config.yml` and `data/`.
    """
    named = os.environ.get(ROOT_VARIABLE)
    candidates = [Path(named)] if named else [here := (start or Path.cwd()).resolve(), *here.parents]
    for folder in candidates:
        if (folder / "_config.yml").is_file() and (folder / "data").is_dir():
            return Layout(folder.resolve())
    holding = "a folder that holds _config.yml and data/"
    message = f"no briefing found at or above {candidates[0]}: run the command in {holding}"
    if named:
        message = f"no briefing found in {named}, which {ROOT_VARIABLE} names: set it to {holding}, or unset it"
    raise RootNotFoundError(message)
