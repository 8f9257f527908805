"""What stops the PDF build: always with the place, so that it can be mended."""

from __future__ import annotations

from docutils import nodes
from sphinx.errors import SphinxError


class TypstError(SphinxError):
    """The PDF cannot be made as it stands."""

    category = "PDF error"


def place(node: nodes.Node, docname: str) -> str:
    """Return document and line of a node, or of the nearest node around it that knows its line."""
    nearest: nodes.Node | None = node
    while nearest is not None and not nearest.line:
        nearest = nearest.parent
    return f"{docname}:{nearest.line}" if nearest is not None and nearest.line else docname
