"""One run of Sphinx over the book, with the configuration that `jupyter-book build` would use.

All runs share one folder of doctrees, also with `jupyter-book build`, so that only the first of
them executes the chapters.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

from jupyter_book.config import get_final_config
from myst_nb.core.execute import ExecutionError
from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.docutils import docutils_namespace, patch_docutils

from briefing.model.layout import Layout

DOCTREES = ".doctrees"
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


class BookError(Exception):
    """Raised when a book cannot be written; the message says where, what, and how to mend it."""


def write_book(layout: Layout, builder: str, folder: Path, say: Callable[[str], None], **changes: object) -> None:
    """Write the book with a Sphinx builder into `folder`; a warning is an error.

    `changes` are values of the configuration that differ for this run.
    """
    say(f"writing {builder}")
    settings = book_settings(layout) | changes
    # The namespaces keep what one run registers with docutils from the next.
    with patch_docutils(None), docutils_namespace():
        app: Sphinx | None = None
        try:
            app = Sphinx(
                srcdir=layout.root,
                confdir=None,
                outdir=folder,
                doctreedir=layout.build / DOCTREES,
                buildername=builder,
                confoverrides=settings,
                status=StringIO(),
                warning=sys.stderr,
                warningiserror=True,
                keep_going=True,
            )
            app.connect("source-read", lambda _app, document, _text: say(f"  reading {document}"))
            app.build()
        except (SphinxError, ExecutionError, RuntimeError) as error:
            raise BookError(_explain(layout, app, builder, error)) from error
        if app.statuscode:
            message = f"{builder}: the warnings above are errors"
            raise BookError(message)


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
