"""Executes chapters in forks of this process, as many at once as there are processors.

A kernel of its own for each chapter spends most of its time loading the same packages again. Here
they are loaded once; each chapter still runs alone, from the same clean state, in its own folder.
Where forks are not safe, MyST-NB starts kernels as it always does.
"""

import multiprocessing
import os
import platform
import re
import time
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import myst_nb.sphinx_
from myst_nb.core.config import NbParserConfig
from myst_nb.core.execute import ExecutionError, NotebookClientBase
from myst_nb.core.loggers import LoggerType
from myst_nb.core.read import create_nb_reader
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.environment import CONFIG_OK, BuildEnvironment
from sphinx.util import logging

from briefing.book.core.state import DATA, get_layout
from briefing.book.execution import CAN_FORK
from briefing.book.execution.executed import Cell, Result, Store
from briefing.book.execution.reads import Reads
from briefing.book.execution.run import Run
from briefing.reading.files import digest_of, files_in

logger = logging.getLogger(__name__)

#: Loaded before the first fork: what every chapter of a briefing needs, and what those need that draw.
_LOADED = ("IPython.core.completerlib", "IPython.core.magics", "briefing.exhibits.tables", "pandas")
_DRAWING = (
    "briefing.exhibits.figures",
    "matplotlib.backends.backend_svg",
    "matplotlib.pyplot",
    "matplotlib_inline.backend_inline",
)
#: Words of a cell that draws, as far as can be told: one without them loads by itself what it draws with.
_DRAWS = re.compile(r"\b(figures|matplotlib|mpl|plt|pyplot|plot)\b")
LANGUAGE = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
    "version": platform.python_version(),
}


@cache
def load(*, drawing: bool) -> None:
    """Load what every chapter needs, or those that draw, and do once what each would do first."""
    for name in (*_LOADED, *(_DRAWING if drawing else ())):
        import_module(name)
    from briefing.exhibits.display import template  # noqa: PLC0415

    template()
    if drawing:
        from matplotlib.backends.registry import backend_registry  # noqa: PLC0415

        backend_registry.list_all()  # type: ignore[no-untyped-call]  # looks through all installed packages


def load_ahead(app: Sphinx) -> None:
    """Load it when the data or the code is another: then chapters are executed, and a check may still go on.

    All of them when the code is: of those that are executed for other data, few draw.
    """
    data = digest_of(get_layout(app), files_in(get_layout(app).data))
    all_changed = app.env.config_status != CONFIG_OK
    if app.config.nb_execution_mode == "force" and (all_changed or getattr(app.env, DATA, "") != data):
        load(drawing=all_changed)


class ForkedClient(NotebookClientBase):  # type: ignore[misc]
    """Fills a notebook with the outputs of a run, or with those that were kept."""

    def start_client(self) -> None:
        started = time.perf_counter()
        result: Result = self._kwargs["result"]()
        if result.failure is not None:
            number, name, value, traceback = result.failure
            cause = CellExecutionError("\n".join(traceback) or f"{name}: {value}", name, value)
            places = [place for place, cell in enumerate(self.notebook.cells) if cell.cell_type == "code"]
            place = f"{self._kwargs['name']}:{self.cell_line(places[number - 1])}"
            message = f"{place}: code cell {number}: {name}: {value}"
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

    def stop(self, _app: Sphinx, _error: Exception | None) -> None:
        """Give MyST-NB its own client back, and end what nobody waits for any more."""
        for run in self._runs.values():
            run.abandon()
        self._runs.clear()
        myst_nb.sphinx_.create_client = self._fallback

    def _run(self, cells: list[Cell], path: str, config: NbParserConfig) -> Run:
        load(drawing=any(_DRAWS.search(cell.source) for cell in cells))
        return Run(cells, Path(path), int(config.execution_timeout), self._slots, self._store.state)


def code_cells(notebook: NotebookNode) -> list[Cell]:
    """Return the cells of a notebook that hold code."""
    return [
        Cell(cell.source, "raises-exception" in cell.metadata.get("tags", ()))
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


def setup(app: Sphinx) -> None:
    """Execute chapters in forks, where these are safe; elsewhere any change of the data outdates all chapters."""
    if CAN_FORK:
        executor = Executor()
        app.connect("builder-inited", load_ahead)
        app.connect("env-get-outdated", executor.outdated)
        app.connect("env-before-read-docs", executor.start)
