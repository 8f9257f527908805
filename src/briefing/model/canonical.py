"""The same bytes for the same content: canonical JSON, and the digests taken of it."""

from __future__ import annotations

import hashlib
import json


def canonical_json(value: object) -> str:
    """Return a JSON value with sorted keys and no spare white space."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def value_digest(value: object) -> str:
    """Return the SHA-256 of a value's canonical JSON, as 64 hexadecimal digits."""
    return bytes_digest(canonical_json(value).encode("utf-8", "surrogatepass"))


def bytes_digest(raw: bytes) -> str:
    """Return the SHA-256 of some bytes, such as an article's, as 64 hexadecimal digits."""
    return hashlib.sha256(raw).hexdigest()
