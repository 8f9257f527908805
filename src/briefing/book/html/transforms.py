"""What is rearranged in a text before the HTML of it is written."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform


class CodeComesLast(SphinxPostTransform):
    """Puts a cell's folded code after what the cell shows."""

    default_priority = 250  # after MyST-NB has folded it
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:  # noqa: ANN401, ARG002  the signature is Sphinx's
        for code in list(self.document.findall(HideCodeCellNode)):
            cell = code.parent
            if code["classes"] == ["above-input"] and isinstance(cell, nodes.Element):
                cell.remove(code)
                cell.append(code)


def setup(app: Sphinx) -> None:
    """Register the transform."""
    app.add_post_transform(CodeComesLast)
