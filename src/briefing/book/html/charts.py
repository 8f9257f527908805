"""The HTML of a chart and of the table it was drawn from, under any theme; and of guidance."""

from __future__ import annotations

from functools import partial

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from briefing.book.core import nodes as own
from briefing.book.core.state import get_ledger, has_record_pages
from briefing.book.html.catalogue import get_catalogue
from briefing.book.html.svg import RecordLink, pixel_size, prepare_svg

#: What a reader can take along; a script fills the files.
MENU = (
    '<details class="figure-menu js-only"><summary>Take this figure</summary>'
    '<button type="button" data-take="svg">SVG</button><button type="button" data-take="png">PNG</button>'
    '<button type="button" data-take="csv">Data (CSV)</button>'
    '<button type="button" data-take="citation">Copy citation</button></details>\n'
)


def visit_chart_image(self: HTML5Translator, node: own.chart_image) -> None:
    """Write the picture, inline, and the one drawn for a narrow page; its words are its text alternative."""
    name, wide, narrow = node["name"].replace("_", "-"), node["svg"], node.get("svg_narrow", "")
    for svg, kind in ((wide, "wide"), (narrow, "narrow")) if narrow else ((wide, "only"),):
        picture = prepare_svg(svg, f"{name}-{kind}", partial(_record_link, self))
        role = "group" if "data-card" in picture else "img"
        width, _ = pixel_size(picture)
        self.body.append(
            f'<div class="chart-scroll chart-{kind}" data-width="{width}" data-name="{self.attval(node["name"])}">'
            f'<div class="chart" role="{role}" aria-label="{self.attval(node["alt"])}">{picture}</div></div>\n'
        )
    raise nodes.SkipNode


def _record_link(self: HTML5Translator, names: str) -> RecordLink | None:
    """Return the link of a mark that names records, where the build writes pages for them and the ledger has them."""
    app = self.builder.app
    ids = tuple(name.strip() for name in names.split(","))
    if not has_record_pages(app) or not all(name in get_ledger(app).record_by_id for name in ids):
        return None
    lines = [get_catalogue(app).line(name) for name in ids]
    label = ", ".join(f"{line.name}{' (withdrawn)' if line.state.withdrawn else ''}" for line in lines)
    if len(lines) == 1 and lines[0].says != lines[0].name:
        label += f": {lines[0].says}"
    return RecordLink(self.builder.get_relative_uri(self.builder.current_docname, lines[0].page), ids, label)


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
