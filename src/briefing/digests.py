"""The evidence digest: one number that changes when, and only when, the evidence does.

Line numbers and anchored spans are left out; an article's own digest stands for its text.
"""

from __future__ import annotations

import hashlib
import json

from briefing.models import Ledger


def canonical_json(ledger: Ledger) -> str:
    """Return the ledger as JSON with sorted keys and no spare white space: the same bytes for the same evidence."""
    return json.dumps(ledger.model_dump(mode="json"), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def evidence_digest(ledger: Ledger) -> str:
    """Return the SHA-256 of the ledger's canonical JSON, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(ledger).encode("utf-8", "surrogatepass")).hexdigest()


def text_digest(raw: bytes) -> str:
    """Return the SHA-256 of an article's bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(raw).hexdigest()
