"""The Sphinx extension: claim links, tables and charts, marked source texts, and no stale page."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from briefing.sphinx_ext import directives, domain, execution, freshness, html, nodes_html, typst


def setup(app: Sphinx) -> ExtensionMetadata:
    """Set the extension up; Sphinx calls this."""
    # Jupyter Book sets it whether or not the extension that it belongs to is loaded.
    app.add_config_value("comments_config", {}, "", (dict,))
    for part in (nodes_html, domain, directives, freshness, execution, html, typst):
        part.setup(app)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
