"""Runs commands in forks of a process that has loaded them once: loading is two thirds of a small build's time.

What a fresh process alone can prove (that a command loads what it needs, that nothing hangs on the order of a set) is
proved by those builds that are still started as a user starts them.
"""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

#: What a build loads.
LOADED = (
    "briefing.book.core.bibliography",
    "briefing.book.core.directives",
    "briefing.book.execution.forked_client",
    "briefing.book.html.pages",
    "briefing.book.html.writer",
    "briefing.book.pdf.builder",
    "briefing.commands.cli",
    "briefing.exhibits.figures",
    "briefing.exhibits.tables",
    "briefing.exports.catalogue",
    "briefing.outputs.build",
    "briefing.outputs.downloads",
    "briefing.outputs.notebooks",
    "briefing.outputs.products",
    "jupyter_book.cli.main",
    "matplotlib.pyplot",
    "matplotlib_inline.backend_inline",
    "myst_nb.sphinx_ext",
    "sphinx_book_theme",
    "sphinx_external_toc",
    "sphinxcontrib.bibtex",
)
SECONDS = 300
Program = Callable[[list[str]], None]
context = multiprocessing.get_context("forkserver")
context.set_forkserver_preload(list(LOADED))


def run_forked(
    program: Program, arguments: list[str], root: Path, package: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a program in a briefing's folder as `subprocess.run` runs a command, and wait for it `SECONDS` at most.

    `package` is the folder of a copy of the package that is loaded instead of this checkout's.
    """
    environment = {**os.environ, "BRIEFING_ROOT": str(root)}
    with tempfile.TemporaryDirectory() as said:
        process = context.Process(target=_become, args=(program, arguments, environment, package, Path(said)))
        process.start()
        process.join(SECONDS)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(arguments, SECONDS)
        out, err = (Path(said, name).read_text("utf-8") for name in ("1", "2"))
    return subprocess.CompletedProcess(arguments, process.exitcode, out, err)


def briefing(arguments: list[str]) -> None:
    """Stand for `python -m briefing`."""
    from briefing.commands.cli import main  # noqa: PLC0415 -- in the loaded process, not in that of the tests

    raise SystemExit(main(arguments))


def jupyter_book(arguments: list[str]) -> None:
    """Stand for `jupyter-book`."""
    from jupyter_book.cli.main import main  # noqa: PLC0415

    main(arguments)


def python(arguments: list[str]) -> None:
    """Stand for `python -c`."""
    exec(arguments[0], {"__name__": "__main__"})  # noqa: S102 -- a test's own lines


def _become(
    program: Program, arguments: list[str], environment: Mapping[str, str], package: Path | None, said: Path
) -> None:
    """Turn this process into the program; what it says goes into the files `1` and `2` of a folder."""
    for stream in (1, 2):
        os.dup2(os.open(said / str(stream), os.O_WRONLY | os.O_CREAT), stream)
    if package is not None:
        for name in [name for name in sys.modules if name.partition(".")[0] == "briefing"]:
            del sys.modules[name]
        sys.path.insert(0, str(package))
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(environment["BRIEFING_ROOT"])
    sys.argv = [program.__name__, *arguments]
    program(arguments)
