"""What the exported files are: for people a README, for programs an RO-Crate 1.3 with sizes, digests and licences."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from briefing.exports.catalogue import Export, Exporting, catalogue, export
from briefing.exports.citation import author_of
from briefing.exports.csv_package import ESCAPE_RULE, LICENCE, SPREADSHEETS
from briefing.model.digest import bytes_digest
from briefing.model.sources import Article
from briefing.versions.edition import Edition, identifier, slug

VERSION = "1.3"
CONTEXT = f"https://w3id.org/ro/crate/{VERSION}/context"
METADATA = "ro-crate-metadata.json"
RIGHTS = "Quoted words belong to their publishers: see the column rights of articles.csv. The rest is under CC BY 4.0."
Node = dict[str, Any]


@export("README.md", media="text/markdown", about="What each of these files is.")
def readme(exporting: Exporting) -> str:
    """Return the list of files as Markdown, with what a reader must know to open them."""
    edition = exporting.edition
    stamp = f"{edition.stamp}. Evidence digest {edition.digest}. Articles {edition.as_of}."
    rows = ((f"`{entry.name}`", entry.media, entry.about) for entry in catalogue())
    files = markdown_table(("File", "Type", "What it is"), rows)
    return f"# {edition.title}: data\n\n{stamp}\n\n{SPREADSHEETS} {ESCAPE_RULE}\n\n{RIGHTS}\n\n{files}\n"


def markdown_table(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    """Return a table in pipes."""
    cells = ((" ".join(str("" if c is None else c).replace("|", "\\|").split()) for c in row) for row in rows)
    lines = (f"| {' | '.join(row)} |" for row in (head, *cells))
    return "\n".join((next(lines), f"|{' --- |' * len(head)}", *lines))


@export(METADATA, media="application/ld+json", about="RO-Crate of all files.")
def crate_metadata(exporting: Exporting) -> Node:
    """Return ro-crate-metadata.json, which lists every other export."""
    edition = exporting.edition
    files = [entry for entry in catalogue() if entry.name != METADATA]
    articles = [_article(edition, article) for article in exporting.ledger.articles]
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
        "license": {"@id": LICENCE["path"]},
        "publisher": {"@id": "#publisher"},
        "author": {"@id": "#publisher"},
        "hasPart": [{"@id": entry.name} for entry in files],
        "citation": [{"@id": article["@id"]} for article in articles],
    }
    digest = {"@id": "#digest", "@type": "PropertyValue", "name": "evidence digest (SHA-256 of ledger.json)",
              "propertyID": "sha256", "value": edition.digest}  # fmt: skip
    licence = {"@id": LICENCE["path"], "@type": "CreativeWork", "name": LICENCE["title"],
               "description": "Quoted words belong to their publishers and are not under it."}  # fmt: skip
    publisher = {"@id": "#publisher", "@type": "Organization", "name": author_of(edition),
                 "url": edition.site or f"urn:briefing:{slug(edition.title)}"}  # fmt: skip
    parts = [_file(entry, exporting.content(entry.name)) for entry in files]
    return {"@context": CONTEXT, "@graph": [descriptor, root, digest, licence, publisher, *parts, *articles]}


def _file(entry: Export, content: bytes) -> Node:
    return {
        "@id": entry.name,
        "@type": "File",
        "name": entry.name,
        "description": entry.about,
        "contentSize": str(len(content)),
        "sha256": bytes_digest(content),
        "encodingFormat": entry.media,
    }


def _article(edition: Edition, article: Article) -> Node:
    node: Node = {
        "@id": identifier(edition, "article", article.id),
        "@type": "Article",
        "name": article.title,
        "url": article.url,
        "sha256": article.sha256,
        "inLanguage": article.language,
    }
    return node | ({"datePublished": article.published.isoformat()} if article.published else {})
