"""The HTML of tables, charts, references and folded code; source texts are in `html_source`.

Nothing written here carries an inline style or script: the pages' content security policy
allows neither.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from briefing.book.core import nodes as own
from briefing.book.core.state import get_ledger
from briefing.book.html import source as html_source
from briefing.book.html import transforms as html_transforms
from briefing.book.html.ledger_rows import row_attributes
from briefing.book.html.svg import pixel_size, prepare_svg
from briefing.model.ledger import Ledger

#: Layouts whose cells are not laid out as a grid of columns. They keep being tables to assistive
#: technology by explicit roles, since a browser may forget what a row is when its display changes.
RELAID = frozenset({"ledger", "judgements", "cards", "facing"})
#: A table too wide for a phone, by its quotes or by so many columns: there its rows become cards.
STACKED = "stacked"
COLUMNS_ON_A_PHONE = 3

#: Where the page's template puts the filters.
CONTROLS_PLACE = "<!--ledger-controls-->"


class BriefingTranslator(HTML5Translator):
    """Sphinx's own writer, with tables that can be read aloud and figures that follow the theme."""

    _layouts: list[str]
    _headings: list[list[str]]

    def __init__(self, *arguments: Any) -> None:  # noqa: ANN401  the signature is docutils'
        super().__init__(*arguments)
        self._layouts = []
        self._headings = []

    @property
    def ledger(self) -> Ledger:
        """The ledger of this build."""
        return get_ledger(self.builder.app)

    def visit_table(self, node: nodes.Element) -> None:
        layout = node.get("layout", "table")
        if layout == "table" and _too_wide_for_a_phone(node):
            layout = STACKED
        self._layouts.append(layout)
        self._headings.append(_headings(node))
        if layout == "ledger":
            self.body.append(CONTROLS_PLACE)
        if layout not in RELAID:
            label = self.attval(_caption(node))
            self.body.append(f'<div class="table-scroll" role="region" tabindex="0" aria-label="{label}">\n')
        self._table_row_indices.append(0)
        self.body.append(self.starttag(node, "table", CLASS=f"layout-{layout}"))

    def depart_table(self, node: nodes.Element) -> None:
        super().depart_table(node)
        self._headings.pop()
        if self._layouts.pop() not in RELAID:
            self.body.append("</div>\n")

    def visit_thead(self, node: nodes.Element) -> None:
        if not any(len(body) for body in node.parent.findall(nodes.tbody)):
            raise nodes.SkipNode  # heads over nothing
        self.body.append(self.starttag(node, "thead", **self._role("rowgroup")))

    def visit_tbody(self, node: nodes.Element) -> None:
        self.body.append(self.starttag(node, "tbody", **self._role("rowgroup")))

    def visit_row(self, node: nodes.Element) -> None:
        attributes = self._role("row")
        layout, name = self._layouts[-1], next(iter(node["ids"]), "")
        if layout == "ledger":
            attributes |= row_attributes(self.ledger, name)
        elif layout in {"judgements", "cards"}:
            attributes |= self._confidence(node)
        self.body.append(self.starttag(node, "tr", "", **attributes))
        node["column"] = 0

    def visit_entry(self, node: nodes.Element) -> None:
        row = node.parent
        column = row["column"]
        row["column"] += 1 + node.get("morecols", 0)
        tag, attributes = "td", self._role("cell")
        if isinstance(row.parent, nodes.thead):
            tag, attributes = "th", {"scope": "col"} | self._role("columnheader")
        elif node.get("rowheader") or self._is_stub(row, column):
            tag, attributes = "th", {"scope": "row"} | self._role("rowheader")
        headings = self._headings[-1]
        if attributes.get("role") in {"cell", "rowheader"} and column < len(headings):
            attributes["data-label"] = headings[column]
        for name, attribute in (("morerows", "rowspan"), ("morecols", "colspan")):
            if name in node:
                attributes[attribute] = str(node[name] + 1)
        if "kind" in node:
            attributes["CLASS"] = f"cell-{node['kind']}"
        self.body.append(self.starttag(node, tag, "", **attributes))
        self.context.append(f"</{tag}>\n")

    def depart_entry(self, node: nodes.Element) -> None:
        row = node.parent
        if self._layouts[-1] == "ledger" and row["ids"] and isinstance(row.parent, nodes.tbody) and row[0] is node:
            self.body.append(self._row_tools(row["ids"][0]))
        self.body.append(self.context.pop())

    def _row_tools(self, claim_id: str) -> str:
        """Return the link to a claim's own page, and the button that copies its citation."""
        if claim_id not in self.ledger.claim_by_id:
            return ""
        address = self.builder.get_relative_uri(self.builder.current_docname, f"claims/{claim_id}")
        return (
            f'<a href="{address}">Permanent page<span class="visually-hidden"> of {claim_id}</span></a>'
            f'<button class="cite-claim js-only" type="button" aria-label="Cite {claim_id}">Cite</button>'
        )

    def visit_citation(self, node: nodes.Element) -> None:
        """Open an entry of the bibliography: an item of a list, since ARIA 1.2 has dropped `doc-biblioentry`."""
        position = len(self.body)
        super().visit_citation(node)
        self.body[position:] = [part.replace("doc-biblioentry", "listitem") for part in self.body[position:]]

    def visit_reference(self, node: nodes.Element) -> None:
        position = len(self.body)
        super().visit_reference(node)
        card = node.get("claim_id") or node.get("judgement_id")
        # What a link leads to is said by its own class; Sphinx's two are a tenth of the ledger's weight.
        self.body[position] = self.body[position].replace(" reference internal", "", 1)
        own_row = node.get("refid") == card or node.get("refuri") == f"#{card}"
        if card and not own_row:
            self.body[position] = self.body[position].replace("<a ", f'<a data-card="{self.attval(card)}" ', 1)

    def visit_figure(self, node: nodes.Element) -> None:
        """Open a figure; its caption, which states the finding, comes first."""
        for caption in list(node.findall(nodes.caption)):
            node.remove(caption)
            node.insert(0, caption)
        self.body.append(self.starttag(node, "figure"))

    def depart_figure(self, node: nodes.Element) -> None:  # noqa: ARG002
        self.body.append("</figure>\n")

    def visit_caption(self, node: nodes.Element) -> None:
        if isinstance(node.parent, nodes.figure):
            self.body.append(self.starttag(node, "figcaption", ""))
            self.add_fignumber(node.parent)
        else:
            super().visit_caption(node)

    def depart_caption(self, node: nodes.Element) -> None:
        if isinstance(node.parent, nodes.figure):
            self.body.append("</figcaption>\n")
        else:
            super().depart_caption(node)

    def visit_chart_image(self, node: nodes.Element) -> None:
        svg = prepare_svg(node["svg"], node["name"].replace("_", "-"))
        width, _ = pixel_size(svg)
        self.body.append(
            f'<div class="chart-scroll" role="group" aria-label="Figure" tabindex="0" data-width="{width}">'
            f'<div class="chart" role="img" aria-label="{self.attval(node["alt"])}">{svg}</div></div>\n'
        )
        raise nodes.SkipNode

    def visit_chart_data(self, node: nodes.Element) -> None:
        self.body.append(self.starttag(node, "details", CLASS="chart-data"))
        self.body.append("<summary>Show the data</summary>\n")

    def depart_chart_data(self, node: nodes.Element) -> None:  # noqa: ARG002
        self.body.append("</details>\n")

    def visit_guide(self, node: nodes.Element) -> None:
        self.body.append(self.starttag(node, "div", CLASS="guide"))

    def depart_guide(self, node: nodes.Element) -> None:  # noqa: ARG002
        self.body.append("</div>\n")

    def _confidence(self, row: nodes.Element) -> dict[str, str]:
        """Return the confidence of the judgement that a row names first and that stands: it is drawn as a shape."""
        named = next((link["judgement_id"] for link in row.findall(nodes.reference) if "judgement_id" in link), None)
        judgement = self.ledger.judgement_by_id.get(named or "")
        return {"data-confidence": judgement.confidence} if judgement and not judgement.withdrawn else {}

    def _role(self, role: str) -> dict[str, str]:
        return {"role": role} if self._layouts[-1] in {*RELAID, STACKED} else {}

    @staticmethod
    def _is_stub(row: nodes.Element, column: int) -> bool:
        group = row.parent.parent
        specs = [child for child in group.children if isinstance(child, nodes.colspec)]
        return column < len(specs) and bool(specs[column].get("stub"))


