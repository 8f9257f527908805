"""What a chapter's call returns: a table or a chart that shows well in Jupyter and in the book.

A table carries the words that readers see, each with the record that it leads to, so that Jupyter, the pages and the
PDF print one object. In Jupyter it shows as plain HTML. In the book it is a MyST directive whose body is JSON, so
that text stays text: nothing in a quote can be taken for markup, and nothing is cut.
"""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, Literal

import pandas as pd

CellKind = Literal["text", "number", "head", "claims", "judgements", "quotes", "articles"]
Layout = Literal["table", "ledger", "judgements", "cards", "comparison"]
#: Kinds of column in which a bare id is a link to the record, whose printed words it is.
_IDS = {"claims": "claim", "judgements": "judgement"}


@dataclass(frozen=True, slots=True, repr=False)
class Link:
    """Words that lead to a record: `role` is the kind of record, as in the book's roles, or `passage` or `ledger`."""

    role: str
    target: str
    words: str

    def __str__(self) -> str:
        return self.words

    __repr__ = __str__


@dataclass(frozen=True, slots=True, repr=False)
class Quote:
    """An article's own words, whose they are, and how they are coded.

    `source` is the article's name, and leads to the passage; `marks` are half-open ranges of the words, in code
    points, that are set apart from the rest.
    """

    words: str
    source: Link
    language: str = "en"
    coding: str = ""
    marks: tuple[tuple[int, int], ...] = ()

    def __str__(self) -> str:
        return f"“{self.words}” ({self.source})"

    __repr__ = __str__

    def pieces(self) -> Iterator[tuple[str, bool]]:
        """Yield the words in pieces, each with whether it is set apart."""
        edges = [0, *(edge for mark in self.marks for edge in mark), len(self.words)]
        for position, (start, end) in enumerate(pairwise(edges)):
            if start < end:
                yield self.words[start:end], position % 2 == 1


@dataclass(frozen=True, slots=True, repr=False)
class Marked:
    """Words that came with a change (`ins`), or went with it (`del`)."""

    words: str
    op: Literal["ins", "del"]

    def __str__(self) -> str:
        return self.words

    __repr__ = __str__


Part = str | Link | Quote | Marked
Cell = Part | int | float | bool | tuple[Part, ...] | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key in the DataFrame, the heading readers see, and what its cells hold.

    number: int or float. head: the row's header. claims, judgements: a tuple of ids. quotes: a tuple of `Quote`.
    articles: a tuple of `Link`. text, and any other: `Cell`, which is text, or text, links and quotes in order.
    """

    key: str
    heading: str
    kind: CellKind = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """A DataFrame of cells with a stem, a caption that states its finding, and the claims it rests on.

    `claims` holds ids, or one link that stands for all. `row_ids` are the rows' anchors. Without `on_paper` it is left
    out of print, where what stands twice costs pages.
    """

    name: str
    caption: str
    frame: pd.DataFrame
    columns: tuple[Column, ...]
    claims: tuple[str | Link, ...] = ()
    layout: Layout = "table"
    row_ids: tuple[str, ...] = ()
    on_paper: bool = True

    def web_only(self) -> Table:
        """Return the table marked as one for the web, so that the PDF leaves it out."""
        return replace(self, on_paper=False)

    def rows(self) -> Iterator[tuple[tuple[Part, ...], ...]]:
        """Yield the rows, each cell as the parts that are printed, in order."""
        for row in self.frame.to_dict("records"):
            yield tuple(_cell(row[column.key], column.kind) for column in self.columns)

    def payload(self) -> dict[str, Any]:
        """Return the JSON that the `briefing-table` directive reads: a cell is a list of parts."""
        return {
            "name": self.name,
            "caption": self.caption,
            "claims": _plain(_cell(self.claims, "claims")),
            "layout": self.layout,
            "columns": [{"key": c.key, "heading": c.heading, "kind": c.kind} for c in self.columns],
            "rows": [[_plain(cell) for cell in row] for row in self.rows()],
            "row_ids": list(self.row_ids),
        }

    def _repr_html_(self) -> str:
        return _figure_html(self.caption, self.claims, _table_html(self))

    def _repr_mimebundle_(self, **_selection: object) -> dict[str, str]:
        return _bundle(self._repr_html_(), "briefing-table", self.payload(), on_paper=self.on_paper)


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure as SVG, with a text alternative and the table it was drawn from; `svg_narrow` is drawn for a phone."""

    name: str
    caption: str
    alt: str
    svg: str = field(repr=False)
    table: Table
    claims: tuple[str | Link, ...] = ()
    svg_narrow: str = field(default="", repr=False)
    on_paper: bool = True

    def web_only(self) -> Chart:
        """Return the chart marked as one for the web, so that the PDF leaves it out."""
        return replace(self, on_paper=False)

    def payload(self) -> dict[str, Any]:
        """Return the JSON that the `briefing-chart` directive reads."""
        return {
            "name": self.name,
            "caption": self.caption,
            "alt": self.alt,
            "claims": _plain(_cell(self.claims, "claims")),
            "svg": self.svg,
            "svg_narrow": self.svg_narrow,
            "table": self.table.payload(),
        }

    def _repr_html_(self) -> str:
        picture = f'<div role="img" aria-label="{html.escape(self.alt)}">{self.svg}</div>'
        data = f"<details><summary>The same as a table</summary>{_table_html(self.table)}</details>"
        return _figure_html(self.caption, self.claims, picture + data)

    def _repr_mimebundle_(self, **_selection: object) -> dict[str, str]:
        return _bundle(self._repr_html_(), "briefing-chart", self.payload(), on_paper=self.on_paper)


