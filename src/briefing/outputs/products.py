"""One execution of the chapters to the products that are wanted, each into its staging folder.

Sphinx has the configuration that `jupyter-book build` would use. All its runs share one folder of doctrees and executed
notebooks, so that only the first of them executes the chapters. It is made beside that of the last good build and takes
its place together with the outputs: what a build that was interrupted has read is never taken for what lies on disk.
"""

import os
import re
import shutil
import sys
from collections.abc import Mapping
from contextlib import suppress
from io import StringIO
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

from jupyter_book.config import get_final_config
from myst_nb.core.execute import ExecutionError
from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.console import nocolor
from sphinx.util.docutils import docutils_namespace, patch_docutils

from briefing.book.core.printed import COUNTED, WRITTEN
from briefing.book.core.state import set_ledger
from briefing.book.execution.run import abandon_all
from briefing.book.html.kept import NAME, files_written
from briefing.model.digest import bytes_digest
from briefing.model.layout import Layout
from briefing.outputs.checked import Checked
from briefing.outputs.progress import Progress
from briefing.outputs.staging import STATE, BookError, Staging, published_checksums
from briefing.reading.releases import read_releases

Product = Literal["html", "pdf", "brief", "notebooks", "data"]
PRODUCTS: tuple[Product, ...] = get_args(Product)
PDFS: dict[Product, tuple[str, ...]] = {"pdf": ("briefing.pdf",), "brief": ("brief.pdf", "brief.docx")}
DOCTREES = "doctrees"
#: Where MyST-NB leaves the notebooks it has executed, beside the folder of the output (checked with 1.4).
EXECUTED = "jupyter_execute"
#: Files of the output that are, so far, those of the last build.
_linked: set[str] = set()
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


class Run(NamedTuple):
    """What the parts of one build share: the checked evidence, the folder of the state, and who is told of progress."""

    layout: Layout
    checked: Checked
    state: Path
    progress: Progress


def make(run: Run, staging: Staging, only: Product | None) -> None:
    """Write the wanted products into their staging folders; the first step executes the chapters."""
    layout, checked, state, progress = run
    wanted = {only} if only else set(PRODUCTS)
    take_over(layout.build / STATE, state)
    if "html" in wanted:
        write_book(run, "html", staging.folder("html"), layout.build / "html")
    if wanted & {"pdf", "brief"}:
        _write_pdf(run, staging.folder("pdf"), wanted)
    if "notebooks" in wanted:
        if "html" not in wanted:
            write_book(run, "dummy", staging.scratch())
        from briefing.outputs.notebooks import write_notebooks  # noqa: PLC0415

        with progress.step("write notebooks"):
            write_notebooks(layout, checked.ledger, checked.edition, state, staging.folder("notebooks"))
    if "data" in wanted:
        from briefing.exports.catalogue import write_all  # noqa: PLC0415

        progress.say("writing data")
        with progress.step("write data"):
            write_all(checked.ledger, checked.edition, staging.folder("data"), read_releases(layout))
    if only is None:
        from briefing.outputs.downloads import copy_downloads  # noqa: PLC0415

        with progress.step("pack downloads"):
            folders = [staging.folder(name) for name in ("pdf", "notebooks", "data")]
            copy_downloads(layout, staging.folder("html"), folders)


def _write_pdf(run: Run, folder: Path, wanted: set[Product]) -> None:
    """Write the wanted PDFs; one that is not wanted stays, if it lies as it was published."""
    lines = published_checksums(run.layout.build)
    for name in (name for product, names in PDFS.items() if product not in wanted for name in names):
        published = run.layout.build / "pdf" / name
        content = published.read_bytes() if published.is_file() else b""
        if f"{bytes_digest(content)}  pdf/{name}" in lines:
            (folder / name).write_bytes(content)
    made = [name for product, names in PDFS.items() if product in wanted for name in names]
    write_book(run, "typst", folder, briefing_pdfs=made)


def take_over(last: Path, state: Path) -> None:
    """Begin a build's state as a copy of the last good build's, where there is one."""
    for name in (DOCTREES, EXECUTED):
        if (last / name).is_dir():
            shutil.copytree(last / name, state / name)


