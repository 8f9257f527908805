"""The HTML of a chart and of the table it was drawn from, under any theme; and of guidance."""

from __future__ import annotations

from functools import partial

from docutils import nodes
from sphinx.addnodes import only
from sphinx.application import Sphinx
from sphinx.domains.std import StandardDomain
from sphinx.writers.html5 import HTML5Translator

from briefing.book.core import nodes as own
from briefing.book.core.directives import length
from briefing.book.core.state import get_ledger, has_record_pages
from briefing.book.html.assets import part
from briefing.book.html.catalogue import get_catalogue
from briefing.book.html.svg import RecordLink, prepare_svg


def visit_chart_image(self: HTML5Translator, node: own.chart_image) -> None:
    """Write the picture, inline, and the one drawn for a narrow page; its words are its text alternative."""
    drawn = {"wide": node["svg"], "narrow": node["svg_narrow"]} if node.get("svg_narrow") else {"only": node["svg"]}
    pictures = [
        {
            "kind": kind,
            "width": round(length(svg, "width")),
            "svg": prepare_svg(svg, f"{node['name']}-{kind}".replace("_", "-"), partial(_record_link, self)),
        }
        for kind, svg in drawn.items()
    ]
    self.body.append(part("chart.html", name=node["name"], alt=node["alt"], pictures=pictures))
    raise nodes.SkipNode


def _record_link(self: HTML5Translator, names: str) -> RecordLink | None:
    """Return the link of a mark that names records, where the build writes pages for them and the ledger has them."""
    app = self.builder.app
    ids = tuple(name.strip() for name in names.split(","))
    if not has_record_pages(app) or not all(name in get_ledger(app).record_by_id for name in ids):
        return None
    views = [get_catalogue(app).view(name) for name in ids]
    label = ", ".join(f"{view.name}{' (withdrawn)' if view.withdrawn else ''}" for view in views)
    if len(views) == 1 and views[0].says != views[0].name:
        label += f": {views[0].says}"
    return RecordLink(self.builder.get_relative_uri(self.builder.current_docname, views[0].page), ids, label)


def open_element(self: HTML5Translator, node: own.chart_data | own.guide) -> None:
    """Open the folded table of a chart, or guidance."""
    if isinstance(node, own.guide):
        self.body.append(self.starttag(node, "div", CLASS="guide"))
    else:
        self.body.append(f"{self.starttag(node, 'details', CLASS='chart-data')}<summary>Show the data</summary>\n")


def close_element(self: HTML5Translator, node: own.chart_data | own.guide) -> None:
    """Close it."""
    self.body.append("</div>\n" if isinstance(node, own.guide) else "</details>\n")


class WebNumbers(StandardDomain):
    """Sphinx's own domain, but what stands in print alone takes no number from the figures and tables of the web."""

    def get_enumerable_node_type(self, node: nodes.Node) -> str | None:
        """Return what a node is counted as."""
        kind = super().get_enumerable_node_type(node)
        around: nodes.Node | None = node if kind else None  # most nodes are no figure and no table
        while around is not None:
            if isinstance(around, only) and around["expr"] == "typst":
                return None
            around = around.parent
        return kind


def setup(app: Sphinx) -> None:
    """Register the nodes of a chart, guidance, and how figures are counted."""
    app.add_domain(WebNumbers, override=True)
    app.add_node(own.chart_image, html=(visit_chart_image, None))
    app.add_node(own.chart_data, html=(open_element, close_element))
    app.add_node(own.guide, html=(open_element, close_element))
