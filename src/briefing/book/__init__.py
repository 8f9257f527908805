"""The Sphinx extension: claim links, tables and charts, marked source texts, and no stale page."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from briefing.book import pdf as typst
from briefing.book.core import bibliography, directives, domain, freshness, printed
from briefing.book.execution import forked_client as execution
from briefing.book.html import pages as html
from briefing.book.html import writer as nodes_html


def setup(app: Sphinx) -> ExtensionMetadata:
    """Set the extension up; Sphinx calls this."""
    # Jupyter Book sets it whether or not the extension that it belongs to is loaded.
    app.add_config_value("comments_config", {}, "", (dict,))
    for part in (nodes_html, bibliography, domain, directives, printed, freshness, execution, html, typst):
        part.setup(app)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
