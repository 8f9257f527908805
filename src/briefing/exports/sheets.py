"""The ledger as flat sheets: what the CSV files and the workbook have in common.

A sheet for every kind of record, and one for every kind of record that lies inside another. Any other list or mapping
stands in its cell as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from briefing.exports.columns import Column, columns_of, inner_records
from briefing.model.base import Record
from briefing.model.ledger import KINDS, Kind, Ledger
from briefing.model.records import Term
from briefing.model.sources import Passage

Cell = str | int | bool | None
Row = Mapping[str, Any]


class Plan(NamedTuple):
    """A sheet before it is filled: its name, key and columns, and where its rows come from."""

    name: str
    description: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Callable[[Ledger], Iterable[Row]]
    quotes: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One flat table of the ledger, rows in the ledger's order; `plan.quotes` when it holds the articles' words."""

    plan: Plan
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def name(self) -> str:
        return self.plan.name

    @property
    def columns(self) -> tuple[Column, ...]:
        return self.plan.columns


NUMBER = Column("number", "integer", "Its place, counted from 1.")
SPAN = (
    Column("start", "integer", "First code point of the quote in the article's file, from 0.", required=False),
    Column("end", "integer", "The code point after its last (W3C TextPositionSelector).", required=False),
)


def sheets(ledger: Ledger) -> tuple[Sheet, ...]:
    """Return every sheet of a ledger, those without rows included."""
    return tuple(
        Sheet(plan, tuple(tuple(_cell(row.get(column.name)) for column in plan.columns) for row in plan.rows(ledger)))
        for plan in plans()
    )


@cache
def plans() -> tuple[Plan, ...]:
    """Return the plan of every sheet: the kinds of records in their order, each followed by what lies inside it."""
    of_kinds = (plan for kind in KINDS for plan in (_of_kind(kind), *_inside(kind)))
    return (*of_kinds, _LINKS, _VOCABULARY)


def _of_kind(kind: Kind) -> Plan:
    def rows(ledger: Ledger) -> Iterator[Row]:
        for number, record in enumerate(getattr(ledger, kind.collection), 1):
            yield {"number": number} | _values(record)

    key, before = (("id",), ()) if kind.has_id else (("number",), (NUMBER,))
    return _plan(kind.collection, kind.record, key, before, rows)


def _inside(kind: Kind) -> Iterator[Plan]:
    for field, model in inner_records(kind.record).items():

        def rows(ledger: Ledger, field: str = field) -> Iterator[Row]:
            for record in getattr(ledger, kind.collection):
                for number, inner in enumerate(getattr(record, field), 1):
                    yield {kind.noun: record.id, "number": number, "key": getattr(inner, "key", "")} | _values(inner)

        holder = Column(kind.noun, "string", f"The {kind.noun} that holds it.", refers=kind.collection)
        name = Column("key", "string", f"Its name: {kind.noun} and number.")
        named, key = ((name,), ("key",)) if hasattr(model, "key") else ((), (kind.noun, "number"))
        yield _plan(field, model, key, (*named, holder, NUMBER), rows)


def _plan(
    name: str,
    model: type[Record],
    key: tuple[str, ...],
    before: tuple[Column, ...],
    rows: Callable[[Ledger], Iterable[Row]],
) -> Plan:
    quotes = issubclass(model, Passage)
    own = (column for column in columns_of(model) if column.name not in inner_records(model))
    description = (model.__doc__ or "").split("\n")[0]
    return Plan(name, description, key, (*before, *own, *(SPAN if quotes else ())), rows, quotes)


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


_LINKS = Plan(
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
_VOCABULARY = _plan("vocabulary", Term, ("vocabulary", "word"), _WORD, _terms)


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, str | int | bool):
        return value
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
