"""What a chapter's call returns: a table or a chart that shows well in Jupyter and in the book.

In Jupyter the object shows as plain HTML. In the book it is a MyST directive whose body is JSON,
so that text stays text: nothing in a quote can be taken for markup, and nothing is cut.
"""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import pandas as pd

CellKind = Literal["text", "number", "head", "claims", "judgements", "quotes", "articles"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key in the DataFrame, the heading readers see, and what its cells hold.

    text: str. number: int or float. head: str, the row's header. claims, judgements, articles:
    a tuple of ids. quotes: a tuple of evidence keys, `C04-1` for the first evidence of C04.
    """

    key: str
    heading: str
    kind: CellKind = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """A DataFrame with a stem, a caption that states its finding, and the claims it rests on."""

    name: str
    caption: str
    frame: pd.DataFrame
    columns: tuple[Column, ...]
    claims: tuple[str, ...] = ()
    layout: Literal["table", "ledger", "judgements", "cards"] = "table"
    row_ids: tuple[str, ...] = ()

    def payload(self) -> dict[str, Any]:
        """Return the JSON that the `briefing-table` directive reads."""
        keys = [column.key for column in self.columns]
        return {
            "name": self.name,
            "caption": self.caption,
            "claims": list(self.claims),
            "layout": self.layout,
            "columns": [{"key": c.key, "heading": c.heading, "kind": c.kind} for c in self.columns],
            "rows": [[_plain(row[key]) for key in keys] for row in self.frame.to_dict("records")],
            "row_ids": list(self.row_ids),
        }

    def _repr_html_(self) -> str:
        return _figure_html(self.caption, self.claims, _table_html(self))

    def _repr_mimebundle_(self, **_selection: object) -> dict[str, str]:
        return _bundle(self._repr_html_(), "briefing-table", self.payload())


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure as SVG, with a text alternative and the table it was drawn from."""

    name: str
    caption: str
    alt: str
    svg: str = field(repr=False)
    table: Table
    claims: tuple[str, ...] = ()

    def payload(self) -> dict[str, Any]:
        """Return the JSON that the `briefing-chart` directive reads."""
        return {
            "name": self.name,
            "caption": self.caption,
            "alt": self.alt,
            "claims": list(self.claims),
            "svg": self.svg,
            "table": self.table.payload(),
        }

    def _repr_html_(self) -> str:
        picture = f'<div role="img" aria-label="{html.escape(self.alt)}">{self.svg}</div>'
        data = f"<details><summary>The same as a table</summary>{_table_html(self.table)}</details>"
        return _figure_html(self.caption, self.claims, picture + data)

    def _repr_mimebundle_(self, **_selection: object) -> dict[str, str]:
        return _bundle(self._repr_html_(), "briefing-chart", self.payload())


@dataclass(frozen=True, slots=True)
class Embedded:
    """A part of the book that the directive itself computes, such as a source text."""

    directive: str
    argument: str
    preview: Callable[[], str]

    def _repr_mimebundle_(self, **_selection: object) -> dict[str, str]:
        markdown = f"```{{{self.directive}}} {self.argument}\n```\n"
        return {
            "text/html": self.preview(),
            "text/markdown": markdown,
            "text/plain": f"{self.directive} {self.argument}",
        }


def _bundle(shown: str, directive: str, payload: dict[str, Any]) -> dict[str, str]:
    body = json.dumps(payload, ensure_ascii=True, sort_keys=True)
    return {
        "text/html": shown,
        "text/markdown": f"``````{{{directive}}}\n{body}\n``````\n",
        "text/plain": f"{payload['caption']}",
    }


def _plain(value: object) -> object:
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    if isinstance(value, tuple | list | frozenset | set):
        return [_plain(item) for item in value]
    if hasattr(value, "item"):
        return value.item()
    return str(value)


def _figure_html(caption: str, claims: Sequence[str], body: str) -> str:
    source = f" Source: {', '.join(claims)}." if claims else ""
    return f"<figure><figcaption>{html.escape(caption + source)}</figcaption>{body}</figure>"


def _table_html(table: Table) -> str:
    head = "".join(f'<th scope="col">{html.escape(c.heading)}</th>' for c in table.columns)
    rows = "".join(f"<tr>{_row_html(table.columns, row)}</tr>" for row in table.payload()["rows"])
    return f'<table style="text-align:left"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _row_html(columns: Sequence[Column], row: Sequence[object]) -> str:
    cells = []
    for column, value in zip(columns, row, strict=True):
        shown = ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
        tag, scope = ("th", ' scope="row"') if column.kind == "head" else ("td", "")
        style = ' style="text-align:left;white-space:normal"'
        cells.append(f"<{tag}{scope}{style}>{html.escape(shown)}</{tag}>")
    return "".join(cells)
