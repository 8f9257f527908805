"""Runs the code cells of a notebook in this process, and returns what they show.

Meant for a process that is thrown away afterwards: the shell takes over streams and display.
"""

from __future__ import annotations

import os
import signal
import sys
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import TextIOBase
from pathlib import Path
from types import FrameType
from typing import Any, cast

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

Output = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Failure:
    """An error in a cell: the cell's number among those with code, and what Python says."""

    cell: int
    name: str
    value: str
    traceback: tuple[str, ...]


@dataclass(slots=True)
class Result:
    """The outputs of each code cell that ran, as a notebook holds them, and the error that ended it."""

    outputs: list[list[Output]] = field(default_factory=list)
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A code cell: its source, and whether an error in it is part of the chapter."""

    source: str
    may_fail: bool


class _Publisher(DisplayPublisher):
    """Collects what `display` shows."""

    def publish(self, data: Output, metadata: Output | None = None, source: object = None, **_: object) -> None:
        del source
        shown = {"output_type": "display_data", "data": _as_text(data), "metadata": metadata or {}}
        self.shell.collected.append(shown)


class _Hook(DisplayHook):
    """Collects the value of a cell's last expression."""

    def write_output_prompt(self) -> None:
        """Write none: the notebook's format has a number instead."""

    def write_format_data(self, format_dict: Output, md_dict: Output | None = None) -> None:
        result = {"output_type": "execute_result", "data": _as_text(format_dict), "metadata": md_dict or {}}
        cast("_Shell", self.shell).collected.append({**result, "execution_count": self.prompt_count})

    def finish_displayhook(self) -> None:
        """Leave the streams as they are."""
        self._is_active = False


class _Stream(TextIOBase):
    """A standard stream that collects what is written to it."""

    def __init__(self, name: str, collected: list[Output]) -> None:
        self._name = name
        self._collected = collected

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        last = self._collected[-1] if self._collected else {}
        if last.get("output_type") == "stream" and last["name"] == self._name:
            last["text"] += text
        else:
            self._collected.append({"output_type": "stream", "name": self._name, "text": text})
        return len(text)


class _Shell(InteractiveShell):
    """A shell whose displays and tracebacks are collected instead of printed."""

    display_pub_class = Type(_Publisher)
    displayhook_class = Type(_Hook)
    collected: list[Output]
    traceback: tuple[str, ...] = ()

    def _showtraceback(self, etype: object, evalue: object, stb: Sequence[str]) -> None:
        del etype, evalue
        self.traceback = tuple(stb)

    def enable_gui(self, gui: str | None = None) -> None:
        """Enable none: nobody looks at a window."""


def run_cells(cells: Sequence[Cell], folder: Path, seconds: int) -> Result:
    """Run the cells one after the other in `folder`, each for at most `seconds`; the first error ends it."""
    os.chdir(folder)
    InteractiveShell.clear_instance()
    shell = _Shell.instance(config=Config(HistoryManager={"enabled": False}, HistoryAccessor={"enabled": False}))
    shell.run_line_magic("matplotlib", "inline")
    result = Result()
    for number, cell in enumerate(cells, start=1):
        collected: list[Output] = []
        shell.collected = collected
        with _streams(collected), _limit(seconds):
            done = shell.run_cell(cell.source, store_history=True)  # type: ignore[no-untyped-call]
        result.outputs.append(collected)
        error = done.error_before_exec or done.error_in_exec
        if error is None:
            continue
        failure = Failure(number, type(error).__name__, str(error), shell.traceback)
        if not cell.may_fail:
            result.failure = failure
            return result
        collected.append(_error_output(failure))
    return result


def _as_text(data: Output) -> Output:
    """Return a bundle of formats as a notebook holds it: bytes in base 64."""
    return {mime: b64encode(value).decode() if isinstance(value, bytes) else value for mime, value in data.items()}


def _error_output(failure: Failure) -> Output:
    said = {"ename": failure.name, "evalue": failure.value, "traceback": list(failure.traceback)}
    return {"output_type": "error", **said}


@contextmanager
def _streams(collected: list[Output]) -> Iterator[None]:
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = _Stream("stdout", collected), _Stream("stderr", collected)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


@contextmanager
def _limit(seconds: int) -> Iterator[None]:
    def stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        message = f"the cell took longer than {seconds} seconds"
        raise TimeoutError(message)

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, max(seconds, 0))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
