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


class ReferencesStandApart(SphinxPostTransform):
    """Puts a comma between a reference to claims and the reference to a judgement that follows it."""

    default_priority = 260  # after references are resolved
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:  # noqa: ANN401, ARG002  the signature is Sphinx's
        for text in list(self.document.findall(nodes.Text)):
            parent = text.parent
            if text.strip() or not isinstance(parent, nodes.TextElement):
                continue
            at = next(n for n, child in enumerate(parent) if child is text)
            if 0 < at < len(parent) - 1 and _is_reference(parent[at - 1], -1) and _is_reference(parent[at + 1], 0):
                parent[at] = nodes.Text(", ")


def _is_reference(node: nodes.Node, side: int) -> bool:
    """Tell whether a node is, or at its side holds, a reference to a claim or a judgement."""
    if isinstance(node, nodes.reference):
        return "claim_id" in node or "judgement_id" in node
    return isinstance(node, nodes.inline) and len(node) > 0 and _is_reference(node[side], side)


def setup(app: Sphinx) -> None:
    """Register the transforms."""
    app.add_post_transform(CodeComesLast)
    app.add_post_transform(ReferencesStandApart)
