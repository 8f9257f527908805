"""The evidence digest: one number that changes when, and only when, the evidence does.

Line numbers and anchored spans are left out; an article's own digest stands for its text.
"""

from __future__ import annotations

from briefing.model.canonical import canonical_json, value_digest
from briefing.model.records import Ledger


def ledger_json(ledger: Ledger) -> str:
    """Return the ledger as canonical JSON: the same bytes for the same evidence."""
    return canonical_json(ledger.model_dump(mode="json"))


def evidence_digest(ledger: Ledger) -> str:
    """Return the SHA-256 of the ledger's canonical JSON, as 64 hexadecimal digits."""
    return value_digest(ledger.model_dump(mode="json"))
