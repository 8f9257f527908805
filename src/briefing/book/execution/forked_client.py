"""Executes chapters in forks of this process, as many at once as there are processors.

A kernel of its own for each chapter spends most of its time loading the same packages again. Here
they are loaded once; each chapter still runs alone, from the same clean state, in its own folder.
Where a process cannot be forked, MyST-NB starts kernels as it always does.
"""

from __future__ import annotations

import multiprocessing
import os
import platform
import signal
import time
from collections.abc import Iterable
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import myst_nb.sphinx_
from myst_nb.core.config import NbParserConfig
from myst_nb.core.execute import ExecutionError, NotebookClientBase
from myst_nb.core.loggers import LoggerType
from myst_nb.core.read import create_nb_reader
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from briefing.book.execution.cell_runner import Cell, Failure, Result, run_cells
from briefing.book.execution.executed import Store
from briefing.book.execution.reads import Reads, Recorder, State

if TYPE_CHECKING:
    from multiprocessing.synchronize import Semaphore

logger = logging.getLogger(__name__)

#: Loaded before the first fork: what every chapter of a briefing needs.
LOADED = (
    "briefing.exhibits.figures",
    "briefing.exhibits.tables",
    "matplotlib.pyplot",
    "matplotlib_inline.backend_inline",
    "pandas",
)
#: Seconds: how often a run is looked at, and how long a cell may go on after it was told to stop.
WATCHED_EVERY = 0.2
GRACE = 5
LANGUAGE = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
    "version": platform.python_version(),
}


