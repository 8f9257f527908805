"""The ledger as flat sheets: what the CSV files and the workbook have in common.

A sheet for every kind of record, and one for every kind of record that lies inside another. Any other list or mapping
stands in its cell as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from typing import Any, NamedTuple

from briefing.exports.columns import Column, columns_of, inner_records
from briefing.model.base import Record
from briefing.model.ledger import KINDS, Kind, Ledger
from briefing.model.records import Term
from briefing.model.sources import Passage

Cell = str | int | bool | None
Row = Mapping[str, Any]


class Sheet(NamedTuple):
    """One flat table: its key and columns, and where its rows come from; `quotes` when it holds the articles' words."""

    name: str
    description: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Callable[[Ledger], Iterable[Row]]
    quotes: bool = False

    def cells(self, ledger: Ledger) -> list[tuple[Cell, ...]]:
        """Return the rows of a ledger, in its order."""
        return [tuple(_cell(row.get(column.name)) for column in self.columns) for row in self.rows(ledger)]


NUMBER = Column("number", "integer", "Its place, counted from 1.")
SPAN = (
    Column("start", "integer", "First code point of the quote in the article's file, from 0.", required=False),
    Column("end", "integer", "The code point after its last (W3C TextPositionSelector).", required=False),
)


@cache
def sheets() -> tuple[Sheet, ...]:
    """Return every sheet: the kinds of records in their order, each followed by what lies inside it."""
    return (*(sheet for kind in KINDS for sheet in _of_kind(kind)), _LINKS, _VOCABULARY)


def _of_kind(kind: Kind) -> Iterator[Sheet]:
    numbered = () if kind.has_id else (NUMBER,)
    yield _sheet(kind.collection, kind.record, ("id" if kind.has_id else "number",), numbered, partial(_records, kind))
    holder = Column(kind.noun, "string", f"The {kind.noun} that holds it.", refers=kind.collection)
    name = Column("key", "string", f"Its name: {kind.noun} and number.")
    for field, model in inner_records(kind.record).items():
        named, key = ((name,), ("key",)) if hasattr(model, "key") else ((), (kind.noun, "number"))
        yield _sheet(field, model, key, (*named, holder, NUMBER), partial(_inner, kind, field))


def _sheet(
    name: str,
    model: type[Record],
    key: tuple[str, ...],
    before: tuple[Column, ...],
    rows: Callable[[Ledger], Iterable[Row]],
) -> Sheet:
    quotes = issubclass(model, Passage)
    own = (column for column in columns_of(model) if column.name not in inner_records(model))
    description = (model.__doc__ or "").split("\n")[0]
    return Sheet(name, description, key, (*before, *own, *(SPAN if quotes else ())), rows, quotes)


def _records(kind: Kind, ledger: Ledger) -> Iterator[Row]:
    for number, record in enumerate(getattr(ledger, kind.collection), 1):
        yield {"number": number} | _values(record)


def _inner(kind: Kind, field: str, ledger: Ledger) -> Iterator[Row]:
    for record in getattr(ledger, kind.collection):
        for number, inner in enumerate(getattr(record, field), 1):
            yield {kind.noun: record.id, "number": number, "key": getattr(inner, "key", "")} | _values(inner)


def _values(record: Record) -> dict[str, Any]:
    """Return what a record says; of a passage the article's own characters, and their span as `start` and `end`."""
    values = record.model_dump(mode="json")
    if isinstance(record, Passage):
        values["exact"] = record.verbatim
        if record.span:
            values |= record.span._asdict()
    return values


def _links(ledger: Ledger) -> Iterator[Row]:
    for judgement in ledger.judgements:
        for relation in ("supported_by", "decisive", "challenged_by"):
            for claim in dict.fromkeys(getattr(judgement, relation)):
                yield {"judgement": judgement.id, "claim": claim, "relation": relation}


def _terms(ledger: Ledger) -> Iterator[Row]:
    for vocabulary, terms in sorted(ledger.vocabulary.items()):
        for word, term in terms.items():
            yield {"vocabulary": vocabulary, "word": word} | term.model_dump(mode="json")


_LINKS = Sheet(
    "judgement_claims",
    "Which claims each key judgement rests on, which of them are decisive, and which speak against it.",
    ("judgement", "claim", "relation"),
    (
        Column("judgement", "string", "The key judgement.", refers="judgements"),
        Column("claim", "string", "A claim it rests on or must answer.", refers="claims"),
        Column("relation", "string", "`supported_by`, `decisive` or `challenged_by`."),
    ),
    _links,
)
_WORD = (
    Column("vocabulary", "string", "The name of the vocabulary."),
    Column("word", "string", "The word that records use."),
)
_VOCABULARY = _sheet("vocabulary", Term, ("vocabulary", "word"), _WORD, _terms)


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, str | int | bool):
        return value
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
