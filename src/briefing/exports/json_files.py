"""The ledger and its history as JSON: the canonical ledger with its JSON Schema (draft 2020-12), and all changes."""

from __future__ import annotations

from typing import Any

from briefing.exports.catalogue import Exporting, export
from briefing.exports.columns import inner_records
from briefing.model.base import Record
from briefing.model.digest import SCHEMA, ledger_json
from briefing.model.ledger import KINDS, Ledger
from briefing.versions.history import steps
from briefing.versions.wording import differences

DRAFT = "https://json-schema.org/draft/2020-12/schema"


@export("ledger.json", media="application/json", about="The canonical ledger; its SHA-256 is the evidence digest.")
def canonical_ledger(exporting: Exporting) -> str:
    """Return the ledger whose digest stands on every page."""
    return ledger_json(exporting.ledger)


@export("ledger.schema.json", media="application/schema+json", about="JSON Schema of ledger.json.")
def ledger_schema(_: Exporting | None = None) -> dict[str, Any]:
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


@export("changes.json", media="application/json", about="What changed in each version, newest first, with the reasons.")
def changes_json(exporting: Exporting) -> list[dict[str, Any]]:
    """Return one object a version: number, day, and every change with the sentence that describes it."""
    return [
        {
            "version": step.version,
            "released": step.released.isoformat() if step.released else None,
            **differences(step.changes, step.reasons, step.ledger),
        }
        for step in steps(exporting.ledger, exporting.releases)
    ]