class Run:
    """A chapter that is being executed in a process of its own.

    The process tells when each cell begins. What a cell does when its time is over, it is stopped from outside then.
    """

    def __init__(
        self, cells: list[Cell], path: Path, seconds: int, slots: Semaphore, state: State | None = None
    ) -> None:
        context = multiprocessing.get_context("fork")
        self.cells = cells
        self._seconds = seconds
        self._slots = slots
        self._cell = 0
        self._began: float | None = None
        self._result: Result | None = None
        self._error = ""
        self._answer, sender = context.Pipe(duplex=False)
        arguments = (cells, path.parent, seconds, slots, sender, state)
        self._process = context.Process(target=_execute, args=arguments, daemon=True)
        self._process.start()
        sender.close()

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
            while not self._done and self._answer.poll(seconds):
                said = self._answer.recv()
                if isinstance(said, Result):
                    self._result = said
                    self._end(holds_slot=False)
                    return
                self._cell, self._began = said
                seconds = 0
        except (EOFError, OSError):
            self._process.join()
            self._error = f"the process that executed it ended with code {self._process.exitcode}"
            self._end(holds_slot=self._began is not None)
            return
        if not self._done and self._began is not None and time.monotonic() > self._began + self._seconds + GRACE:
            message = f"the cell took longer than {self._seconds} seconds and was stopped"
            failure = Failure(self._cell, "CellTimeoutError", message, ())
            self._result = Result([[] for _ in range(self._cell)], failure)
            self._end(holds_slot=True)

    def abandon(self) -> None:
        """End the process without its result."""
        if not self._done:
            self._error = "it was abandoned"
            self._end(holds_slot=self._began is not None)

    @property
    def _done(self) -> bool:
        return self._result is not None or bool(self._error)

    def _end(self, *, holds_slot: bool) -> None:
        """End the process and every program that it has started; free the slot that it can no longer free itself."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(cast("int", self._process.pid), signal.SIGKILL)
        self._process.kill()
        self._process.join()
        self._answer.close()
        if holds_slot:
            self._slots.release()


def _execute(  # noqa: PLR0913, PLR0917 -- what a process is given
    cells: list[Cell], folder: Path, seconds: int, slots: Semaphore, sender: Connection, state: State | None
) -> None:
    os.setsid()  # a group of its own, so that it can be ended with every program it starts
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
    sender.close()
    os._exit(0)  # without waiting for threads that a cell has left behind


class ForkedClient(NotebookClientBase):  # type: ignore[misc]
    """Fills a notebook with the outputs of a run, or with those that were kept."""

    def start_client(self) -> None:
        started = time.perf_counter()
        result: Result = self._kwargs["result"]()
        if result.failure is not None:
            failure = result.failure
            told = "\n".join(failure.traceback) or f"{failure.name}: {failure.value}"
            cause = CellExecutionError(told, failure.name, failure.value)
            number = failure.cell
            place = f"{self._kwargs['name']}:{self.cell_line(_position(self.notebook, number))}"
            message = f"{place}: code cell {number}: {failure.name}: {failure.value}"
            raise ExecutionError(message) from cause
        code = [cell for cell in self.notebook.cells if cell.cell_type == "code"]
        for number, (cell, outputs) in enumerate(zip(code, result.outputs, strict=True), start=1):
            cell.execution_count = number
            cell.outputs = [NotebookNode(output) for output in outputs]  # type: ignore[no-untyped-call]
        self.notebook.metadata["language_info"] = NotebookNode(LANGUAGE)  # type: ignore[no-untyped-call]
        self.exec_metadata = {
            "mtime": 0.0,  # the hour of an execution is nobody's business
            "runtime": time.perf_counter() - started,
            "method": self.nb_config.execution_mode,
            "succeeded": True,
            "error": None,
            "traceback": None,
        }


class Executor:
    """Starts the chapters that are about to be read, and hands MyST-NB their outputs."""

    def __init__(self) -> None:
        self._runs: dict[str, Run] = {}
        self._slots = multiprocessing.get_context("fork").Semaphore(os.cpu_count() or 1)
        self._fallback = myst_nb.sphinx_.create_client
        self._env: BuildEnvironment
        self._store: Store

    def outdated(self, app: Sphinx, env: BuildEnvironment, *_documents: set[str]) -> set[str]:
        """Return the chapters that read something which has another value now."""
        self._env, self._store = env, Store(app)
        settings: Any = env
        if settings.mystnb_config.execution_mode != "force":
            return set()
        return {name for name in env.all_docs if self._store.find(name) is None}

    def start(self, app: Sphinx, env: BuildEnvironment, documents: list[str]) -> None:
        """Start every chapter that is to be executed; Sphinx calls this before it reads the first."""
        settings: Any = env
        if settings.mystnb_config.execution_mode != "force" or not documents:
            return
        myst_nb.sphinx_.create_client = self.client
        app.connect("build-finished", self.stop)
        for document in sorted(documents):
            path = str(env.doc2path(document))
            text = Path(path).read_text(encoding="utf-8")
            reader = create_nb_reader(path, settings.myst_config, settings.mystnb_config, text)
            cells = code_cells(reader.read(text)) if reader else []
            if not cells:
                self._store.keep(document, (), Result(reads=Reads()))
            elif self._store.find(document, cells) is None:
                self._runs[path] = self._run(cells, path, settings.mystnb_config)

    def client(
        self,
        notebook: NotebookNode,
        source: str,
        config: NbParserConfig,
        log: LoggerType,
        read_format: dict[str, object] | None = None,
    ) -> NotebookClientBase:
        """Stand in for MyST-NB's `create_client`."""
        cells = code_cells(notebook)
        if config.execution_mode != "force" or not cells:
            return self._fallback(notebook, source, config, log, read_format)
        document = str(self._env.path2doc(source))

        def result() -> Result:
            run = self._runs.pop(source, None)
            kept = self._store.find(document, cells) if run is None else None
            if kept:
                return kept
            if run is None or run.cells != cells:
                run = self._run(cells, source, config)
            made = run.result(self._runs.values())
            self._store.keep(document, cells, made)
            return made

        name = Path(source).relative_to(self._env.srcdir).as_posix()
        return ForkedClient(notebook, Path(source), config, log, result=result, name=name)

    def stop(self, app: Sphinx, error: Exception | None) -> None:
        """Give MyST-NB its own client back, and end what nobody waits for any more."""
        del app, error
        for run in self._runs.values():
            run.abandon()
        self._runs.clear()
        myst_nb.sphinx_.create_client = self._fallback

    def _run(self, cells: list[Cell], path: str, config: NbParserConfig) -> Run:
        for name in LOADED:
            import_module(name)
        return Run(cells, Path(path), int(config.execution_timeout), self._slots, self._store.state)


def code_cells(notebook: NotebookNode) -> list[Cell]:
    """Return the cells of a notebook that hold code."""
    return [
        Cell(cell.source, "raises-exception" in cell.metadata.get("tags", ()))
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


def _position(notebook: NotebookNode, number: int) -> int:
    """Return the place among all cells of the code cell of that number, counted from 1."""
    return [place for place, cell in enumerate(notebook.cells) if cell.cell_type == "code"][number - 1]


def setup(app: Sphinx) -> None:
    """Execute chapters in forks, where there are forks; elsewhere any change of the data outdates all chapters."""
    if hasattr(os, "fork"):
        executor = Executor()
        app.connect("env-get-outdated", executor.outdated)
        app.connect("env-before-read-docs", executor.start)
