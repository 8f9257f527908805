"""The PDFs: a Sphinx builder that writes Typst and compiles it, with nothing but what pip installs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.config import ENUM
from sphinx.errors import SphinxError

from briefing.book.core.nodes import line_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

BOOK, BRIEF = "briefing.pdf", "brief.pdf"


class TypstError(SphinxError):
    """The PDF cannot be made as it stands; the message says at which place, so that it can be mended."""

    category = "PDF error"


def place(node: nodes.Node, docname: str) -> str:
    """Return document and line of a node, or of the nearest node around it that knows its line."""
    line = line_of(node)
    return f"{docname}:{line}" if line else docname


def _builder(*given: Any) -> Any:  # noqa: ANN401 -- as Sphinx makes its builders
    """Make the builder; what it compiles with is loaded when a PDF is asked for, and not with the HTML."""
    from briefing.book.pdf.builder import TypstBuilder  # noqa: PLC0415

    return TypstBuilder(*given)


_builder.name = "typst"  # type: ignore[attr-defined]


def setup(app: Sphinx) -> None:
    """Register the builder and what a book may set."""
    app.add_builder(_builder)  # type: ignore[arg-type]
    app.add_config_value("briefing_pdfs", [BOOK, BRIEF], "", (list, tuple))
    app.add_config_value("briefing_brief_doc", "chapters/brief", "", (str,))
    app.add_config_value("briefing_paper", "a4", "", ENUM("a4", "us-letter"))
    app.add_config_value("briefing_contact", "", "", (str,))
    app.add_config_value("briefing_web_only", [], "", (list, tuple))
    app.add_config_value("briefing_pdf_pages", 0, "", (int,))
