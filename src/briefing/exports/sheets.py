"""The ledger as flat sheets: what the CSV files, the workbook and the data dictionary have in common.

A sheet for every kind of record, and one for every kind of record that lies inside another. Columns, their types and
their descriptions come from the records themselves. Any other list or mapping stands in its cell as JSON.
"""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, NamedTuple

from briefing.model.base import Record
from briefing.model.ledger import KINDS, Kind, Ledger
from briefing.model.records import Term
from briefing.model.sources import Passage

Cell = str | int | bool | None
ColumnType = Literal["string", "integer", "boolean", "date", "array", "object"]
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, type and meaning, and what its cells may hold."""

    name: str
    type: ColumnType
    description: str
    required: bool = True
    pattern: str | None = None
    vocabulary: str | None = None
    refers: str | None = None


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
    """One flat table of the ledger, rows in the ledger's order; `quotes` when it holds the articles' words."""

    name: str
    description: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    quotes: bool


NUMBER = Column("number", "integer", "Its place, counted from 1.")
SPAN = (
    Column("start", "integer", "First code point of the quote in the article's file, from 0.", required=False),
    Column("end", "integer", "The code point after its last (W3C TextPositionSelector).", required=False),
)


def sheets(ledger: Ledger) -> tuple[Sheet, ...]:
    """Return every sheet of a ledger, those without rows included."""
    return tuple(
        Sheet(
            plan.name,
            plan.description,
            plan.key,
            plan.columns,
            tuple(tuple(_cell(row.get(column.name)) for column in plan.columns) for row in plan.rows(ledger)),
            plan.quotes,
        )
        for plan in plans()
    )


@cache
def plans() -> tuple[Plan, ...]:
    """Return the plan of every sheet: the kinds of records in their order, each followed by what lies inside it."""
    of_kinds = (plan for kind in KINDS for plan in (_of_kind(kind), *_inside(kind)))
    return (*of_kinds, _LINKS, _VOCABULARY)


def inner_records(model: type[Record], *, single: bool = False) -> dict[str, type[Record]]:
    """Return the fields of a record that hold several other records, or with `single` one, and what these are."""
    wanted = types.UnionType if single else tuple
    held = {name: field.annotation for name, field in model.model_fields.items()}
    return {
        name: argument
        for name, annotation in held.items()
        if typing.get_origin(annotation) is wanted
        for argument in typing.get_args(annotation)[:1]
        if isinstance(argument, type) and issubclass(argument, Record)
    }


def columns_of(model: type[Record]) -> tuple[Column, ...]:
    """Return the columns of a kind of record: its fields but for the records inside it, and the span of a passage."""
    schema = model.model_json_schema(mode="serialization")
    own = (
        _column(name, shape, required=name in schema.get("required", ()))
        for name, shape in schema["properties"].items()
        if name not in inner_records(model) and not is_excluded(model, name)
    )
    return (*sorted(own, key=lambda column: column.name != "id"), *(SPAN if issubclass(model, Passage) else ()))


def is_excluded(model: type[Record], name: str) -> bool:
    """Tell whether a field is about where a record was read, and so never leaves the house."""
    return bool(model.model_fields[name].exclude)


def values_of(record: Record) -> dict[str, Any]:
    """Return what a record says, and the span of a passage as `start` and `end`."""
    span = getattr(record, "span", None)
    return record.model_dump(mode="json") | ({"start": span.start, "end": span.end} if span else {})


def _of_kind(kind: Kind) -> Plan:
    def rows(ledger: Ledger) -> Iterator[Row]:
        for number, record in enumerate(getattr(ledger, kind.collection), 1):
            yield {"number": number} | values_of(record)

    key, before = (("id",), ()) if kind.has_id else (("number",), (NUMBER,))
    columns = (*before, *columns_of(kind.record))
    return Plan(kind.collection, _sentence(kind.record), key, columns, rows, issubclass(kind.record, Passage))


def _inside(kind: Kind) -> Iterator[Plan]:
    for field, model in inner_records(kind.record).items():

        def rows(ledger: Ledger, field: str = field) -> Iterator[Row]:
            for record in getattr(ledger, kind.collection):
                for number, inner in enumerate(getattr(record, field), 1):
                    yield {kind.noun: record.id, "number": number, "key": getattr(inner, "key", "")} | values_of(inner)

        holder = Column(kind.noun, "string", f"The {kind.noun} that holds it.", refers=kind.collection)
        name = Column("key", "string", f"Its name: {kind.noun} and number.")
        named = (name,) if hasattr(model, "key") else ()
        key = ("key",) if named else (kind.noun, "number")
        columns = (*named, holder, NUMBER, *columns_of(model))
        yield Plan(field, _sentence(model), key, columns, rows, issubclass(model, Passage))


def _sentence(model: type[Record]) -> str:
    return (model.__doc__ or "").split("\n")[0]


def _column(name: str, shape: Mapping[str, Any], *, required: bool) -> Column:
    options = shape.get("anyOf", [shape])
    real = next(option for option in options if option.get("type") != "null")
    kind: ColumnType = "object" if "$ref" in real else "date" if real.get("format") == "date" else real["type"]
    always = kind in ("array", "object", "boolean", "integer") or real.get("minLength", 0) > 0 or "pattern" in real
    return Column(
        name,
        kind,
        shape.get("description", ""),
        required=len(options) == 1 and (always or (kind == "date" and required)),
        pattern=real.get("pattern"),
        vocabulary=shape.get("coded", {}).get("vocabulary"),
        refers=_refers(name, real.get("pattern")),
    )


@cache
def kinds_by_pattern() -> dict[str, str]:
    """Return the kinds whose ids have a form of their own, as C04 has: the pattern, and the sheet."""
    patterns = [
        (kind.record.model_json_schema()["properties"]["id"].get("pattern"), kind) for kind in KINDS if kind.has_id
    ]
    shared = [pattern for pattern, _ in patterns]
    return {pattern: kind.collection for pattern, kind in patterns if shared.count(pattern) == 1}


def _refers(name: str, pattern: str | None) -> str | None:
    """Return the sheet whose ids a column holds, one in a cell, when it holds any."""
    if name == "id":
        return None
    by_noun = {kind.noun: kind.collection for kind in KINDS if kind.has_id}
    return by_noun.get(name) or kinds_by_pattern().get(pattern or "")


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
_VOCABULARY = Plan(
    "vocabulary",
    _sentence(Term),
    ("vocabulary", "word"),
    (
        Column("vocabulary", "string", "The name of the vocabulary."),
        Column("word", "string", "The word that records use."),
        *columns_of(Term),
    ),
    _terms,
)


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, str | int | bool):
        return value
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
