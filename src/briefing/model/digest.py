"""The evidence digest: one number that changes when, and only when, what was said does.

It is taken over what the records say, not over how they are modelled or in which order they stand in their files: a
field that stands at its default is left out, so an optional field more changes no digest. Line numbers and anchored
spans are left out too; an article's own digest stands for its text.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from briefing.model.ledger import Ledger

#: Raised when what is said is written down in another way. In schema 1, defaults were written out.
SCHEMA = 2


def canonical_json(value: object) -> str:
    """Return a JSON value with sorted keys and no spare white space."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def value_digest(value: object) -> str:
    """Return the SHA-256 of a value's canonical JSON, as 64 hexadecimal digits."""
    return bytes_digest(canonical_json(value).encode("utf-8", "surrogatepass"))


def bytes_digest(raw: bytes) -> str:
    """Return the SHA-256 of some bytes, such as an article's, as 64 hexadecimal digits."""
    return hashlib.sha256(raw).hexdigest()


def said(ledger: Ledger) -> dict[str, Any]:
    """Return what a ledger says as plain values, by id, everything that stands at its default left out."""

    def place(record: dict[str, Any]) -> tuple[str, int, str]:  # C99 before C100; what has no id by all that it says
        name = str(record.get("id", ""))
        letters = name.rstrip("0123456789")
        return letters, int(name[len(letters) :] or 0), canonical_json(record)

    values = ledger.model_dump(mode="json", exclude_defaults=True)
    return {name: sorted(value, key=place) if isinstance(value, list) else value for name, value in values.items()}


def ledger_json(ledger: Ledger) -> str:
    """Return what a ledger says as canonical JSON, with the number of its schema."""
    return said_json(said(ledger))


def evidence_digest(ledger: Ledger) -> str:
    """Return the SHA-256 of `ledger_json`, as 64 hexadecimal digits."""
    return said_digest(said(ledger))


def said_json(values: dict[str, Any], schema: int = SCHEMA) -> str:
    """Return a ledger's plain values, as they were said, in the canonical JSON of a schema."""
    return canonical_json(values if schema == 1 else {"schema": schema, **values})


def said_digest(values: dict[str, Any], schema: int = SCHEMA) -> str:
    """Return the SHA-256 of `said_json`; a release file is compared with its own schema's."""
    return bytes_digest(said_json(values, schema).encode("utf-8", "surrogatepass"))
