"""JSON Schemas (draft 2020-12) of what is exported: an unknown key is an error, never dropped."""

from __future__ import annotations

from typing import Any

from briefing.exports.linked_data import CONTEXT
from briefing.model.digest import SCHEMA
from briefing.model.ledger import Ledger

DRAFT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]


def ledger_schema() -> Schema:
    """Return the JSON Schema of ledger.json, made from the records themselves."""
    schema = Ledger.model_json_schema(mode="validation")
    for name, shape in {"Ledger": schema, **schema.get("$defs", {})}.items():
        properties = shape.get("properties", {})
        for hidden in ("place", "span", "text", "claim", "number"):
            properties.pop(hidden, None)
        shape["additionalProperties"] = False
        shape.setdefault("title", name)
    for unused in ("Place", "Span"):
        schema.get("$defs", {}).pop(unused, None)
    schema["properties"]["schema"] = {"const": SCHEMA}
    schema["required"] = [*schema.get("required", []), "schema"]
    return {"$schema": DRAFT, **schema}


def jsonld_schema() -> Schema:
    """Return the JSON Schema of claims.jsonld.

    JSON-LD drops a key that its context does not define without a word; here it is an error.
    """
    text: Schema = {"type": "string", "minLength": 1}
    texts: Schema = {"type": "array", "items": text, "minItems": 1}
    offset: Schema = {"type": "integer", "minimum": 0}
    special: dict[str, Schema] = {
        "type": {"anyOf": [text, texts]},
        "target": _closed({"type": text, "source": text, "selector": _selectors(text, offset)}),
        "invalidated": _closed({"type": text, "description": text}),
        **dict.fromkeys(
            ("appearance", "wasDerivedFrom", "actors", "voice", "supportedBy", "challengedBy", "replacedBy"), texts
        ),
    }
    selector_only = {"source", "selector", "exact", "prefix", "suffix", "start", "end"}
    prefixes = {name for name, value in CONTEXT.items() if isinstance(value, str) and value.endswith((":", "/", "#"))}
    names = [n for n in CONTEXT if n not in selector_only | prefixes and not n.startswith("@")]
    node: Schema = {
        "type": "object",
        "properties": {name: special.get(name, text) for name in names},
        "required": ["id", "type"],
        "additionalProperties": False,
    }
    graph: Schema = {"type": "array", "minItems": 1, "items": node}
    return {"$schema": DRAFT, **_closed({"@context": {"const": CONTEXT}, "@graph": graph})}


def _selectors(text: Schema, offset: Schema) -> Schema:
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
