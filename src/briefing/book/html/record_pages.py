"""A page of its own, for ever, for each record that has an id, the withdrawn ones included; a card; and a list of all.

A card opens beside a reference: a small script, fetched when a reader asks for it, since a page that names every claim
would carry more cards than text. A script, unlike a fetch, also works when the book is opened from the file system.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from markupsafe import escape
from sphinx.application import Sphinx

from briefing.book.core.state import get_edition, get_layout
from briefing.book.html import kept
from briefing.book.html.assets import part, write_script
from briefing.book.html.catalogue import get_catalogue
from briefing.book.html.noted import noted
from briefing.book.html.records import RecordView
from briefing.book.html.reference_pages import CARDS, Page, card_script, terms_of
from briefing.exports.citation import cite_record
from briefing.model.words import sentence
from briefing.reading.settings import read_settings
from briefing.versions.edition import record_page

#: Stands in a card for the way to the book's root, which differs from page to page.
ROOT = "@root/"
REGISTER = "records/index"
#: What a server hands out in place of a page that is not there.
MISSING = "404"
TEMPLATE = "record.html"


def collect_pages(app: Sphinx) -> Iterator[Page]:
    """Write the cards, and yield the pages as (name, context, template)."""
    catalogue = get_catalogue(app)
    given = {name: app.config[f"briefing_{name}"] for name in ("ledger_doc", "sources_doc", "judgements_doc")} | {
        "terms": terms_of(app),
        "pathto": lambda page: ROOT + app.builder.get_target_uri(page),
    }
    accounts = _accounts(app)
    for names in catalogue.ids.values():
        for place, name in enumerate(names):
            page = record_page(catalogue.ledger, name)
            record = catalogue.view(name)
            beside = {"prev": names[:place][-1:], "next": names[place + 1 : place + 2]}
            turn = {way: catalogue.view(other) for way, others in beside.items() for other in others}
            around = [(way, other.name, other.page) for way, other in turn.items()]
            made_from = (record.told, name in accounts, place, len(names), around)
            if kept.holds(app, page, made_from, f"{page}.html", f"{CARDS}/{name}.js"):
                continue
            card = part("card.html", record=record, has_account=name in accounts, **given)
            write_script(Path(app.outdir, CARDS, f"{name}.js"), card_script(name, card))
            yield record.page, _context(app, record, turn) | {"place": (place + 1, len(names))}, TEMPLATE
    kinds = [(kind, [catalogue.view(name) for name in names]) for kind, names in catalogue.ids.items()]
    about = "Every record of the briefing, by kind."
    yield REGISTER, {"title": "All records", "kinds": kinds, "description": about}, "records.html"
    yield MISSING, {"title": "There is no such page"}, "404.html"
    for old, new in read_settings(get_layout(app)).redirects.items():
        yield _moved(app, old.removesuffix(".html"), new)


def _accounts(app: Sphinx) -> set[str]:
    """Return the records that have a row, to link to, on the web page of the judgements."""
    document = app.config.briefing_judgements_doc
    if document not in app.env.found_docs:
        return set()
    shown = app.builder.tags.eval_condition
    return {name for ids, parts in noted(app.env, document).rows if all(map(shown, parts)) for name in ids}


def _context(app: Sphinx, record: RecordView, turn: Mapping[str, RecordView]) -> dict[str, Any]:
    """Return what the template of a record's page is given; `turn` are the records before (`prev`) and after it."""
    links = {
        way: {"link": app.builder.get_relative_uri(record.page, view.page), "title": escape(view.name)}
        for way, view in turn.items()
    }
    return links | {
        "record": record,
        "terms": terms_of(app),
        "title": escape(f"{sentence(record.kind.noun)} {record.name}"),
        "description": f"{record.name}: {record.says}",
        "own_citation": cite_record(get_edition(app), record.ledger, record.id),
    }


def _moved(app: Sphinx, source: str, new: str) -> Page:
    """Return the page at an address that a release has published, which leads to where its text stands now."""
    target, hash_, anchor = new.partition("#")
    address = app.builder.get_relative_uri(source, target.removesuffix(".html")) + hash_ + anchor
    return source, {"title": "Moved", "target": address, "target_file": new}, "moved.html"