def write_book(run: Run, builder: str, folder: Path, last: Path | None = None, **changes: object) -> None:
    """Write the book with a Sphinx builder into `folder`; a warning is an error.

    `last` is the output of the last good build: pages that still stand are taken from there. `changes` are values of
    the configuration that differ for this run.
    """
    layout, checked, state, progress = run
    output = state / builder
    shutil.copytree(folder, output, dirs_exist_ok=True)
    if last:
        _carry_over(last, output, state / DOCTREES / NAME)
    warnings = _Heard()
    # The namespaces keep what one run registers with docutils from the next.
    with patch_docutils(None), docutils_namespace():
        app: Sphinx | None = None
        nocolor()  # messages pass a sink that prints the codes of colours as their escapes
        try:
            app = Sphinx(
                srcdir=layout.root,
                confdir=None,
                outdir=output,
                doctreedir=state / DOCTREES,
                buildername=builder,
                confoverrides=book_settings(layout) | changes,
                status=StringIO(),
                warning=warnings,
                warningiserror=True,
                keep_going=True,
            )
            set_ledger(app, checked.ledger, checked.edition)
            warnings.pass_on()
            app.connect("source-read", lambda _app, document, _text: progress.read_begins(document))
            app.connect("doctree-read", lambda _app, _tree: progress.read_ends(), priority=900)
            app.connect(COUNTED, lambda _app, counts: progress.say(_counted(counts)))
            app.connect(WRITTEN, lambda _app, line: progress.say(f"  {line}"))
            progress.say(f"writing {builder}")
            with progress.step(f"write {builder}"):
                app.build()
        except (SphinxError, ExecutionError, RuntimeError) as error:
            if checked.in_order:
                warnings.pass_on()
            raise BookError(_explain(layout, app, builder, error)) from error
        finally:
            abandon_all()  # Sphinx itself tells nobody that it was interrupted
        if app.statuscode:
            message = f"{builder}: the warnings above are errors"
            raise BookError(message, warnings.getvalue())
    shutil.rmtree(folder)
    output.rename(folder)


class _Heard(StringIO):
    """Keeps what is said, and passes it on to standard error: before the check is over nothing."""

    _passes = False

    def write(self, text: str) -> int:
        if self._passes:
            sys.stderr.write(text)
        return super().write(text)

    def pass_on(self) -> None:
        """Pass on what was said so far, and whatever is said from now on."""
        if not self._passes:
            sys.stderr.write(self.getvalue())
        self._passes = True


def _carry_over(last: Path, output: Path, written: Path) -> None:
    """Link what the last build has written, as far as it is still there.

    Whoever writes into such a file writes into one of its own: what is published stays as it is until all is made.
    """
    if not _linked:
        sys.addaudithook(_part)
    found = [name for name in files_written(written) if (last / name).is_file()]
    for folder in {(output / name).parent for name in found}:
        folder.mkdir(parents=True, exist_ok=True)
    for name in found:
        try:
            os.link(last / name, output / name)
        except OSError:  # not every file system has links
            shutil.copy2(last / name, output / name)
    _linked.update(os.path.abspath(output / name) for name in found)  # noqa: PTH100 -- as it is opened


def _part(event: str, arguments: tuple[Any, ...]) -> None:
    """Give a linked file that is about to be opened for writing a place of its own."""
    if event == "open" and arguments[2] & os.O_ACCMODE != os.O_RDONLY and isinstance(arguments[0], str):
        path = os.path.abspath(arguments[0])  # noqa: PTH100 -- links are not followed
        if path in _linked:
            _linked.remove(path)
            with suppress(FileNotFoundError):  # it did not stand
                if not arguments[2] & os.O_TRUNC:
                    shutil.copy2(path, f"{path}.apart")
                    os.replace(f"{path}.apart", path)  # noqa: PTH105
                else:
                    os.unlink(path)  # noqa: PTH108


def book_settings(layout: Layout) -> dict[str, Any]:
    """Return the configuration of the book, as `jupyter-book build` makes it of `_config.yml`."""
    settings, _ = get_final_config(
        user_yaml=layout.config,
        cli_config={"external_toc_path": layout.toc.as_posix(), "latex_individualpages": False},
        sourcedir=layout.root,
    )
    return dict(settings)


def _explain(layout: Layout, app: Sphinx | None, builder: str, error: Exception) -> str:
    """Return where the build failed and why, without a traceback through Sphinx."""
    what = COLOURS.sub("", str(error)).strip()
    if isinstance(error, ExecutionError):
        return what
    document = app.env.temp_data.get("docname") if app and app.env else None
    place = layout.relative(Path(app.env.doc2path(document))) if app and document else builder
    return f"{place}: {what}"


def _counted(counts: Mapping[str, int]) -> str:
    return "  words: " + ", ".join(f"{name.replace('_', ' ')} {count:,}" for name, count in counts.items())
