"""Where the briefing and its records can be found: an address where there is a site, a URN otherwise."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Any, Literal

import yaml

from briefing.model.ledger import Ledger
from briefing.versions.edition import Edition

Named = Literal["briefing", "claim", "judgement", "article", "origin", "actor", "evidence", "change"]


def site_address(config: Path) -> str:
    """Return the address that the configuration gives the site, without a slash at its end; empty when none."""
    settings: dict[str, Any] = yaml.safe_load(config.read_bytes()) or {}
    return str(((settings.get("sphinx") or {}).get("config") or {}).get("briefing_site_url") or "").rstrip("/")


#: Kinds whose records keep the addresses that a release has published.
PUBLISHED_FOLDERS = {"claims": "claims", "judgements": "claims"}


def record_page(ledger: Ledger, name: str) -> str:
    """Return the document that is a record's own page in the HTML book, `claims/C04` or `records/G1`.

    Raises `KeyError` when the ledger holds no record of that id.
    """
    return f"{PUBLISHED_FOLDERS.get(ledger.kind_by_id[name].collection, 'records')}/{name}"


def slug(text: str) -> str:
    """Return `text` as a name of lower-case letters, digits and hyphens, `briefing` when nothing is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "briefing"


def identifier(edition: Edition, kind: Named, name: str = "", site: str = "") -> str:
    """Return the IRI of something: the page of a claim where there is a site, a URN otherwise.

    The same in every version, except for `briefing`, which names one version.
    """
    if site and kind == "claim":
        return f"{site}/claims/{name}.html"
    if site and kind == "briefing":
        return f"{site}/v{edition.version}/" if edition.status == "release" else f"{site}/"
    base = f"{site}/#" if site else f"urn:briefing:{slug(edition.title)}:"
    return f"{base}{kind}:{name or edition.version.replace('+', '-')}"
