"""The directives that a chapter's cells print: a table, a chart, a source text; and guidance.

The body of a table or chart is the JSON of `briefing.exhibits.display`: the words that are printed, and where they
lead. No word in it is markup, and none is looked up here.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, ClassVar, Literal

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from briefing.book.core import nodes as own
from briefing.book.core.domain import references
from briefing.book.core.source_text import article_nodes
from briefing.book.core.state import get_ledger

#: Relative widths of columns by what they hold; a builder is free to choose others.
WIDTHS = {"number": 8, "claims": 12, "judgements": 12, "articles": 14, "head": 20, "text": 30, "quotes": 44}
PIXELS = {"pt": 4 / 3, "px": 1.0, "": 1.0}

Payload = Mapping[str, Any]


class TableDirective(SphinxDirective):
    """`briefing-table`: a `Table` as a table with header cells, links and whole quotes; its body is a JSON object."""

    has_content = True
    needs: ClassVar[tuple[str, ...]] = ("name", "caption", "columns", "rows")

    def run(self) -> list[nodes.Node]:
        payload = self.payload()
        table = self.table(payload)
        table.insert(0, self.caption(nodes.title(), payload))
        self.anchor(table, f"tab-{payload['name']}".replace("_", "-"))
        return [table]

    def payload(self) -> Payload:
        """Return the body, or stop with a message that names what is wrong with it."""
        try:
            found = json.loads("\n".join(self.content))
        except ValueError as error:
            message = f"the body of {self.name} is not JSON: {error}"
            raise self.error(message) from error
        missing = [key for key in self.needs if not isinstance(found, dict) or key not in found]
        if missing:
            message = f"the body of {self.name} lacks {', '.join(missing)}"
            raise self.error(message)
        return dict(found)

    def anchor(self, node: nodes.Element, name: str) -> None:
        """Give the node an anchor, which no other on the page may have.

        It is no label of the book's, because a brief shows again what a chapter shows.
        """
        if name in self.state.document.ids:
            message = f"{name} is shown twice on this page"
            raise self.error(message)
        node["ids"] = [name]
        self.state.document.ids[name] = node

    def caption(self, node: nodes.TextElement, payload: Payload) -> nodes.TextElement:
        """Fill a caption: the finding, then the claims it rests on."""
        node += nodes.Text(payload["caption"])
        claims = payload.get("claims")
        if claims:
            source = nodes.inline("", "Source: ", *self.inline(claims), nodes.Text("."), classes=["source-claims"])
            node += [nodes.Text(" "), source]
        return node

    def inline(self, parts: Iterable[Any]) -> Iterator[nodes.Node]:
        """Yield words and links."""
        for part in parts:
            if isinstance(part, str):
                yield nodes.Text(part)
            elif "marked" in part:
                yield nodes.inline("", part["marked"], classes=[part["op"]])
            else:
                yield from references(self, part["role"], [part["target"]], part["words"])

    def table(self, payload: Payload) -> nodes.table:
        """Return the table without its caption."""
        columns = payload["columns"]
        group = nodes.tgroup(cols=len(columns))
        for column in columns:
            spec = nodes.colspec(colwidth=WIDTHS[column["kind"]])
            if column["kind"] == "head":
                spec["stub"] = 1
            group += spec
        heads = (nodes.entry("", nodes.paragraph("", column["heading"]), kind=column["kind"]) for column in columns)
        group += [nodes.thead("", nodes.row("", *heads)), nodes.tbody("", *self.rows(payload))]
        table = nodes.table("", group, classes=["briefing-table"], layout=payload.get("layout", "table"))
        self.set_source_info(table)
        return table

    def rows(self, payload: Payload) -> Iterator[nodes.row]:
        """Yield the rows; a row with an id can be linked to."""
        names = payload.get("row_ids") or [None] * len(payload["rows"])
        for name, cells in zip(names, payload["rows"], strict=True):
            row = nodes.row("", *(self.cell(*pair) for pair in zip(payload["columns"], cells, strict=True)))
            if name:
                self.anchor(row, name)
            yield row

    def cell(self, column: Payload, parts: Iterable[Any]) -> nodes.entry:
        """Return one cell: its words and links as a paragraph, each quote as a block of its own."""
        entry = nodes.entry(kind=column["kind"])
        if column["kind"] == "head":
            entry["rowheader"] = True
        for quoted, several in groupby(parts, key=lambda part: isinstance(part, Mapping) and "quote" in part):
            run = list(several)
            entry += map(self.quote, run) if quoted else [nodes.paragraph("", "", *self.inline(run))]
        return entry

    def quote(self, quote: Payload) -> nodes.Node:
        """Return an article's words, whose they are, and how they are coded."""
        words = nodes.paragraph("", "“", classes=["quote"], lang=quote["language"])
        for text, apart in quote["quote"]:
            words += nodes.strong("", text, classes=["shared"]) if apart else nodes.Text(text)
        words += nodes.Text("”")
        coding = nodes.paragraph("", "", *self.inline([quote["source"]]), classes=["coding"])
        if quote["coding"]:
            coding += nodes.Text(f" · {quote['coding']}")
        return nodes.container("", words, coding, classes=["evidence"])


class ChartDirective(TableDirective):
    """`briefing-chart`: a `Chart` as a figure, and after it the table it was drawn from."""

    needs: ClassVar[tuple[str, ...]] = ("name", "caption", "alt", "svg", "table")

    def run(self) -> list[nodes.Node]:
        payload = self.payload()
        image = own.chart_image(name=payload["name"], svg=payload["svg"], alt=payload["alt"])
        image["svg_narrow"] = payload.get("svg_narrow", "")
        for side in ("width", "height"):
            image[f"{side}_px"] = length(payload["svg"], side)
        figure = nodes.figure("", image, self.caption(nodes.caption(), payload), classes=["briefing-chart"])
        self.set_source_info(figure)
        self.anchor(figure, f"fig-{payload['name']}".replace("_", "-"))
        data = own.chart_data("", self.table(payload["table"]), figure_id=figure["ids"][0])
        return [figure, data]


class SourceTextDirective(SphinxDirective):
    """`source-text ARTICLE`: an article in full, each quoted passage marked."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        ledger = get_ledger(self.env.app)
        article = ledger.article_by_id.get(self.arguments[0])
        if article is None:
            message = f"unknown article: {self.arguments[0]}; there are {', '.join(ledger.article_by_id)}"
            raise self.error(message)
        return [article_nodes(ledger, article)]


class GuideDirective(SphinxDirective):
    """`guide`: sentences about the page, not about its subject, which need no claim."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        return [own.guide("", *self.parse_content_to_nodes())]


def length(svg: str, side: Literal["width", "height"]) -> float:
    """Return how wide or high a picture is in CSS pixels, zero when it does not say."""
    found = re.search(rf'<svg[^>]*?\s{side}="([\d.]+)(pt|px)?"', svg)
    return round(float(found[1]) * PIXELS[found[2] or ""], 2) if found else 0.0


def setup(app: Sphinx) -> None:
    """Register the directives."""
    app.add_directive("briefing-table", TableDirective)
    app.add_directive("briefing-chart", ChartDirective)
    app.add_directive("source-text", SourceTextDirective)
    app.add_directive("guide", GuideDirective)
