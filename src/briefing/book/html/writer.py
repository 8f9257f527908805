"""The HTML of tables, references and folded code; source texts and charts have modules of their own.

Nothing written here carries an inline style or script: the pages' content security policy
allows neither.
"""

from functools import partial
from typing import Any

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.nodes import traverse_parent
from sphinx.writers.html5 import HTML5Translator

from briefing.book.core import nodes as own
from briefing.book.core.direction import direction
from briefing.book.core.state import THEME
from briefing.book.html import ledger_rows, own_nodes, transforms
from briefing.book.html.assets import LEDGER_ROWS, part
from briefing.book.html.catalogue import get_catalogue
from briefing.book.html.records import Catalogue
from briefing.book.html.reference_pages import GLOSSARY

#: Layouts whose cells are not laid out as a grid of columns. They keep being tables to assistive
#: technology by explicit roles, since a browser may forget what a row is when its display changes.
RELAID = frozenset({"ledger", "judgements", "cards", "comparison"})
#: A table too wide for a phone, by its quotes or by so many columns: there its rows become cards.
STACKED = "stacked"
COLUMNS_ON_A_PHONE = 2


class BriefingTranslator(HTML5Translator):
    """Sphinx's own writer, with tables that can be read aloud and figures that follow the theme."""

    #: Layout and headings of each open table.
    _tables: list[tuple[str, list[str]]]
    _rows: ledger_rows.RowPages
    #: Words that came or went between two versions are told so, as docutils tells other words by a class.
    supported_inline_tags = HTML5Translator.supported_inline_tags | {"ins", "del"}

    def __init__(self, *arguments: Any) -> None:  # noqa: ANN401  the signature is docutils'
        super().__init__(*arguments)
        self._tables = []

    @property
    def catalogue(self) -> Catalogue:
        """The records of this build."""
        return get_catalogue(self.builder.app)

    @property
    def layout(self) -> str:
        """The layout of the table that is being written."""
        return self._tables[-1][0]

    def visit_table(self, node: nodes.Element) -> None:
        layout = node.get("layout", "table")
        headings = [entry.astext() for head in node.findall(nodes.thead) for entry in head.findall(nodes.entry)]
        quotes = any(entry.get("kind") == "quotes" for entry in node.findall(nodes.entry))
        if layout == "table" and (quotes or len(headings) > COLUMNS_ON_A_PHONE):
            layout = STACKED
        self._tables.append((layout, headings))
        more: dict[str, str] = {}
        if layout == "ledger":
            more = self._open_ledger(node)
        elif layout == "comparison":
            names = [name for row in node.findall(nodes.row) for name in row["ids"]]
            choices = ledger_rows.filters(self.catalogue, names, ledger_rows.OF_PARALLELS)
            self.body.append(part("comparison-controls.html", filters=choices, count=len(names)))
        elif layout not in RELAID:
            label = self.attval(_caption(node))
            self.body.append(f'<div class="table-scroll" role="region" tabindex="0" aria-label="{label}">\n')
        self._table_row_indices.append(0)
        self.body.append(self.starttag(node, "table", CLASS=f"layout-{layout}", **more))

    def _open_ledger(self, node: nodes.Element) -> dict[str, str]:
        """Write the filters of the ledger; return what its table says of the rows that do not stand in the page."""
        catalogue, builder = self.catalogue, self.builder
        standing = [claim.id for claim in catalogue.ledger.standing]
        choices = ledger_rows.filters(catalogue, standing, ledger_rows.OF_CLAIMS)
        given = {"filters": choices, "withdrawn": len(catalogue.ledger.claims) - len(standing)}
        root = builder.get_relative_uri(builder.current_docname, "index").removesuffix("index.html")
        given |= {"rows": f"{root}_static/{LEDGER_ROWS}", "edition": catalogue.edition}
        words = builder.get_relative_uri(builder.current_docname, GLOSSARY)
        self.body.append(part("ledger-controls.html", glossary=words, **given))
        self._rows = ledger_rows.RowPages(builder, sum(len(body) for body in node.findall(nodes.tbody)))
        return self._rows.attributes()

    def depart_table(self, node: nodes.Element) -> None:
        super().depart_table(node)
        layout, _ = self._tables.pop()
        if layout == "ledger":
            self.body.append(self._rows.finish())
        if layout not in RELAID:
            self.body.append("</div>\n")

    def visit_thead(self, node: nodes.Element) -> None:
        if not any(len(body) for body in node.parent.findall(nodes.tbody)):
            raise nodes.SkipNode  # heads over nothing
        self.body.append(self.starttag(node, "thead", **self._role("rowgroup")))

    def visit_tbody(self, node: nodes.Element) -> None:
        self.body.append(self.starttag(node, "tbody", **self._role("rowgroup")))

    def visit_row(self, node: nodes.Element) -> None:
        attributes = self._role("row")
        if self.layout in {"ledger", "comparison"}:
            attributes |= ledger_rows.row_attributes(self.catalogue, next(iter(node["ids"]), ""))
        elif self.layout in {"judgements", "cards"}:
            # The confidence of the judgement that it names first and that stands: it is drawn as a shape.
            named = next((link["judgement_id"] for link in node.findall(nodes.reference) if "judgement_id" in link), "")
            judgement = self.catalogue.ledger.judgement_by_id.get(named)
            attributes |= {"data-confidence": judgement.confidence} if judgement and not judgement.withdrawn else {}
        node["at"] = len(self.body)
        self.body.append(self.starttag(node, "tr", "", **attributes))
        node["column"] = 0

    def depart_row(self, node: nodes.Element) -> None:
        super().depart_row(node)
        if self.layout == "ledger" and isinstance(node.parent, nodes.tbody):
            self.body[node["at"] :] = self._rows.take("".join(self.body[node["at"] :]))

    def visit_entry(self, node: nodes.Element) -> None:
        row, group, headings = node.parent, node.parent.parent.parent, self._tables[-1][1]
        column = row["column"]
        row["column"] += 1 + node.get("morecols", 0)
        stubs = [spec.get("stub") for spec in group.children if isinstance(spec, nodes.colspec)]
        tag, attributes = "th", {"scope": "row"} | self._role("rowheader")
        if isinstance(row.parent, nodes.thead):
            attributes, headings = {"scope": "col"} | self._role("columnheader"), []
        elif not node.get("rowheader") and not any(stubs[column : column + 1]):
            tag, attributes = "td", self._role("cell")
        if self._role("") and column < len(headings):
            attributes["data-label"] = headings[column]
        for name, attribute in (("morerows", "rowspan"), ("morecols", "colspan")):
            if name in node:
                attributes[attribute] = str(node[name] + 1)
        if "kind" in node:
            attributes["CLASS"] = f"cell-{node['kind']}"
        self.body.append(self.starttag(node, tag, "", **attributes))
        self.context.append(f"</{tag}>\n")

    def depart_entry(self, node: nodes.Element) -> None:
        name = next(iter(node.parent["ids"]), "")
        if node.parent[0] is node and name in self.catalogue.ledger.record_by_id:
            states = self.catalogue.view(name).states
            self.body += [f'<span class="state state-{kind}">{self.encode(words)}</span> ' for kind, words in states]
        self.body.append(self.context.pop())

    def _role(self, role: str) -> dict[str, str]:
        return {"role": role} if self.layout in {*RELAID, STACKED} else {}

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
            view = self.catalogue.view(name)
            row = next((one["ids"] for one in traverse_parent(node, nodes.row)), ())
            if name in (node.get("refid"), node.get("refuri", "").removeprefix("#"), *row):
                page = self.builder.get_relative_uri(self.builder.current_docname, view.page)
                opening = opening.replace(f'href="#{name}"', f'href="{page}"')
            else:
                opening = opening.replace("<a ", f'<a data-card="{self.attval(name)}" ', 1)
            for state, _ in view.states[:1]:
                opening = opening.replace('class="', f'class="is-{state} ', 1)
        elif "card" in node:
            opening = opening.replace("<a ", f'<a data-card="{self.attval(node["card"])}" ', 1)
        self.body[position] = opening

    def depart_reference(self, node: nodes.Element) -> None:
        if "record_id" in node and self.catalogue.view(node["record_id"]).withdrawn:
            self.body.append('<span class="visually-hidden"> (withdrawn)</span>')
        super().depart_reference(node)

    def visit_record_mark(self, node: nodes.Element) -> None:
        """Write the mark that opens the card of all its records; read aloud and copied, it is their ids."""
        views = [self.catalogue.view(name) for name in node["record_ids"]]
        gone = any(view.withdrawn for view in views)
        self.body.append(part("record-mark.html", views=views, gone=gone, uri=node["refuri"]))
        raise nodes.SkipNode

    def visit_figure(self, node: nodes.Element) -> None:
        """Open a figure; its caption, which states the finding, comes first."""
        for caption in list(node.findall(nodes.caption)):
            node.remove(caption)
            node.insert(0, caption)
        self.body.append(self.starttag(node, "figure"))

    def depart_caption(self, node: nodes.Element) -> None:
        """Close a caption; docutils would take into it all that follows, which here is the picture."""
        super().depart_caption(node)
        if isinstance(node.parent, nodes.figure):
            self.body.append("</figcaption>\n")

    def depart_figure(self, node: nodes.Element) -> None:
        if "briefing-chart" in node["classes"]:
            self.body.append(part("figure-menu.html"))
        self.body.append("</figure>\n")


def _caption(table: nodes.Element) -> str:
    title = next(iter(table.findall(nodes.title)), None)
    if title is not None:
        return str(title.astext())
    figure = table.parent.previous_sibling() if isinstance(table.parent, own.chart_data) else None
    caption = next(iter(figure.findall(nodes.caption)), None) if isinstance(figure, nodes.figure) else None
    return f"Data: {caption.astext()}" if caption is not None else "Table"


def _write(self: HTML5Translator, _node: nodes.Element, *, html: str) -> None:
    self.body.append(html)


def use_translator(app: Sphinx, config: Config) -> None:
    """Write with our translator under our theme; another theme keeps its own, which may open tables its own way."""
    if config.html_theme == THEME:
        app.set_translator("html", BriefingTranslator)


def setup(app: Sphinx) -> None:
    """Register the writer and the nodes it writes."""
    app.setup_extension("myst_nb")
    app.connect("config-inited", use_translator)
    fold = partial(_write, html='<details class="code"><summary>Show the code</summary>\n')
    app.add_node(HideCodeCellNode, override=True, html=(fold, partial(_write, html="</details>\n")))
    for module in (transforms, own_nodes):
        module.setup(app)
