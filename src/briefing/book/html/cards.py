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

from briefing.book.core.state import has_record_pages
from briefing.book.html.catalogue import get_catalogue

FOLDER = "cards"
#: Stands in a card for the way to the book's root, which differs from page to page.
ROOT = "@root/"


def write_cards(app: Sphinx) -> list[Any]:
    """Write `cards/ID.js` for every record that has an id; yields no page."""
    if not has_record_pages(app) or not isinstance(app.builder, StandaloneHTMLBuilder):
        return []
    catalogue, builder = get_catalogue(app), app.builder
    folder = Path(app.outdir) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)

    def address(document: str) -> str:
        return ROOT + builder.get_target_uri(document)

    documents = {name: app.config[f"briefing_{name}"] for name in ("ledger_doc", "sources_doc", "judgements_doc")}
    for name in catalogue.ledger.kind_by_id:
        context = {"pathto": address, "record": catalogue.view(name), **documents}
        text = builder.templates.render("card.html", context)
        (folder / f"{name}.js").write_text(card_script(name, text), "utf-8", newline="\n")
    return []


def card_script(name: str, text: str) -> str:
    """Return the script that hands a card over."""
    return f"briefing.card({json.dumps(name)},{json.dumps(text, ensure_ascii=False)});\n"


def setup(app: Sphinx) -> None:
    """Register the writing of cards, which happens when the pages are written."""
    app.connect("html-collect-pages", write_cards)
