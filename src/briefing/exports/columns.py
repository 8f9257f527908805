"""The fields of the records as columns: name, type, meaning, vocabulary, and whose ids they hold.

The one place that reads pydantic's description of a record; sheets, schemas, linked data and dictionary are loops over
what it gives.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from briefing.model.base import DATE_FORM, Record
from briefing.model.ledger import KINDS

ColumnType = Literal["string", "integer", "boolean", "date", "array", "object"]
#: What a column refers to that holds ids of several kinds.
ANY_RECORD = "records"
#: Fields that hold ids in the form of any word.
_NAMING = frozenset({"concerns", "replaced_by"})


@dataclass(frozen=True, slots=True)
class Column:
    """One field: what its cells may hold, and which records its ids name; `inner` is the record that lies in it."""

    name: str
    type: ColumnType
    description: str
    required: bool = True
    pattern: str | None = None
    vocabulary: str | None = None
    refers: str | None = None
    inner: str | None = None

    @property
    def holds(self) -> str:
        """What a maintainer writes, in words."""
        one = {"string": "text", "integer": "a whole number", "boolean": "`true` or `false`", "array": "text"}
        kind = one | {"date": "a date, `2024-05-09`, `2024-05` or `2024`", "object": "keys and values"}
        what = f"text like `{self.pattern}`" if self.pattern and self.type != "date" else kind[self.type]
        if self.inner:
            what = f"keys of `{self.inner}`"
        elif self.vocabulary:
            what = f"a word of `{self.vocabulary}`"
        elif self.refers:
            what = "the id of a record" if self.refers == ANY_RECORD else f"an id of `{self.refers}`"
        return f"a list: {what}" if self.type == "array" else what


@cache
def columns_of(model: type[Record]) -> tuple[Column, ...]:
    """Return the fields of a kind of record, its id first, without what never leaves the house."""
    schema = model.model_json_schema(mode="serialization")
    shapes = {name: s for name, s in schema["properties"].items() if not model.model_fields[name].exclude}
    columns = (_column(name, shape, required=name in schema.get("required", ())) for name, shape in shapes.items())
    return tuple(sorted(columns, key=lambda column: column.name != "id"))


@cache
def inner_records(model: type[Record], *, single: bool = False) -> Mapping[str, type[Record]]:
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


def _column(name: str, shape: Mapping[str, Any], *, required: bool) -> Column:
    options = shape.get("anyOf", [shape])
    real = next(option for option in options if option.get("type") != "null")
    one = real.get("items", real)
    is_date = real.get("format") == "date" or real.get("pattern") == DATE_FORM["pattern"]
    kind: ColumnType = "object" if "$ref" in real else "date" if is_date else real["type"]
    always = kind in ("array", "object", "boolean", "integer") or real.get("minLength", 0) > 0 or "pattern" in real
    vocabulary = shape.get("coded", {}).get("vocabulary")
    return Column(
        name,
        kind,
        shape.get("description", ""),
        required=len(options) == 1 and (always or (kind == "date" and required)),
        pattern=real.get("pattern"),
        vocabulary=vocabulary,
        refers=None if vocabulary or name == "id" else _refers(name, one.get("pattern", "")),
        inner=one["$ref"].rpartition("/")[2] if "$ref" in one else None,
    )


def _refers(name: str, pattern: str) -> str | None:
    """Return the records whose ids a field holds, by the form of the ids and by the field's name."""
    kinds = _kinds_by_pattern().get(pattern, [])
    named = [kind for kind, noun in kinds if noun == name]
    if len(kinds) > 1 or name in _NAMING:
        return named[0] if named else ANY_RECORD
    return kinds[0][0] if kinds else None


@cache
def _kinds_by_pattern() -> Mapping[str, list[tuple[str, str]]]:
    """Return, for each form of an id, the kinds whose ids have it, as collection and noun."""
    kinds: dict[str, list[tuple[str, str]]] = {}
    for kind in KINDS:
        if kind.has_id:
            pattern = kind.record.model_json_schema()["properties"]["id"]["pattern"]
            kinds.setdefault(pattern, []).append((kind.collection, kind.noun))
    return kinds
