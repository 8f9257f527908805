"""The PDFs: a Sphinx builder that writes Typst and compiles it, with nothing but what pip installs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx.config import ENUM

if TYPE_CHECKING:
    from sphinx.application import Sphinx

BOOK, BRIEF = "briefing.pdf", "brief.pdf"
PAPERS = ("a4", "us-letter")


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
    app.add_config_value("briefing_paper", PAPERS[0], "", ENUM(*PAPERS))
    app.add_config_value("briefing_contact", "", "", (str,))
    app.add_config_value("briefing_web_only", [], "", (list, tuple))
    app.add_config_value("briefing_pdf_pages", 0, "", (int,))
