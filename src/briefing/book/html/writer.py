"""The HTML of tables, references and folded code; source texts and charts have modules of their own.

Nothing written here carries an inline style or script: the pages' content security policy
allows neither.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.writers.html5 import HTML5Translator

from briefing.book.core import nodes as own
from briefing.book.core.direction import direction
from briefing.book.core.state import THEME
from briefing.book.html import charts, comparison_rows, quiet, source, transforms
from briefing.book.html.catalogue import get_catalogue
from briefing.book.html.ledger_pages import CONTROLS_PLACE, RowPages
from briefing.book.html.ledger_rows import row_attributes
from briefing.book.html.records import Catalogue

#: Layouts whose cells are not laid out as a grid of columns. They keep being tables to assistive
#: technology by explicit roles, since a browser may forget what a row is when its display changes.
RELAID = frozenset({"ledger", "judgements", "cards", "comparison"})
#: A table too wide for a phone, by its quotes or by so many columns: there its rows become cards.
STACKED = "stacked"
COLUMNS_ON_A_PHONE = 3


class BriefingTranslator(HTML5Translator):
    """Sphinx's own writer, with tables that can be read aloud and figures that follow the theme."""

    _layouts: list[str]
    _headings: list[list[str]]
    _rows: RowPages

    def __init__(self, *arguments: Any) -> None:  # noqa: ANN401  the signature is docutils'
        super().__init__(*arguments)
        self._layouts = []
        self._headings = []

    @property
    def catalogue(self) -> Catalogue:
        """The records of this build."""
        return get_catalogue(self.builder.app)

    def visit_table(self, node: nodes.Element) -> None:
        layout = node.get("layout", "table")
        if layout == "table" and _too_wide_for_a_phone(node):
            layout = STACKED
        self._layouts.append(layout)
        self._headings.append(_headings(node))
        more: dict[str, str] = {}
        if layout == "ledger":
            self.body.append(CONTROLS_PLACE)
            self._rows = RowPages(self.builder, _row_count(node))
            more = self._rows.attributes()
        elif layout == "comparison":
            names = [name for row in node.findall(nodes.row) for name in row["ids"]]
            self.body.append(comparison_rows.controls(self.catalogue.ledger, names))
        if layout not in RELAID:
            label = self.attval(_caption(node))
            self.body.append(f'<div class="table-scroll" role="region" tabindex="0" aria-label="{label}">\n')
        self._table_row_indices.append(0)
        self.body.append(self.starttag(node, "table", CLASS=f"layout-{layout}", **more))

    def depart_table(self, node: nodes.Element) -> None:
        super().depart_table(node)
        if self._layouts[-1] == "ledger":
            self.body.append(self._rows.finish())
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
            attributes |= row_attributes(self.catalogue, name)
        elif layout == "comparison":
            words = comparison_rows.row_words(self.catalogue.ledger, name)
            attributes |= {f"data-{key}": " ".join(several) for key, several in words.items()}
        elif layout in {"judgements", "cards"}:
            attributes |= self._confidence(node)
        node["at"] = len(self.body)
        self.body.append(self.starttag(node, "tr", "", **attributes))
        node["column"] = 0

    def depart_row(self, node: nodes.Element) -> None:
        super().depart_row(node)
        if self._layouts[-1] == "ledger" and isinstance(node.parent, nodes.tbody):
            self.body[node["at"] :] = self._rows.take("".join(self.body[node["at"] :]))

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
        if row["ids"] and row[0] is node and row["ids"][0] in self.catalogue.ledger.record_by_id:
            states = self.catalogue.state(row["ids"][0]).words
            self.body += [f'<span class="state state-{name}">{self.encode(words)}</span> ' for name, words in states]
        self.body.append(self.context.pop())

    def visit_paragraph(self, node: nodes.Element) -> None:
        """Open a paragraph, in its language and direction where it has one of its own, and with its number."""
        position = len(self.body)
        super().visit_paragraph(node)
        if node.get("lang") and len(self.body) > position:
            own_language = f' lang="{self.attval(node["lang"])}" dir="{direction(node["lang"])}"'
            self.body[position] = self.body[position].replace("<p", f"<p{own_language}", 1)
        if number := node.get("number"):
            name = f'href="#p{number}" aria-label="Paragraph {number}"'
            self.body.append(f'<a class="paragraph-number" tabindex="-1" {name}>{number}</a>')

    def visit_inline(self, node: nodes.Element) -> None:
        """Open a run of words; words that came or went between two versions are told so."""
        change = next((name for name in ("ins", "del") if name in node["classes"]), "")
        if change:
            self.body.append(f"<{change}>")
        else:
            super().visit_inline(node)

    def depart_inline(self, node: nodes.Element) -> None:
        change = next((name for name in ("ins", "del") if name in node["classes"]), "")
        if change:
            self.body.append(f"</{change}>")
        else:
            super().depart_inline(node)

    def visit_citation(self, node: nodes.Element) -> None:
        """Open an entry of the bibliography: an item of a list, since ARIA 1.2 has dropped `doc-biblioentry`."""
        position = len(self.body)
        super().visit_citation(node)
        self.body[position:] = [part.replace("doc-biblioentry", "listitem") for part in self.body[position:]]

    def visit_reference(self, node: nodes.Element) -> None:
        position = len(self.body)
        super().visit_reference(node)
        name = node.get("record_id")
        # What a link leads to is said by its own class; Sphinx's two are a tenth of the ledger's weight.
        opening = self.body[position].replace(" reference internal", "", 1)
        if name:
            own_row = node.get("refid") == name or node.get("refuri") == f"#{name}"
            if own_row:
                page = self.builder.get_relative_uri(self.builder.current_docname, self.catalogue.line(name).page)
                opening = opening.replace(f'href="#{name}"', f'href="{page}"')
            else:
                opening = opening.replace("<a ", f'<a data-card="{self.attval(name)}" ', 1)
            for state, _ in self.catalogue.state(name).words[:1]:
                opening = opening.replace('class="', f'class="is-{state} ', 1)
        self.body[position] = opening

    def depart_reference(self, node: nodes.Element) -> None:
        name = node.get("record_id")
        if name and self.catalogue.state(name).withdrawn:
            self.body.append('<span class="visually-hidden"> (withdrawn)</span>')
        super().depart_reference(node)

    def visit_record_mark(self, node: nodes.Element) -> None:
        """Write the mark that opens the card of all its records; read aloud and copied, it is their ids."""
        names = node["record_ids"]
        gone = any(self.catalogue.state(name).withdrawn for name in names)
        said = ", ".join(f"{n} (withdrawn)" if self.catalogue.state(n).withdrawn else n for n in names)
        cards = self.attval(" ".join(names))
        state = " is-withdrawn" if gone else ""
        self.body.append(
            f'<a class="records-mark{state}" href="{self.attval(node["refuri"])}" data-card="{cards}">'
            f'<span class="visually-hidden"> ({self.encode(said)})</span>'
            f'<span aria-hidden="true">{len(names)}</span></a>'
        )
        raise nodes.SkipNode

    def visit_figure(self, node: nodes.Element) -> None:
        """Open a figure; its caption, which states the finding, comes first."""
        for caption in list(node.findall(nodes.caption)):
            node.remove(caption)
            node.insert(0, caption)
        self.body.append(self.starttag(node, "figure"))

    def depart_figure(self, node: nodes.Element) -> None:
        if "briefing-chart" in node["classes"]:
            self.body.append(charts.MENU)
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

    def _confidence(self, row: nodes.Element) -> dict[str, str]:
        """Return the confidence of the judgement that a row names first and that stands: it is drawn as a shape."""
        named = next((link["judgement_id"] for link in row.findall(nodes.reference) if "judgement_id" in link), None)
        judgement = self.catalogue.ledger.judgement_by_id.get(named or "")
        return {"data-confidence": judgement.confidence} if judgement and not judgement.withdrawn else {}

    def _role(self, role: str) -> dict[str, str]:
        return {"role": role} if self._layouts[-1] in {*RELAID, STACKED} else {}

    @staticmethod
    def _is_stub(row: nodes.Element, column: int) -> bool:
        group = row.parent.parent
        specs = [child for child in group.children if isinstance(child, nodes.colspec)]
        return column < len(specs) and bool(specs[column].get("stub"))


def _row_count(table: nodes.Element) -> int:
    return sum(len(body) for body in table.findall(nodes.tbody))


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


def use_translator(app: Sphinx, config: Config) -> None:
    """Write with our translator under our theme; another theme keeps its own, which may open tables its own way."""
    if config.html_theme == THEME:
        app.set_translator("html", BriefingTranslator)


def setup(app: Sphinx) -> None:
    """Register the writer and the nodes it writes."""
    app.setup_extension("myst_nb")
    app.connect("config-inited", use_translator)
    app.add_node(HideCodeCellNode, override=True, html=(_fold_code, _unfold_code))
    app.add_node(quiet.record_mark)
    for part in (transforms, quiet, charts, source):
        part.setup(app)
