"""What a chapter's call returns: a table or a chart that shows well in Jupyter and in the book.

A table carries the words that readers see, each with the record that it leads to, so that Jupyter, the pages and the
PDF print one object. In Jupyter it shows as plain HTML. In the book it is a MyST directive whose body is JSON, so
that text stays text: nothing in a quote can be taken for markup, and nothing is cut.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from itertools import pairwise
from typing import Any, ClassVar, Literal, Self

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined, Template

CellKind = Literal["text", "number", "head", "claims", "judgements", "quotes", "articles"]
Layout = Literal["table", "ledger", "judgements", "cards", "comparison"]
#: Kinds of column in which a bare id is a link to the record, whose printed words it is.
_IDS = {"claims": "claim", "judgements": "judgement"}


class _Words:
    """What prints as its words, in a DataFrame too; `payload` is what the directive reads."""

    __slots__ = ()
    words: str

    def __str__(self) -> str:
        return self.words

    def __repr__(self) -> str:
        return str(self)

    def payload(self) -> dict[str, Any]:
        return asdict(self)  # type: ignore[call-overload, no-any-return]  # each child is a dataclass


@dataclass(frozen=True, slots=True, repr=False)
class Link(_Words):
    """Words that lead to a record: `role` is the kind of record, as in the book's roles, or `passage` or `ledger`."""

    role: str
    target: str
    words: str


@dataclass(frozen=True, slots=True, repr=False)
class Quote(_Words):
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

    def pieces(self) -> list[tuple[str, bool]]:
        """Return the words in pieces, each with whether it is set apart."""
        edges = [0, *(edge for mark in self.marks for edge in mark), len(self.words)]
        return [(self.words[a:b], place % 2 == 1) for place, (a, b) in enumerate(pairwise(edges)) if a < b]

    def payload(self) -> dict[str, Any]:
        told = {"source": self.source.payload(), "language": self.language, "coding": self.coding}
        return told | {"quote": [list(piece) for piece in self.pieces()]}


@dataclass(frozen=True, slots=True, repr=False)
class Marked(_Words):
    """Words that came with a change (`ins`), or went with it (`del`)."""

    words: str
    op: Literal["ins", "del"]

    def payload(self) -> dict[str, Any]:
        return {"marked": self.words, "op": self.op}


Part = str | Link | Quote | Marked


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key in the DataFrame, the heading readers see, and what its cells hold.

    number: int or float. head: the row's header. claims, judgements: a tuple of ids. quotes: a tuple of `Quote`.
    articles: a tuple of `Link`. text: a value that is printed, or text, links and quotes in order.
    `of` makes the cell of a record; without it, it is the record's value of that name.
    """

    key: str
    heading: str
    kind: CellKind = "text"
    of: Callable[[Any], object] | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Shown:
    """What a cell shows: in Jupyter as HTML, in the book as directives; of the book, `only` one format when named."""

    only: Literal["", "html", "typst"] = field(default="", kw_only=True)

    def web_only(self) -> Self:
        """Return the same for the web alone, as where print would say twice what stands elsewhere."""
        return replace(self, only="html")

    def print_only(self) -> Self:
        """Return the same for print alone, as where the web has a page for each of its rows."""
        return replace(self, only="typst")

    def _bundle(self, html: str, directives: str, plain: str) -> dict[str, str]:
        placed = f"```````{{only}} {self.only}\n{directives}```````\n" if self.only else directives
        return {"text/html": html, "text/markdown": placed, "text/plain": plain}


@dataclass(frozen=True)
class Captioned(Shown):
    """A table or a chart: a stem, a caption that states its finding, and what it rests on.

    `claims` holds ids, or one link that stands for all. `payload` is the JSON that the directive reads.
    """

    directive: ClassVar[str]
    name: str
    caption: str
    claims: tuple[str | Link, ...] = field(default=(), kw_only=True)

    def payload(self) -> dict[str, Any]:
        return {"name": self.name, "caption": self.caption, "claims": _plain(_cell(self.claims, "claims"))}

    def _repr_html_(self) -> str:
        return template().render(self.payload())

    def _repr_mimebundle_(self, **_selection: object) -> dict[str, str]:
        body = json.dumps(self.payload(), ensure_ascii=True, sort_keys=True)
        return self._bundle(self._repr_html_(), f"``````{{{self.directive}}}\n{body}\n``````\n", self.caption)


@dataclass(frozen=True)
class Table(Captioned):
    """A DataFrame of cells, of which parts are printed, and its columns. `row_ids` are the rows' anchors."""

    directive = "briefing-table"
    frame: pd.DataFrame
    columns: tuple[Column, ...]
    layout: Layout = "table"
    row_ids: tuple[str, ...] = ()

    def rows(self) -> Iterator[tuple[tuple[Part, ...], ...]]:
        """Yield the rows, each cell as the parts that are printed, in order."""
        for row in self.frame.to_dict("records"):
            yield tuple(_cell(row[column.key], column.kind) for column in self.columns)

    def payload(self) -> dict[str, Any]:
        return super().payload() | {
            "layout": self.layout,
            "columns": [{"key": c.key, "heading": c.heading, "kind": c.kind} for c in self.columns],
            "rows": [[_plain(cell) for cell in row] for row in self.rows()],
            "row_ids": list(self.row_ids),
        }


@dataclass(frozen=True)
class Chart(Captioned):
    """A figure as SVG, drawn for a page and for a phone, its text alternative, and the table it was drawn from."""

    directive = "briefing-chart"
    alt: str
    svg: str = field(repr=False)
    svg_narrow: str = field(repr=False)
    table: Table

    def payload(self) -> dict[str, Any]:
        drawn = {"alt": self.alt, "svg": self.svg, "svg_narrow": self.svg_narrow}
        return super().payload() | drawn | {"table": self.table.payload()}


@dataclass(frozen=True)
class Embedded(Shown):
    """A part of the book that a directive itself computes, one directive an argument; `texts` are shown in Jupyter."""

    directive: str
    arguments: tuple[str, ...]
    texts: Mapping[str, str]

    def _repr_mimebundle_(self, **_selection: object) -> dict[str, str]:
        directives = "\n".join(f"```{{{self.directive}}} {argument}\n```\n" for argument in self.arguments)
        plain = f"{self.directive} {' '.join(self.arguments)}"
        return self._bundle(template().render(texts=self.texts), directives, plain)


@cache
def template() -> Template:
    """Return the template of what Jupyter shows; compiled once."""
    here = PackageLoader("briefing.exhibits", "")
    return Environment(loader=here, autoescape=True, undefined=StrictUndefined).get_template("display.html.jinja")


def _cell(value: object, kind: CellKind) -> tuple[Part, ...]:
    """Return what is printed of a cell's value, with commas between links; a bare id in a column of ids is a link."""
    parts: list[Part] = []
    for item in value if isinstance(value, tuple | list) else (value,):
        part = item
        if isinstance(item, str) and kind in _IDS:
            part = Link(_IDS[kind], item, item)
        elif not isinstance(item, str | Link | Quote | Marked):
            part = _printed(item.item() if hasattr(item, "item") else item)
        if item not in (None, ""):
            parts += [", ", part] if parts and isinstance(parts[-1], Link) and isinstance(part, Link) else [part]
    return tuple(parts)


def _printed(value: object) -> str:
    """Return a value as text: a truth as `yes` or `no`, a count with its thousands set apart."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _plain(parts: Iterable[Part]) -> list[Any]:
    return [part if isinstance(part, str) else part.payload() for part in parts]
