"""A chapter executed in a fork of this process, watched from outside, and ended with all that it has started."""

from __future__ import annotations

import time
from collections.abc import Iterable
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, cast
from weakref import WeakSet

from briefing.book.execution.cell_runner import run_cells
from briefing.book.execution.executed import Cell, Failure, Result
from briefing.book.execution.fork import Fork
from briefing.book.execution.reads import Recorder, State

if TYPE_CHECKING:
    from multiprocessing.synchronize import Semaphore

#: Seconds: how often a run is looked at, and how long a cell may go on after it was told to stop.
WATCHED_EVERY = 0.2
GRACE = 5
_runs: WeakSet[Run] = WeakSet()


class Run:
    """A chapter that is being executed in a process of its own.

    The process tells when each cell begins. What a cell does when its time is over, it is stopped from outside then.
    """

    def __init__(
        self, cells: list[Cell], path: Path, seconds: int, slots: Semaphore, state: State | None = None
    ) -> None:
        self.cells = cells
        self._seconds = seconds
        self._slots = slots
        self._cell = 0
        self._began: float | None = None
        self._result: Result | None = None
        self._error = ""
        self._fork = Fork(partial(_execute, cells, path.parent, seconds, slots, state))
        _runs.add(self)

    def result(self, others: Iterable[Run] = ()) -> Result:
        """Wait for the result, and stop this run or one of the others that takes too long.

        Raises `RuntimeError` when the process ends without a result.
        """
        while not self._done:
            self.watch(WATCHED_EVERY)
            for other in others:
                other.watch(0)
        if self._error:
            raise RuntimeError(self._error)
        return cast("Result", self._result)

    def watch(self, seconds: float) -> None:
        """Take up what the process says, waiting at most `seconds` for it, and stop it when its time is over."""
        try:
            while not self._done and self._fork.answers.poll(seconds):
                said, seconds = self._fork.answers.recv(), 0
                if isinstance(said, Result):
                    self._result, self._began = said, None  # its slot is free
                    self._fork.end()
                else:
                    self._cell, self._began = said
        except (EOFError, OSError):
            self._end(f"the process that executed it ended with code {self._fork.exit_code()}")
        if not self._done and self._began is not None and time.monotonic() > self._began + self._seconds + GRACE:
            message = f"the cell took longer than {self._seconds} seconds and was stopped"
            failure = Failure(self._cell, "CellTimeoutError", message, ())
            self._result = Result([[] for _ in range(self._cell)], failure)
            self._end()

    def abandon(self) -> None:
        """End the process without its result."""
        if not self._done:
            self._end("it was abandoned")

    @property
    def _done(self) -> bool:
        return self._result is not None or bool(self._error)

    def _end(self, error: str = "") -> None:
        """End the process and every program that it has started; free the slot that it can no longer free itself."""
        self._error = error
        self._fork.end()
        if self._began is not None:
            self._slots.release()


def _execute(  # noqa: PLR0913, PLR0917 -- what a process is given
    cells: list[Cell], folder: Path, seconds: int, slots: Semaphore, state: State | None, sender: Connection
) -> None:
    recorder = Recorder(state) if state else None

    def begin(number: int) -> None:
        if recorder and number == 1:
            recorder.start()
        sender.send((number, time.monotonic()))

    with slots:
        result = run_cells(cells, folder, seconds, begin)
        if state and recorder and not result.failure:
            result.reads = recorder.stop()
            result.digest = state.digest(result.reads)
    # Sent after the slot is free: the pipe may be full until the chapter's turn comes to be read.
    sender.send(result)


def abandon_all() -> None:
    """End every chapter that is still being executed, and every program that it has started."""
    for run in list(_runs):
        run.abandon()
