"""What is rearranged in a text before the HTML of it is written."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from briefing.book.core.state import has_record_pages
from briefing.reading.settings import APPARATUS


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


class FramesFollowTheBook(SphinxPostTransform):
    """Takes pandas' own style off a cell's data frame, which the content policy refuses, and lets it scroll."""

    default_priority = 280
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:  # noqa: ANN401, ARG002  the signature is Sphinx's
        frames = [raw for raw in self.document.findall(nodes.raw) if 'class="dataframe"' in raw.astext()]
        for number, raw in enumerate(frames, start=1):
            raw.parent.replace(raw, nodes.raw("", frame_html(raw.astext(), number), format="html"))


def frame_html(text: str, number: int) -> str:
    """Return the HTML of a page's nth data frame without style, its heads saying of what they are (pandas 3.1)."""
    unstyled = re.sub(r"<style.*?</style>\s*", "", text, flags=re.DOTALL)
    plain = re.sub(r"<[a-z][^<>]*>", lambda tag: re.sub(r'\s(?:style|border)="[^"]*"', "", tag[0]), unstyled)
    head, foot, body = plain.partition("</thead>")
    scoped = head.replace("<th>", '<th scope="col">') + foot + body.replace("<th>", '<th scope="row">')
    box = f'<div class="table-scroll" role="region" tabindex="0" aria-label="Data frame {number}">'
    return box + scoped.replace('class="dataframe"', 'class="dataframe layout-table"') + "</div>"


class NumberedParagraphs(SphinxPostTransform):
    """Numbers the paragraphs of a page of findings, so that one can be named and linked to in a debate."""

    default_priority = 270
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:  # noqa: ANN401, ARG002  the signature is Sphinx's
        if not has_record_pages(self.app) or self.env.docname in self.config[APPARATUS]:
            return
        paragraphs = [p for p in self.document.findall(nodes.paragraph) if isinstance(p.parent, nodes.section)]
        for number, paragraph in enumerate(paragraphs, start=1):
            paragraph["number"] = number
            paragraph["ids"].append(f"p{number}")


def setup(app: Sphinx) -> None:
    """Register the transform."""
    app.add_post_transform(CodeComesLast)
    app.add_post_transform(FramesFollowTheBook)
    app.add_post_transform(NumberedParagraphs)