def _too_wide_for_a_phone(table: nodes.Element) -> bool:
    quotes = any(entry.get("kind") == "quotes" for entry in table.findall(nodes.entry))
    return quotes or len(_headings(table)) > COLUMNS_ON_A_PHONE


def _headings(table: nodes.Element) -> list[str]:
    return [entry.astext() for head in table.findall(nodes.thead) for entry in head.findall(nodes.entry)]


def _caption(table: nodes.Element) -> str:
    title = next(iter(table.findall(nodes.title)), None)
    if title is not None:
        return str(title.astext())
    figure = table.parent.previous_sibling() if isinstance(table.parent, own.chart_data) else None
    caption = next(iter(figure.findall(nodes.caption)), None) if isinstance(figure, nodes.figure) else None
    return f"Data: {caption.astext()}" if caption is not None else "Table"


def _fold_code(self: HTML5Translator, node: nodes.Element) -> None:  # noqa: ARG001
    self.body.append('<details class="code"><summary>Show the code</summary>\n')


def _unfold_code(self: HTML5Translator, node: nodes.Element) -> None:  # noqa: ARG001
    self.body.append("</details>\n")


def setup(app: Sphinx) -> None:
    """Register the writer and the nodes it writes."""
    app.setup_extension("myst_nb")
    html_transforms.setup(app)
    app.set_translator("html", BriefingTranslator)
    app.add_node(HideCodeCellNode, override=True, html=(_fold_code, _unfold_code))
    for node in (own.chart_image, own.chart_data, own.guide):
        app.add_node(node)
    html_source.setup(app)
