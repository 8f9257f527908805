"""Runs the code cells of a notebook in this process, and returns what they show.

Meant for a process that is thrown away afterwards: the shell takes over streams and display.
"""

import os
import signal
import sys
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import TextIOBase
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, cast

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from briefing.book.execution.executed import Cell, Failure, Output, Result

#: Characters that a chapter may show; a page of more is of use to nobody.
MOST_OUTPUT = 20_000_000
#: Bytes that a cell, or a program it starts, may write to one file.
MOST_IN_A_FILE = 256_000_000
#: Where Matplotlib is to draw: into the outputs of cells.
INLINE = "module://matplotlib_inline.backend_inline"


class OutputTooLargeError(BaseException):
    """Raised in a cell that shows too much. No Exception, so that a cell that catches those does not catch this."""


class CellTimeoutError(BaseException):
    """Raised in a cell that takes too long. No Exception, for the same reason."""


class _Collected:
    """What the cells of a chapter show, cell by cell, as a notebook would hold it."""

    def __init__(self) -> None:
        self.cells: list[list[Output]] = []
        self.files = {name: TemporaryFile() for name in ("stdout", "stderr")}  # noqa: SIM115 -- as long as the process
        self._read = dict.fromkeys(self.files, 0)
        self._displays: dict[str, list[Output]] = {}
        self._size = 0
        self._clear_first = False

    def begin_cell(self) -> None:
        self.cells.append([])
        self._clear_first = False

    def add(self, output: Output, display_id: str | None = None) -> None:
        """Add an output to the cell that is running; one with a display's id can be replaced later."""
        self.drain()
        self._append(output)
        if display_id:
            self._displays.setdefault(display_id, []).append(output)

    def replace(self, display_id: str, shown: Output) -> None:
        """Put other data in the place of every display of that id, whichever cell showed it."""
        for output in self._displays.get(display_id, ()):
            output.update(data=shown["data"], metadata=shown["metadata"])

    def clear(self, *, wait: bool) -> None:
        """Forget what the cell has shown: at once, or when it next shows something."""
        self.drain()
        if wait:
            self._clear_first = True
        else:
            self.cells[-1].clear()

    def write(self, name: str, text: str) -> None:
        """Add to a stream of the cell; what follows on the same stream is one output."""
        last = self.cells[-1][-1] if self.cells[-1] and not self._clear_first else {}
        if last.get("output_type") == "stream" and last["name"] == name:
            self._count(len(text))
            last["text"] += text
        elif text:
            self._append({"output_type": "stream", "name": name, "text": text})

    def drain(self) -> None:
        """Collect what other programs have written to the streams of this process since the last time."""
        for name, file in self.files.items():
            written = os.pread(file.fileno(), MOST_OUTPUT + 1, self._read[name])
            self._read[name] += len(written)
            self.write(name, written.decode("utf-8", "replace"))

    def _append(self, output: Output) -> None:
        if self._clear_first:
            self._clear_first = False
            self.cells[-1].clear()
        self._count(sum(len(str(value)) for value in output.get("data", output).values()))
        self.cells[-1].append(output)

    def _count(self, characters: int) -> None:
        self._size += characters
        if self._size > MOST_OUTPUT:
            message = f"the chapter shows more than {MOST_OUTPUT // 1_000_000} million characters"
            raise OutputTooLargeError(message)


class _Publisher(DisplayPublisher):
    """Collects what `display` shows."""

    def publish(self, data: Output, metadata: Output | None = None, *_: object, **how: Any) -> None:  # noqa: ANN401
        shown = {"output_type": "display_data", "data": _as_text(data), "metadata": metadata or {}}
        display_id = (how.get("transient") or {}).get("display_id")
        if how.get("update") and display_id:
            self.shell.collected.replace(display_id, shown)
        else:
            self.shell.collected.add(shown, display_id)

    def clear_output(self, wait: bool = False) -> None:  # noqa: FBT001, FBT002 -- IPython calls it so
        self.shell.collected.clear(wait=wait)


