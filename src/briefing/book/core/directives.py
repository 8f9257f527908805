"""The directives that a chapter's cells print: a table, a chart, a source text; and guidance.

The body of a table or chart is the JSON of `briefing.exhibits.display`, so that no word in it is markup.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from briefing.book.core import nodes as own
from briefing.book.core.domain import references
from briefing.book.core.source_text import article_nodes
from briefing.book.core.state import get_ledger
from briefing.model.ledger import Ledger
from briefing.model.naming import article_name, voice_name
from briefing.model.records import Evidence

#: Relative widths of columns by what they hold; a builder is free to choose others.
WIDTHS = {"number": 8, "claims": 12, "judgements": 12, "articles": 14, "head": 20, "text": 30, "quotes": 44}
SIZE = r'<svg[^>]*?\s{0}="([\d.]+)(pt|px)?"'
POINT_IN_PIXELS = 4 / 3

Payload = Mapping[str, Any]


class PublishedDirective(SphinxDirective):
    """A directive whose body is one JSON object."""

    has_content = True
    needs: ClassVar[tuple[str, ...]] = ()

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

    def references(self, reftype: str, targets: Sequence[str], title: str | None = None) -> list[nodes.Node]:
        """Return references that know this page and line."""
        found = references(reftype, targets, title)
        for node in found:
            if isinstance(node, nodes.Element):
                node["refdoc"] = self.env.docname
                self.set_source_info(node)
        return found

    def caption(self, node: nodes.TextElement, payload: Payload) -> nodes.TextElement:
        """Fill a caption: the finding, then the claims it rests on."""
        node += nodes.Text(payload["caption"])
        claims = list(payload.get("claims", ()))
        if not claims:
            return node
        standing = [claim.id for claim in get_ledger(self.env.app).standing]
        node += nodes.Text(" ")
        source = nodes.inline("", "Source: ", classes=["source-claims"])
        every = len(claims) > 1 and set(claims) == set(standing)
        source += self.references("ledger", ["all"]) if every else self.references("claim", claims)
        source += nodes.Text(".")
        node += source
        return node


class TableDirective(PublishedDirective):
    """`briefing-table`: a `Table` as a table with header cells, links and whole quotes."""

    needs: ClassVar[tuple[str, ...]] = ("name", "caption", "columns", "rows")

    def run(self) -> list[nodes.Node]:
        payload = self.payload()
        table = self.table(payload)
        table.insert(0, self.caption(nodes.title(), payload))
        self.anchor(table, _anchor("tab", payload))
        return [table]

    def table(self, payload: Payload) -> nodes.table:
        """Return the table without its caption."""
        columns = payload["columns"]
        group = nodes.tgroup(cols=len(columns))
        for column in columns:
            spec = nodes.colspec(colwidth=WIDTHS[column["kind"]])
            if column["kind"] == "head":
                spec["stub"] = 1
            group += spec
        head = nodes.row("", *(_heading(column) for column in columns))
        group += nodes.thead("", head)
        group += nodes.tbody("", *self.rows(payload))
        classes = ["briefing-table", f"layout-{payload.get('layout', 'table')}"]
        table = nodes.table("", group, classes=classes)
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

    def cell(self, column: Payload, value: object) -> nodes.entry:
        """Return one cell, by what its column holds."""
        kind = column["kind"]
        entry = nodes.entry(classes=[f"cell-{kind}"])
        if kind == "head":
            entry["rowheader"] = True
        if value is None or value in ("", []):
            return entry
        if kind == "quotes" and isinstance(value, list):
            entry += [self.quote(key) for key in value]
        elif kind in ("claims", "judgements", "articles") and isinstance(value, list):
            entry += nodes.paragraph("", "", *self.references(kind.removesuffix("s"), value))
        else:
            entry += nodes.paragraph("", _printed(value))
        return entry

    def quote(self, key: str) -> nodes.Node:
        """Return the words of a piece of evidence, whose they are, and how they are coded."""
        ledger = get_ledger(self.env.app)
        evidence = ledger.evidence_by_key.get(key)
        if evidence is None:
            message = f"unknown passage: {key}"
            raise self.error(message)
        article = ledger.article_by_id[evidence.article]
        words = nodes.paragraph("", f"“{evidence.exact}”", classes=["quote"], lang=article.language)
        coding = nodes.paragraph(
            "", "", *self.references("passage", [key], article_name(ledger, article.id)), classes=["coding"]
        )
        coding += nodes.Text(" · " + coded(ledger, evidence))
        return nodes.container("", words, coding, classes=["evidence"])


class ChartDirective(TableDirective):
    """`briefing-chart`: a `Chart` as a figure, and after it the table it was drawn from."""

    needs: ClassVar[tuple[str, ...]] = ("name", "caption", "alt", "svg", "table")

    def run(self) -> list[nodes.Node]:
        payload = self.payload()
        image = own.chart_image(name=payload["name"], svg=payload["svg"], alt=payload["alt"])
        image["width_px"], image["height_px"] = size(payload["svg"])
        figure = nodes.figure("", image, self.caption(nodes.caption(), payload), classes=["briefing-chart"])
        self.set_source_info(figure)
        self.anchor(figure, _anchor("fig", payload))
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


def coded(ledger: Ledger, evidence: Evidence) -> str:
    """Return voice, quantity and certainty of a piece of evidence in words."""
    quantity = ledger.label("quantity", evidence.quantity)
    certainty = ledger.label("certainty", evidence.certainty)
    return f"voice: {voice_name(ledger, evidence.voice)} · quantity: {quantity} · certainty: {certainty}"


def _anchor(kind: str, payload: Payload) -> str:
    return f"{kind}-{payload['name']}".replace("_", "-")


def _heading(column: Payload) -> nodes.entry:
    return nodes.entry("", nodes.paragraph("", column["heading"]), classes=[f"cell-{column['kind']}"])


def _printed(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value)


def size(svg: str) -> tuple[float, float]:
    """Return width and height of a picture in CSS pixels, or zeros when it does not say."""
    return _length(svg, "width"), _length(svg, "height")


def _length(svg: str, name: str) -> float:
    found = re.search(SIZE.format(name), svg)
    if found is None:
        return 0.0
    return round(float(found[1]) * (POINT_IN_PIXELS if found[2] == "pt" else 1), 2)


def setup(app: Sphinx) -> None:
    """Register the directives."""
    app.add_directive("briefing-table", TableDirective)
    app.add_directive("briefing-chart", ChartDirective)
    app.add_directive("source-text", SourceTextDirective)
    app.add_directive("guide", GuideDirective)
