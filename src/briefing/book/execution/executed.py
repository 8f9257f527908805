"""Chapters as they were executed: cells, outputs and what was read, kept beside the doctrees.

A chapter is executed again when its cells differ, or when anything that they read has another value.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from sphinx.application import Sphinx

from briefing.book.core.state import get_layout, get_ledger
from briefing.book.execution.reads import Reads, State

FOLDER = "executed"
Output = dict[str, Any]


class Failure(NamedTuple):
    """An error in a cell: the cell's number among those with code, and what Python says."""

    cell: int
    name: str
    value: str
    traceback: tuple[str, ...]


@dataclass(slots=True)
class Result:
    """The outputs of each code cell that ran, as a notebook holds them, and the error that ended it.

    `reads` is what the cells read, where that was recorded, and `digest` that of its values.
    """

    outputs: list[list[Output]] = field(default_factory=list)
    failure: Failure | None = None
    reads: Reads | None = None
    digest: str = ""


class Cell(NamedTuple):
    """A code cell: its source, and whether an error in it is part of the chapter."""

    source: str
    may_fail: bool


class Store:
    """What the chapters of one build showed and read when they were last executed."""

    def __init__(self, app: Sphinx) -> None:
        self.state = State(get_layout(app), get_ledger(app))
        self._folder = Path(app.doctreedir) / FOLDER
        self._code = str(app.config.briefing_code_digest)

    def find(self, document: str, cells: Sequence[Cell] | None = None) -> Result | None:
        """Return what a chapter showed when it still holds, for these cells where they are given."""
        try:
            kept = json.loads((self._folder / f"{document}.json").read_text("utf-8"))
            same = kept["code"] == self._code and (cells is None or kept["cells"] == [list(cell) for cell in cells])
            result = Result(kept["outputs"], reads=Reads(**kept["reads"]), digest=kept["digest"])
        except (OSError, ValueError, KeyError, TypeError):  # there is none, or it is of another version
            return None
        return result if same and result.reads and self.state.digest(result.reads) == result.digest else None

    def keep(self, document: str, cells: Sequence[Cell], result: Result) -> None:
        """Keep what a chapter showed, where what it read is known."""
        path = self._folder / f"{document}.json"
        if result.reads is None:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        told = json.dumps({"code": self._code, "cells": cells, **asdict(result)}, ensure_ascii=False)
        path.write_text(told, "utf-8", "surrogatepass")
