"""The HTML of a chart and of the table it was drawn from, under any theme; and of guidance."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from briefing.book.core import nodes as own
from briefing.book.html.svg import pixel_size, prepare_svg


def visit_chart_image(self: HTML5Translator, node: own.chart_image) -> None:
    """Write the picture, inline; its words are its text alternative."""
    svg = prepare_svg(node["svg"], node["name"].replace("_", "-"))
    width, _ = pixel_size(svg)
    self.body.append(
        f'<div class="chart-scroll" role="group" aria-label="Figure" tabindex="0" data-width="{width}">'
        f'<div class="chart" role="img" aria-label="{self.attval(node["alt"])}">{svg}</div></div>\n'
    )
    raise nodes.SkipNode


def visit_chart_data(self: HTML5Translator, node: own.chart_data) -> None:
    """Open the folded table."""
    self.body.append(self.starttag(node, "details", CLASS="chart-data"))
    self.body.append("<summary>Show the data</summary>\n")


def depart_chart_data(self: HTML5Translator, node: own.chart_data) -> None:  # noqa: ARG001  docutils' signature
    """Close the folded table."""
    self.body.append("</details>\n")


def visit_guide(self: HTML5Translator, node: own.guide) -> None:
    """Open guidance."""
    self.body.append(self.starttag(node, "div", CLASS="guide"))


def depart_guide(self: HTML5Translator, node: own.guide) -> None:  # noqa: ARG001
    """Close guidance."""
    self.body.append("</div>\n")


def setup(app: Sphinx) -> None:
    """Register the nodes of a chart, and guidance."""
    app.add_node(own.chart_image, html=(visit_chart_image, None))
    app.add_node(own.chart_data, html=(visit_chart_data, depart_chart_data))
    app.add_node(own.guide, html=(visit_guide, depart_guide))
