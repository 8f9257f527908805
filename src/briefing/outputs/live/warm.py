"""A process that holds the last good build open, and makes one page of it anew in a fork, in a fraction of a second.

It works on a copy of the build's state, so that nothing it does can be taken for a build. What it cannot do rightly on
its own, a page whose titles or numbers other pages depend on, the build that follows makes right.
"""

import multiprocessing
import os
import shutil
import signal
from collections.abc import Iterable, Sequence
from contextlib import suppress
from io import StringIO
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from myst_nb.core.execute import ExecutionError
from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.build_phase import BuildPhase
from sphinx.util.console import nocolor
from sphinx.util.docutils import docutils_namespace, patch_docutils

from briefing.book.execution.fork import Fork
from briefing.book.html.catalogue import get_catalogue
from briefing.book.html.pages import renew
from briefing.checking.check import LedgerError
from briefing.model.layout import Layout
from briefing.outputs.products import DOCTREES, EXECUTED, book_settings
from briefing.outputs.staging import STATE


class Warm:
    """The last good build, held open in a process; `behind` when data was changed since it was loaded."""

    def __init__(self, layout: Layout, folder: Path) -> None:
        self.folder = folder
        self.behind = False
        receiver, requests = multiprocessing.Pipe(duplex=False)

        def run(sender: Connection) -> None:
            requests.close()  # so that the end of the other process is heard
            _hold_open(layout, folder, receiver, sender)

        self.task = Fork(run, daemon=False)
        self._requests = requests
        receiver.close()

    def ask(self, documents: Sequence[str]) -> None:
        """Have documents be made anew."""
        with suppress(BrokenPipeError):
            self._requests.send((sorted(documents), self.behind))

    def end(self) -> None:
        """End the process, and drop what it has written."""
        self._requests.close()
        self.task.end()
        shutil.rmtree(self.folder, ignore_errors=True)


def _hold_open(layout: Layout, folder: Path, requests: Connection, answers: Connection) -> None:
    """Load the last good build, say `ready`, and answer requests of (documents, data changed) until there are none.

    The answer is (documents made, what went wrong); pages are written to `folder/html`.
    """
    shutil.rmtree(folder, ignore_errors=True)
    for name in (DOCTREES, EXECUTED):
        if (layout.build / STATE / name).is_dir():
            shutil.copytree(layout.build / STATE / name, folder / name)
    said = StringIO()
    with patch_docutils(None), docutils_namespace():
        nocolor()  # a sink prints the codes of colours as their escapes
        app = Sphinx(
            srcdir=layout.root, confdir=None, outdir=folder / "html", doctreedir=folder / DOCTREES, buildername="html",
            confoverrides=book_settings(layout), status=StringIO(), warning=said, keep_going=True,
        )  # fmt: skip
        app.env.find_files(app.config, app.builder)
        get_catalogue(app)
        app.builder.prepare_writing(app.env.found_docs)
        _look_for_outdated(app)
        _make(app, [app.config.root_doc], said, data_changed=False)  # so that all that a page needs has been loaded
        answers.send("ready")
        working = 0
        while True:
            try:
                documents, data_changed = requests.recv()
            except EOFError:
                return
            _end(working)
            working = os.fork()
            if not working:
                os.setsid()
                said.truncate(0)
                answers.send(_make(app, documents, said, data_changed=data_changed))
                os._exit(0)


def _end(process: int) -> None:
    """End a fork that may still be at work: a newer request has come."""
    if process:
        with suppress(ProcessLookupError):
            os.killpg(process, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(process, 0)


def _make(app: Sphinx, documents: Sequence[str], said: StringIO, *, data_changed: bool) -> tuple[list[str], str]:
    known = [name for name in documents if name in app.env.found_docs and Path(app.env.doc2path(name)).is_file()]
    try:
        renew(app, data_changed=data_changed)
        if data_changed:
            _look_for_outdated(app)
        _read(app, known)
        _write(app, known)
    except (SphinxError, ExecutionError, RuntimeError, OSError) as error:
        return [], "" if isinstance(error.__cause__, LedgerError) else str(error)  # the check says it with its places
    return ([], said.getvalue()) if said.getvalue() else (known, "")


def _read(app: Sphinx, documents: Iterable[str]) -> None:
    """Read the documents as Sphinx does, and leave all others as they are."""
    env, builder = app.env, app.builder
    numbers = {name: (env.toc_fignumbers.get(name), env.toc_secnumbers.get(name)) for name in documents}
    app.phase = BuildPhase.READING
    app.emit("env-before-read-docs", env, list(documents))
    builder._read_serial(list(documents))  # noqa: SLF001 -- Sphinx reads more than what it is asked for otherwise
    if "cite" in env.domaindata:  # what a page with a bibliography holds of works was forgotten when it was read
        cite: Any = env.get_domain("cite")
        cite.env_updated()
    for name, (figures, sections) in numbers.items():
        shown = {id_ for node in env.get_doctree(name).findall(_is_numbered) for id_ in node["ids"]}
        if shown != {id_ for ids in (figures or {}).values() for id_ in ids}:
            env.check_dependents(app, set(documents))
            return
        env.toc_fignumbers |= {name: figures} if figures is not None else {}
        env.toc_secnumbers |= {name: sections} if sections is not None else {}


def _look_for_outdated(app: Sphinx) -> None:
    """Have the extension look what there is to be read now; what it finds is left to the build that follows."""
    app.emit("env-get-outdated", app.env, set(), set(), set())


def _is_numbered(node: Any) -> bool:  # noqa: ANN401 -- any node
    return node.tagname in {"figure", "table"} and bool(node["ids"])


def _write(app: Sphinx, documents: Iterable[str]) -> None:
    app.phase = BuildPhase.RESOLVING
    for name in documents:
        doctree = app.env.get_and_resolve_doctree(name, app.builder)
        app.builder.write_doc_serialized(name, doctree)
        app.builder.write_doc(name, doctree)
