"""Where the briefing and its records can be found: an address where there is a site, a URN otherwise."""

from __future__ import annotations

import re
import unicodedata

from briefing.model.ledger import KINDS, Ledger
from briefing.versions.edition import Edition

#: Kinds whose records keep the addresses that a release has published.
PUBLISHED_FOLDERS = {"claim": "claims", "judgement": "claims"}
_WITH_PAGES = frozenset(kind.noun for kind in KINDS if kind.has_id)


def record_page(ledger: Ledger, name: str) -> str:
    """Return the document that is a record's own page in the HTML book, `claims/C04` or `records/G1`.

    Raises `KeyError` when the ledger holds no record of that id.
    """
    return _page(ledger.kind_by_id[name].noun, name)


def slug(text: str) -> str:
    """Return `text` as a name of lower-case letters, digits and hyphens, `briefing` when nothing is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "briefing"


def identifier(edition: Edition, kind: str, name: str = "") -> str:
    """Return the IRI of something: its page where there is a site, a URN otherwise.

    The same in every version, except for `briefing`, which names one version.
    """
    if edition.site and kind in _WITH_PAGES:
        return f"{edition.site}/{_page(kind, name)}.html"
    if edition.site and kind == "briefing":
        return f"{edition.site}/v{edition.version}/" if edition.status == "release" else f"{edition.site}/"
    base = f"{edition.site}/#" if edition.site else f"urn:briefing:{slug(edition.title)}:"
    return f"{base}{kind}:{name or edition.version.replace('+', '-')}"


def _page(kind: str, name: str) -> str:
    return f"{PUBLISHED_FOLDERS.get(kind, 'records')}/{name}"
