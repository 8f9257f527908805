"""JSON Schemas (draft 2020-12) of what is exported, and the SHACL shapes: an unknown key is an error, never dropped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from briefing.exports.catalogue import Exporting, export
from briefing.exports.columns import inner_records
from briefing.exports.linked_data import CONTEXT, XSD
from briefing.model.base import Record
from briefing.model.digest import SCHEMA, ledger_json
from briefing.model.ledger import KINDS, Ledger

DRAFT = "https://json-schema.org/draft/2020-12/schema"
SHAPES = Path(__file__).with_name("shapes.ttl")
Schema = dict[str, Any]
_OF_A_TARGET = {"source", "selector", "exact", "prefix", "suffix", "start", "end", "facet", "words"}


@export(
    "ledger.json",
    media="application/json",
    about="The canonical ledger; its SHA-256 is the evidence digest.",
)
def canonical_ledger(exporting: Exporting) -> str:
    """Return the ledger whose digest stands on every page."""
    return ledger_json(exporting.ledger)


@export("shapes.ttl", media="text/turtle", about="SHACL shapes of claims.jsonld.")
def shapes(_: Exporting) -> bytes:
    """Return the shapes."""
    return SHAPES.read_bytes()


@export("ledger.schema.json", media="application/schema+json", about="JSON Schema of ledger.json.")
def ledger_schema(_: Exporting | None = None) -> Schema:
    """Return the JSON Schema of ledger.json, made from the records themselves."""
    schema = Ledger.model_json_schema(mode="validation")
    models: dict[str, type[Record]] = {kind.record.__name__: kind.record for kind in KINDS}
    models |= {inner.__name__: inner for model in models.values() for inner in inner_records(model).values()}
    for name, shape in {"Ledger": schema, **schema.get("$defs", {})}.items():
        for field, declared in models[name].model_fields.items() if name in models else ():
            if declared.exclude:
                shape["properties"].pop(field, None)
        shape["additionalProperties"] = False
        shape.setdefault("title", name)
    for unused in ("Place", "Span"):
        schema.get("$defs", {}).pop(unused, None)
    schema["properties"]["schema"] = {"const": SCHEMA}
    schema["required"] = [*schema.get("required", []), "schema"]
    return {"$schema": DRAFT, **schema}


@export("claims.jsonld.schema.json", media="application/schema+json", about="JSON Schema of claims.jsonld.")
def jsonld_schema(_: Exporting | None = None) -> Schema:
    """Return the JSON Schema of claims.jsonld, made from its context.

    JSON-LD drops a key that its context does not define without a word; here it is an error.
    """
    text: Schema = {"type": "string", "minLength": 1}
    texts: Schema = {"type": "array", "items": text, "minItems": 1}
    special: dict[str, Schema] = {
        "type": {"anyOf": [text, texts]},
        "target": _closed({"type": text, "source": text, "selector": _selectors(text)}),
        "invalidated": _closed({"type": text, "description": text}),
        "reviewed": _closed({"version": text, "outcome": text}),
        "facets": {"type": "array", "items": _closed({"facet": text, "words": texts})},
    }
    prefixes = {name for name, value in CONTEXT.items() if isinstance(value, str) and value.endswith((":", "/", "#"))}
    names = [n for n in CONTEXT if n not in _OF_A_TARGET | prefixes and not n.startswith("@")]
    node: Schema = {
        "type": "object",
        "properties": {name: special.get(name) or _value(CONTEXT[name], text, texts) for name in names},
        "required": ["id", "type"],
        "additionalProperties": False,
    }
    graph: Schema = {"type": "array", "minItems": 1, "items": node}
    return {"$schema": DRAFT, **_closed({"@context": {"const": CONTEXT}, "@graph": graph})}


def _value(definition: object, text: Schema, texts: Schema) -> Schema:
    if not isinstance(definition, dict):
        return text
    if definition.get("@type") == f"{XSD}boolean":
        return {"type": "boolean"}
    if definition.get("@type") == f"{XSD}date":
        return {"anyOf": [text, _closed({"@value": text, "@type": text})]}
    return texts if "@container" in definition else text


def _selectors(text: Schema) -> Schema:
    offset: Schema = {"type": "integer", "minimum": 0}
    quote = _closed({"type": {"const": "oa:TextQuoteSelector"}, "exact": text})
    quote["properties"] |= {"prefix": text, "suffix": text}
    position = _closed({"type": {"const": "oa:TextPositionSelector"}, "start": offset, "end": offset})
    return {"type": "array", "minItems": 1, "maxItems": 2, "items": {"anyOf": [quote, position]}}


def _closed(properties: dict[str, Schema]) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
