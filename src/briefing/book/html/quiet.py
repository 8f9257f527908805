"""Quiet ids: one mark at the end of a sentence stands for all the records that the sentence rests on.

Where a run of references ends a sentence or clause, or fills a cell, readers see one mark that opens one card; an id
stays where it is itself the point: at a paragraph's start, within a clause, alone in a cell, or under words of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from briefing.book.core.state import has_record_pages

#: What may follow a run that ends its clause: punctuation, a closing bracket, or a new sentence.
CLAUSE_ENDS = re.compile(r"\s*(?:[.,;:?!)\]–—]|\n|$|\s[\W_]*[A-Z])")
BETWEEN = re.compile(r"[\s,;]*")
#: Kinds that are known by a letter and a number; the others print a name, which is no mark.
LETTERED = re.compile(r"[A-Z]\d+")


class record_mark(nodes.Inline, nodes.TextElement):  # type: ignore[misc]  # noqa: N801  docutils' way to name nodes
    """A mark for `record_ids`, its text; `refuri` leads to the first of them."""


class QuietReferences(SphinxPostTransform):
    """Puts one mark in the place of a run of references."""

    default_priority = 260  # after references are resolved
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:  # noqa: ANN401, ARG002  the signature is Sphinx's
        if not has_record_pages(self.app):
            return
        for parent in list(self.document.findall(nodes.TextElement)):
            for run in reversed(list(_runs(parent))):
                if _is_quiet(parent, run):
                    _replace(parent, run)


def _runs(parent: nodes.Element) -> Iterator[range]:
    """Yield the positions of each run of references, with what stands between them, first to last."""
    start, last = -1, -1
    for position, child in enumerate(parent):
        if _is_reference(child):
            start, last = (position if start < 0 else start), position
        elif start >= 0 and not (isinstance(child, nodes.Text) and BETWEEN.fullmatch(child)):
            yield range(start, last + 1)
            start = -1
    if start >= 0:
        yield range(start, last + 1)


def _is_reference(node: nodes.Node) -> bool:
    return isinstance(node, nodes.reference) and "record_id" in node and bool(LETTERED.fullmatch(node.astext()))


def _is_quiet(parent: nodes.Element, run: range) -> bool:
    before = "".join(child.astext() for child in parent[: run.start])
    after = "".join(child.astext() for child in parent[run.stop :])
    if not before.strip():
        return len(run) > 1 and not after.strip() and isinstance(parent.parent, nodes.entry)
    return bool(CLAUSE_ENDS.match(after))


def _replace(parent: nodes.Element, run: range) -> None:
    links = [child for child in parent[run.start : run.stop] if isinstance(child, nodes.reference)]
    names = list(dict.fromkeys(link["record_id"] for link in links))
    uri = links[0].get("refuri") or f"#{links[0]['refid']}"
    mark = record_mark("", "", nodes.Text(f" {', '.join(names)}"), record_ids=names, refuri=uri)
    parent[run.start : run.stop] = [mark]
    before = parent[run.start - 1] if run.start else None
    if isinstance(before, nodes.Text) and before.rstrip() != before:
        parent[run.start - 1] = nodes.Text(before.rstrip())


def setup(app: Sphinx) -> None:
    """Register the transform."""
    app.add_post_transform(QuietReferences)
