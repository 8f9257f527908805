"""An RO-Crate 1.3 around the exported files: what each is, how large, with which digest, under which licence."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from briefing.model.ledger import Ledger
from briefing.versions.address import identifier, slug
from briefing.versions.edition import Edition

VERSION = "1.3"
CONTEXT = f"https://w3id.org/ro/crate/{VERSION}/context"
METADATA = "ro-crate-metadata.json"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
MEDIA = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".bib": "application/x-bibtex",
    ".cff": "application/yaml",
    ".ttl": "text/turtle",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Node = dict[str, Any]


def crate_metadata(ledger: Ledger, edition: Edition, files: Mapping[str, tuple[str, bytes]]) -> Node:
    """Return ro-crate-metadata.json for files given as name, description and content."""
    articles = [_article(ledger, edition, n) for n in range(len(ledger.articles))]
    descriptor = {
        "@id": METADATA,
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": f"https://w3id.org/ro/crate/{VERSION}"},
    }
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": edition.title,
        "description": f"{edition.subtitle or edition.title} Articles {edition.as_of}.",
        "datePublished": edition.day.isoformat(),
        "version": edition.version,
        "identifier": {"@id": "#digest"},
        "license": {"@id": LICENCE},
        "publisher": {"@id": "#publisher"},
        "author": {"@id": "#publisher"},
        "hasPart": [{"@id": name} for name in files],
        "citation": [{"@id": article["@id"]} for article in articles],
    }
    digest = {"@id": "#digest", "@type": "PropertyValue", "name": "evidence digest (SHA-256 of ledger.json)",
              "propertyID": "sha256", "value": edition.digest}  # fmt: skip
    licence = {"@id": LICENCE, "@type": "CreativeWork", "name": "Creative Commons Attribution 4.0 International",
               "description": "Quoted words belong to their publishers and are not under it."}  # fmt: skip
    publisher = {"@id": "#publisher", "@type": "Organization", "name": f"The editors of “{edition.title}”",
                 "url": edition.site or f"urn:briefing:{slug(edition.title)}"}  # fmt: skip
    parts = [_file(name, *described) for name, described in files.items()]
    return {"@context": CONTEXT, "@graph": [descriptor, root, digest, licence, publisher, *parts, *articles]}


def _file(name: str, description: str, content: bytes) -> Node:
    return {
        "@id": name,
        "@type": "File",
        "name": name,
        "description": description,
        "contentSize": str(len(content)),
        "sha256": hashlib.sha256(content).hexdigest(),
        "encodingFormat": next(kind for suffix, kind in MEDIA.items() if name.endswith(suffix)),
    }


def _article(ledger: Ledger, edition: Edition, number: int) -> Node:
    article = ledger.articles[number]
    node: Node = {
        "@id": identifier(edition, "article", article.id),
        "@type": "Article",
        "name": article.title,
        "url": article.url,
        "sha256": article.sha256,
        "inLanguage": article.language,
    }
    return node | ({"datePublished": article.published.isoformat()} if article.published else {})
