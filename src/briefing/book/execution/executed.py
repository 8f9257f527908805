"""Chapters as they were last executed: cells, outputs and what was read, kept beside the doctrees.

A chapter is executed again when its cells differ, or when anything that they read has another value.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from sphinx.application import Sphinx

from briefing.book.core.state import get_layout, get_ledger
from briefing.book.execution.cell_runner import Cell, Result
from briefing.book.execution.reads import Reads, State

FOLDER = "executed"


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
            same = kept["code"] == self._code and (cells is None or kept["cells"] == [_plain(cell) for cell in cells])
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
        told = {"code": self._code, "cells": [_plain(cell) for cell in cells], **asdict(result)}
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(told, ensure_ascii=False), "utf-8", "surrogatepass")


def _plain(cell: Cell) -> list[object]:
    return [cell.source, cell.may_fail]
