"""A page of its own, for ever, for each record that has an id, the withdrawn ones included; a card; and a list of all.

A card opens beside a reference: a small script, fetched when a reader asks for it, since a page that names every claim
would carry more cards than text. A script, unlike a fetch, also works when the book is opened from the file system.
"""

from collections.abc import Iterator
from pathlib import Path

from markupsafe import escape
from sphinx.application import Sphinx

from briefing.book.core.state import get_edition, get_layout
from briefing.book.html import kept
from briefing.book.html.assets import part, write_text
from briefing.book.html.catalogue import get_catalogue
from briefing.book.html.noted import noted
from briefing.book.html.reference_pages import CARDS, Page, card_script, terms_of
from briefing.exports.citation import cite_record
from briefing.model.words import sentence
from briefing.reading.settings import read_settings

#: Stands in a card for the way to the book's root, which differs from page to page.
ROOT = "@root/"
REGISTER = "records/index"
#: What a server hands out in place of a page that is not there.
MISSING = "404"
TEMPLATE = "record.html"


def collect_pages(app: Sphinx) -> Iterator[Page]:
    """Write the cards, and yield the pages as (name, context, template)."""
    yield from _records(app)
    catalogue = get_catalogue(app)
    kinds = [(kind, [catalogue.view(name) for name in names]) for kind, names in catalogue.ids.items()]
    about = "Every record of the briefing, by kind."
    yield REGISTER, {"title": "All records", "kinds": kinds, "description": about}, "records.html"
    yield MISSING, {"title": "There is no such page"}, "404.html"
    # Addresses that a release has published lead to where their texts stand now.
    for old, new in read_settings(get_layout(app)).redirects.items():
        source, (target, hash_, anchor) = old.removesuffix(".html"), new.partition("#")
        address = app.builder.get_relative_uri(source, target.removesuffix(".html")) + hash_ + anchor
        yield source, {"title": "Moved", "target": address, "target_file": new}, "moved.html"


def _records(app: Sphinx) -> Iterator[Page]:
    catalogue, terms = get_catalogue(app), terms_of(app)
    documents = {name: app.config[f"briefing_{name}"] for name in ("ledger_doc", "sources_doc", "judgements_doc")}
    accounts = _accounts(app, documents["judgements_doc"])
    for names in catalogue.ids.values():
        for place, name in enumerate(names):
            record, has_account = catalogue.view(name), name in accounts
            beside = {"prev": names[:place][-1:], "next": names[place + 1 : place + 2]}
            turn = {way: catalogue.view(other) for way, others in beside.items() for other in others}
            around = [(way, other.name, other.page) for way, other in turn.items()]
            made_from = (record.told, has_account, place, len(names), around)
            if kept.holds(app, record.page, made_from, f"{record.page}.html", f"{CARDS}/{name}.js"):
                continue
            shown = {"record": record, "terms": terms}
            given = {"has_account": has_account, "pathto": lambda page: ROOT + app.builder.get_target_uri(page)}
            card = part("card.html", **shown, **documents, **given)
            write_text(Path(app.outdir, CARDS, f"{name}.js"), card_script(name, card))
            context = {
                "title": escape(f"{sentence(record.kind.noun)} {record.name}"),
                "description": f"{record.name}: {record.says}",
                "own_citation": cite_record(get_edition(app), record.ledger, name),
                "place": (place + 1, len(names)),
            } | {
                way: {"link": app.builder.get_relative_uri(record.page, page), "title": escape(title)}
                for way, title, page in around
            }
            yield record.page, shown | context, TEMPLATE


def _accounts(app: Sphinx, document: str) -> set[str]:
    """Return the records that have a row, to link to, on the web page of the judgements."""
    rows = noted(app.env, document).rows if document in app.env.found_docs else ()
    shown = app.builder.tags.eval_condition
    return {name for ids, parts in rows if all(map(shown, parts)) for name in ids}
