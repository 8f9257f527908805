"""References of the briefing and of its articles, as BibTeX and as CSL-JSON."""

from __future__ import annotations

import datetime as dt
from typing import Any

from briefing.exports.citation import SHORT, cite_article, cite_briefing
from briefing.model.ledger import Ledger
from briefing.model.sources import Article
from briefing.versions.address import identifier, slug
from briefing.versions.edition import Edition


def references_bib(ledger: Ledger, edition: Edition) -> str:
    """Return a BibTeX file: the briefing first, then its articles."""
    entries = [cite_briefing(edition).bibtex, *(cite_article(article).bibtex for article in ledger.articles)]
    return "\n".join(entries)


def csl_items(ledger: Ledger, edition: Edition) -> list[dict[str, Any]]:
    """Return the same references as CSL-JSON items."""
    briefing: dict[str, Any] = {
        "id": slug(edition.title),
        "type": "report",
        "title": edition.title,
        "version": edition.version,
        "note": f"Evidence digest {edition.digest[:SHORT]}. Articles {edition.as_of}.",
    }
    if edition.site:
        briefing["URL"] = identifier(edition, "briefing")
    return [_dated(briefing, edition.day), *(_article(article) for article in ledger.articles)]


def _article(article: Article) -> dict[str, Any]:
    item = {
        "id": article.id,
        "type": "webpage",
        "title": article.title,
        "publisher": article.publisher,
        "URL": article.url,
        "language": article.language,
    }
    return _dated(item, article.published)


def _dated(item: dict[str, Any], day: dt.date | None) -> dict[str, Any]:
    return item | ({"issued": {"date-parts": [[day.year, day.month, day.day]]}} if day else {})
