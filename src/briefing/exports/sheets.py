"""The fields of the records as columns, and the ledger as flat sheets: what the CSV files and the workbook share.

The one place that reads pydantic's description of a record; schemas, linked data and dictionary are loops over the
columns too. There is a sheet for every kind of record, and one for every kind of record that lies inside another. Any
other list or mapping stands in its cell as JSON.
"""

import json
import typing
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from typing import Any, Literal, NamedTuple

from briefing.model.base import DATE_FORM, Record, grouped
from briefing.model.ledger import KINDS, Kind, Ledger
from briefing.model.records import Term
from briefing.model.sources import Passage

Model = type[Record]
ColumnType = Literal["string", "integer", "boolean", "date", "array", "object"]
Cell = str | int | bool | None
Rows = Callable[[Ledger], Iterator[dict[str, Any]]]
#: What a column refers to that holds ids of several kinds.
ANY_RECORD = "records"
#: Fields that hold ids in the form of any word.
_NAMING = frozenset({"concerns", "replaced_by"})


class Column(NamedTuple):
    """One field: what its cells may hold, and which records its ids name; `inner` is the record that lies in it."""

    name: str
    type: ColumnType
    description: str
    required: bool = True
    pattern: str | None = None
    vocabulary: str | None = None
    refers: str | None = None
    inner: Model | None = None


@cache
def columns_of(model: Model) -> tuple[Column, ...]:
    """Return the fields of a kind of record, its id first, without what never leaves the house."""
    schema = model.model_json_schema(mode="serialization")
    columns = [
        _column(name, shape, model.model_fields[name].annotation, required=name in schema.get("required", ()))
        for name, shape in schema["properties"].items()
    ]
    return tuple(sorted(columns, key=lambda column: column.name != "id"))


def inner_records(model: Model) -> dict[str, Model]:
    """Return the fields of a record that hold several other records, and what these are."""
    return {column.name: column.inner for column in columns_of(model) if column.inner and column.type == "array"}


def with_inner(model: Model) -> list[Model]:
    """Return a kind of record and every kind that lies inside it, at any depth; lists before single records."""
    models = [model]
    for one in models:
        inner = [column.inner for column in sorted(columns_of(one), key=lambda column: column.type != "array")]
        models += dict.fromkeys(held for held in inner if held and held not in models)
    return models


def _column(name: str, shape: Mapping[str, Any], annotation: Any, *, required: bool) -> Column:  # noqa: ANN401
    options = shape.get("anyOf", [shape])
    real = next(option for option in options if option.get("type") != "null")
    is_date = real.get("format") == "date" or real.get("pattern") == DATE_FORM["pattern"]
    kind: ColumnType = "object" if "$ref" in real else "date" if is_date else real["type"]
    always = kind in ("array", "object", "boolean", "integer") or real.get("minLength", 0) > 0 or "pattern" in real
    vocabulary = shape.get("coded", {}).get("vocabulary")
    held = (annotation, *typing.get_args(annotation))
    return Column(
        name,
        kind,
        shape.get("description", ""),
        required=len(options) == 1 and (always or (kind == "date" and required)),
        pattern=real.get("pattern"),
        vocabulary=vocabulary,
        refers=None if vocabulary or name == "id" else _refers(name, real.get("items", real).get("pattern", "")),
        inner=next((one for one in held if isinstance(one, type) and issubclass(one, Record)), None),
    )


def _refers(name: str, pattern: str) -> str | None:
    """Return the records whose ids a field holds, by the form of the ids and by the field's name."""
    kinds = _kinds_by_pattern().get(pattern, [])
    if len(kinds) != 1 or name in _NAMING:
        several = ANY_RECORD if kinds or name in _NAMING else None
        return next((kind.collection for kind in kinds if kind.noun == name), several)
    return kinds[0].collection


@cache
def _kinds_by_pattern() -> Mapping[str, list[Kind]]:
    """Return, for each form of an id, the kinds whose ids have it."""
    forms = ((kind.record.model_json_schema()["properties"], kind) for kind in KINDS if kind.has_id)
    return grouped((properties["id"]["pattern"], kind) for properties, kind in forms)


class Sheet(NamedTuple):
    """One flat table: its key and columns, and where its rows come from; `quotes` when it holds the articles' words."""

    name: str
    description: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Rows
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
    word = Column("word", "string", "The word that records use.")
    vocabulary = Column("vocabulary", "string", "The name of the vocabulary.")
    terms = _sheet("vocabulary", Term, (vocabulary.name, word.name), (vocabulary, word), _terms)
    return (*(sheet for kind in KINDS for sheet in _of_kind(kind)), _LINKS, terms)


def _of_kind(kind: Kind) -> Iterator[Sheet]:
    own = "id" if kind.has_id else "number"
    yield _sheet(kind.collection, kind.record, (own,), () if kind.has_id else (NUMBER,), partial(_rows, kind, ""))
    holder = Column(kind.noun, "string", f"The {kind.noun} that holds it.", refers=kind.collection)
    name = Column("key", "string", f"Its name: {kind.noun} and number.")
    for field, model in inner_records(kind.record).items():
        named, key = ((name,), ("key",)) if hasattr(model, "key") else ((), (kind.noun, "number"))
        yield _sheet(field, model, key, (*named, holder, NUMBER), partial(_rows, kind, field))


def _sheet(name: str, model: Model, key: tuple[str, ...], before: tuple[Column, ...], rows: Rows) -> Sheet:
    quotes = issubclass(model, Passage)
    own = (column for column in columns_of(model) if column.name not in inner_records(model))
    description = (model.__doc__ or "").split("\n")[0]
    return Sheet(name, description, key, (*before, *own, *(SPAN if quotes else ())), rows, quotes)


def _rows(kind: Kind, field: str, ledger: Ledger) -> Iterator[dict[str, Any]]:
    """Yield the records of a kind, or those that lie in a field of each, under the names of all possible columns."""
    records = getattr(ledger, kind.collection)
    for holder, held in [(record.id, getattr(record, field)) for record in records] if field else [("", records)]:
        for number, record in enumerate(held, 1):
            yield {kind.noun: holder, "number": number, "key": getattr(record, "key", "")} | _values(record)


def _values(record: Record) -> dict[str, Any]:
    """Return what a record says; of a passage the article's own characters, and their span as `start` and `end`."""
    values = record.model_dump(mode="json")
    if isinstance(record, Passage):
        values["exact"] = record.verbatim
        values |= record.span._asdict() if record.span else {}
    return values


def _links(ledger: Ledger) -> Iterator[dict[str, Any]]:
    for judgement in ledger.judgements:
        for relation in ("supported_by", "decisive", "challenged_by"):
            for claim in dict.fromkeys(getattr(judgement, relation)):
                yield {"judgement": judgement.id, "claim": claim, "relation": relation}


def _terms(ledger: Ledger) -> Iterator[dict[str, Any]]:
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


def _cell(value: Any) -> Cell:  # noqa: ANN401 -- of a record as JSON
    plain = value is None or isinstance(value, str | int | bool)
    return value if plain else json.dumps(value, ensure_ascii=False, sort_keys=True)