@dataclass(frozen=True, slots=True)
class Embedded:
    """A part of the book that a directive itself computes, such as a source text; one directive an argument."""

    directive: str
    arguments: tuple[str, ...]
    preview: Callable[[], str]
    on_paper: bool = True

    def web_only(self) -> Embedded:
        """Return the part marked as one for the web, so that the PDF leaves it out."""
        return replace(self, on_paper=False)

    def _repr_mimebundle_(self, **_selection: object) -> dict[str, str]:
        directives = "\n".join(f"```{{{self.directive}}} {argument}\n```\n" for argument in self.arguments)
        return {
            "text/html": self.preview(),
            "text/markdown": _placed(directives, on_paper=self.on_paper),
            "text/plain": f"{self.directive} {' '.join(self.arguments)}",
        }


def printed(value: object) -> str:
    """Return a value as text: a truth as `yes` or `no`, a count with its thousands set apart."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _cell(value: object, kind: CellKind) -> tuple[Part, ...]:
    """Return what is printed of a cell's value, with commas between links."""
    parts: list[Part] = []
    for part in _parts(value, kind):
        if parts and isinstance(parts[-1], Link) and isinstance(part, Link):
            parts.append(", ")
        parts.append(part)
    return tuple(parts)


def _parts(value: object, kind: CellKind) -> Iterator[Part]:
    """Yield what is printed of a cell's value; a bare id in a column of ids is a link."""
    if isinstance(value, tuple | list):
        for item in value:
            yield from _parts(item, kind)
    elif isinstance(value, Link | Quote | Marked):
        yield value
    elif isinstance(value, str) and value and kind in _IDS:
        yield Link(_IDS[kind], value, value)
    elif value is not None and value != "":
        yield printed(value.item() if hasattr(value, "item") else value)


def _plain(parts: Iterable[Part]) -> list[Any]:
    return [part if isinstance(part, str) else _object(part) for part in parts]


def _object(part: Link | Quote | Marked) -> dict[str, Any]:
    if isinstance(part, Marked):
        return {"marked": part.words, "op": part.op}
    if isinstance(part, Link):
        return {"role": part.role, "target": part.target, "words": part.words}
    return {
        "quote": [list(piece) for piece in part.pieces()],
        "source": _object(part.source),
        "language": part.language,
        "coding": part.coding,
    }


def _placed(directives: str, *, on_paper: bool) -> str:
    """Return directives as they stand in every output, or in Sphinx's own for the web alone."""
    return directives if on_paper else f"```````{{only}} html\n{directives}```````\n"


def _bundle(shown: str, directive: str, payload: dict[str, Any], *, on_paper: bool) -> dict[str, str]:
    body = json.dumps(payload, ensure_ascii=True, sort_keys=True)
    return {
        "text/html": shown,
        "text/markdown": _placed(f"``````{{{directive}}}\n{body}\n``````\n", on_paper=on_paper),
        "text/plain": f"{payload['caption']}",
    }


def _figure_html(caption: str, claims: Iterable[str | Link], body: str) -> str:
    named = ", ".join(map(str, claims))
    source = f" Source: {named}." if named else ""
    return f"<figure><figcaption>{html.escape(caption + source)}</figcaption>{body}</figure>"


def _table_html(table: Table) -> str:
    head = "".join(f'<th scope="col">{html.escape(c.heading)}</th>' for c in table.columns)
    rows = "".join(f"<tr>{''.join(map(_cell_html, table.columns, row))}</tr>" for row in table.rows())
    return f'<table style="text-align:left"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _cell_html(column: Column, parts: tuple[Part, ...]) -> str:
    tag, scope = ("th", ' scope="row"') if column.kind == "head" else ("td", "")
    return f'<{tag}{scope} style="text-align:left;white-space:normal">{"".join(map(_part_html, parts))}</{tag}>'


def _part_html(part: Part) -> str:
    if isinstance(part, Marked):
        return f"<{part.op}>{html.escape(part.words)}</{part.op}>"
    if not isinstance(part, Quote):
        return html.escape(str(part))
    words = "".join(f"<b>{html.escape(text)}</b>" if apart else html.escape(text) for text, apart in part.pieces())
    coding = html.escape(" · ".join(filter(None, (part.source.words, part.coding))))
    return f'<p lang="{html.escape(part.language)}">“{words}”<br><small>{coding}</small></p>'
