"""A page of its own, for ever, for each record that has an id, the withdrawn ones included; and a list of them all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markupsafe import escape
from sphinx.application import Sphinx

from briefing.book.core.state import get_edition, get_layout, has_record_pages
from briefing.book.html.catalogue import get_catalogue
from briefing.book.html.records import Catalogue, RecordView
from briefing.exports.citation import cite_record
from briefing.model.words import sentence
from briefing.reading.settings import read_settings

REGISTER = "records/index"
#: What a server hands out in place of a page that is not there.
MISSING = "404"
Page = tuple[str, dict[str, Any], str]


def collect_pages(app: Sphinx) -> Iterator[Page]:
    """Yield the pages as (name, context, template)."""
    if not has_record_pages(app):
        return
    catalogue = get_catalogue(app)
    for name in catalogue.ledger.kind_by_id:
        yield _page(app, catalogue, catalogue.view(name))
    kinds = [(kind, tuple(map(catalogue.line, names))) for kind, names in catalogue.ids.items()]
    about = "Every record of the briefing, by kind."
    yield REGISTER, {"title": "All records", "kinds": kinds, "description": about}, "records.html"
    yield MISSING, {"title": "There is no such page"}, "404.html"
    yield from (_moved(app, old, new) for old, new in read_settings(get_layout(app)).redirects.items())


def _moved(app: Sphinx, old: str, new: str) -> Page:
    """Return the page at an address that a release has published, which leads to where its text stands now."""
    source, (target, hash_, anchor) = old.removesuffix(".html"), new.partition("#")
    address = app.builder.get_relative_uri(source, target.removesuffix(".html")) + hash_ + anchor
    return source, {"title": "Moved", "target": address, "target_file": new}, "moved.html"


def _page(app: Sphinx, catalogue: Catalogue, record: RecordView) -> Page:
    kind = catalogue.ledger.kind_by_id[record.id]
    title = f"{sentence(kind.noun)} {record.name}"
    turn = {
        rel: {"link": app.builder.get_relative_uri(record.page, line.page), "title": escape(line.name)}
        for rel, line in zip(
            ("prev", "next"),
            (catalogue.line(name) if name else None for name in catalogue.neighbours(record.id)),
            strict=True,
        )
        if line
    }
    names = catalogue.ids[kind]
    context = turn | {
        "record": record,
        "collection": kind.collection,
        "place": (names.index(record.id) + 1, len(names)),
        "title": escape(title),
        "description": f"{record.name}: {record.says}",
        "own_citation": cite_record(get_edition(app), catalogue.ledger, record.id),
        "register": REGISTER,
    }
    return record.page, context, "record.html"


def setup(app: Sphinx) -> None:
    """Register the pages."""
    app.connect("html-collect-pages", collect_pages)