class _Hook(DisplayHook):
    """Collects the value of a cell's last expression."""

    def write_output_prompt(self) -> None:
        """Write none: the notebook's format has a number instead."""

    def write_format_data(self, format_dict: Output, md_dict: Output | None = None) -> None:
        result = {"output_type": "execute_result", "data": _as_text(format_dict), "metadata": md_dict or {}}
        cast("_Shell", self.shell).collected.add({**result, "execution_count": self.prompt_count})

    def finish_displayhook(self) -> None:
        """Leave the streams as they are."""
        self._is_active = False  # checked with IPython 9


class _Stream(TextIOBase):
    """A standard stream that collects what is written to it."""

    def __init__(self, name: str, collected: _Collected) -> None:
        self._name = name
        self._collected = collected

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        """Return the descriptor that other programs write to."""
        return self._collected.files[self._name].fileno()

    def write(self, text: str) -> int:
        self._collected.drain()
        self._collected.write(self._name, text)
        return len(text)


class _Shell(InteractiveShell):
    """A shell whose displays and tracebacks are collected instead of printed."""

    display_pub_class = Type(_Publisher)
    displayhook_class = Type(_Hook)
    collected: _Collected
    traceback: tuple[str, ...] = ()

    def _showtraceback(self, etype: object, evalue: object, stb: Sequence[str]) -> None:  # checked with IPython 9
        del etype, evalue
        self.traceback = tuple(stb)

    def enable_gui(self, gui: str | None = None) -> None:
        """Enable none: nobody looks at a window."""


def run_cells(cells: Sequence[Cell], folder: Path, seconds: int, begin: Callable[[int], None]) -> Result:
    """Run the cells one after the other in `folder`, each for at most `seconds`; the first error ends it.

    `begin` is called with the number of each cell, from 1, before it runs.
    """
    import resource  # noqa: PLC0415 -- Windows, which has no forks to run this in, has no such module

    os.chdir(folder)
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_IN_A_FILE, MOST_IN_A_FILE))
    InteractiveShell.clear_instance()
    shell = _Shell.instance(config=Config(HistoryManager={"enabled": False}, HistoryAccessor={"enabled": False}))
    if "matplotlib" in sys.modules:
        shell.run_line_magic("matplotlib", "inline")
    else:  # a chapter that draws nothing need not load it; one that does is told as kernels tell it
        os.environ["MPLBACKEND"] = INLINE
    shell.collected = _Collected()
    result = Result(shell.collected.cells)
    with _streams(shell.collected):
        for number, cell in enumerate(cells, start=1):
            begin(number)
            failure = _run_cell(shell, cell, number, seconds)
            if failure and not cell.may_fail:
                result.failure = failure
                break
            if failure:
                told = {"ename": failure.name, "evalue": failure.value, "traceback": list(failure.traceback)}
                shell.collected.add({"output_type": "error", **told})
    return result


def _run_cell(shell: _Shell, cell: Cell, number: int, seconds: int) -> Failure | None:
    def stop(*_: object) -> None:
        message = f"the cell took longer than {seconds} seconds"
        raise CellTimeoutError(message)

    shell.collected.begin_cell()
    signal.signal(signal.SIGALRM, stop)
    try:
        signal.setitimer(signal.ITIMER_REAL, max(seconds, 0))
        done = shell.run_cell(cell.source, store_history=True)  # type: ignore[no-untyped-call]
        error = done.error_before_exec or done.error_in_exec
        signal.setitimer(signal.ITIMER_REAL, 0)
        shell.collected.drain()
    except (CellTimeoutError, OutputTooLargeError) as raised:  # between two statements of the shell's own
        error = raised
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return Failure(number, type(error).__name__, str(error), shell.traceback) if error else None


def _as_text(data: Output) -> Output:
    """Return a bundle of formats as a notebook holds it: bytes in base 64."""
    return {mime: b64encode(value).decode() if isinstance(value, bytes) else value for mime, value in data.items()}


@contextmanager
def _streams(collected: _Collected) -> Iterator[None]:
    """Collect what Python prints, and what other programs print into the streams that they inherit."""
    kept = {number: os.dup(number) for number in (1, 2)}
    for number, file in zip(kept, collected.files.values(), strict=True):
        os.dup2(file.fileno(), number)
    try:
        with redirect_stdout(_Stream("stdout", collected)), redirect_stderr(_Stream("stderr", collected)):
            yield
    finally:
        for number, descriptor in kept.items():
            os.dup2(descriptor, number)
            os.close(descriptor)
