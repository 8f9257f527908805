"""The Sphinx extension: claim links, tables and charts, marked source texts, and no stale page."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

#: Set up in this order; loaded when Sphinx asks, since who wants one module of this floor does not want Sphinx.
PARTS = (
    "html.writer", "core.bibliography", "core.domain", "core.directives", "core.printed", "core.state",
    "execution.forked_client", "html.pages", "pdf",
)  # fmt: skip


def setup(app: Sphinx) -> ExtensionMetadata:
    """Set the extension up; Sphinx calls this."""
    # Jupyter Book sets it whether or not the extension that it belongs to is loaded.
    app.add_config_value("comments_config", {}, "", (dict,))
    for part in PARTS:
        import_module(f"{__name__}.{part}").setup(app)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
