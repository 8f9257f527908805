"""A page of its own, for ever, for each claim and each judgement, the withdrawn ones included."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sphinx.application import Sphinx

from briefing.book.core.state import get_edition, get_layout, get_ledger
from briefing.book.html.views import claim_view, judgement_view
from briefing.exports.citation import Citation, cite_briefing, cite_claim
from briefing.model.ledger import Ledger
from briefing.model.records import Claim, Judgement
from briefing.reading.releases import read_releases
from briefing.versions.history import Event, histories

FOLDER = "claims"
Page = tuple[str, dict[str, Any], str]


def collect_pages(app: Sphinx) -> Iterator[Page]:
    """Yield the pages as (name, context, template)."""
    ledger = get_ledger(app)
    past = histories(read_releases(get_layout(app)), ledger)
    yield from (_claim_page(app, ledger, claim, past[claim.id]) for claim in ledger.claims)
    yield from (_judgement_page(app, ledger, judgement, past[judgement.id]) for judgement in ledger.judgements)


def _claim_page(app: Sphinx, ledger: Ledger, claim: Claim, past: Sequence[Event]) -> Page:
    context = {
        "claim": claim_view(ledger, claim),
        "title": f"Claim {claim.id}",
        "description": f"{claim.id}: {claim.statement}",
        "own_citation": cite_claim(get_edition(app), claim),
        "history": past,
    }
    return f"{FOLDER}/{claim.id}", context, "claim.html"


def _judgement_page(app: Sphinx, ledger: Ledger, judgement: Judgement, past: Sequence[Event]) -> Page:
    whole = cite_briefing(get_edition(app)).text
    context = {
        "judgement": judgement_view(ledger, judgement),
        "title": f"Judgement {judgement.id}",
        "description": f"{judgement.id}: {judgement.statement}",
        "own_citation": Citation(f"“{judgement.statement}” Judgement {judgement.id} in: {whole}", ""),
        "history": past,
    }
    return f"{FOLDER}/{judgement.id}", context, "judgement.html"


def setup(app: Sphinx) -> None:
    """Register the pages."""
    app.connect("html-collect-pages", collect_pages)
