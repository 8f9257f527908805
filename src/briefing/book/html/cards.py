"""The cards that open beside a reference: one small script each, fetched when a reader asks for it.

A page that names every claim would carry more cards than text. A script, unlike a fetch, also
works when the book is opened from the file system.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from briefing.book.core.state import get_ledger
from briefing.book.html.views import claim_view, judgement_view

FOLDER = "cards"
#: Stands in a card for the way to the book's root, which differs from page to page.
ROOT = "@root/"


def write_cards(app: Sphinx) -> list[Any]:
    """Write `cards/ID.js` for every claim and judgement; yields no page."""
    if not isinstance(app.builder, StandaloneHTMLBuilder):
        return []
    ledger, builder = get_ledger(app), app.builder
    folder = Path(app.outdir) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)

    def address(document: str) -> str:
        return ROOT + builder.get_target_uri(document)

    common = {
        "pathto": address,
        "ledger_doc": app.config.briefing_ledger_doc,
        "sources_doc": app.config.briefing_sources_doc,
        "judgements_doc": app.config.briefing_judgements_doc,
    }
    cards = {claim.id: ("claim-card.html", {"claim": claim_view(ledger, claim)}) for claim in ledger.claims} | {
        judgement.id: ("judgement-card.html", {"judgement": judgement_view(ledger, judgement)})
        for judgement in ledger.judgements
    }
    for name, (template, context) in cards.items():
        text = builder.templates.render(template, common | context)
        (folder / f"{name}.js").write_text(card_script(name, text), "utf-8", newline="\n")
    return []


def card_script(name: str, text: str) -> str:
    """Return the script that hands a card over."""
    return f"briefing.card({json.dumps(name)},{json.dumps(text, ensure_ascii=False)});\n"


def setup(app: Sphinx) -> None:
    """Register the writing of cards, which happens when the pages are written."""
    app.connect("html-collect-pages", write_cards)
