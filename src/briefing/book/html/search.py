"""The search: claims, passages, actors and pages in one index that also opens from a file.

The index is a script that sets one variable, since a page opened from the file system may not
fetch. Ranking is MiniSearch's; this module only says what there is to find.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from briefing.book.core import nodes as own
from briefing.book.core.state import get_ledger
from briefing.model.ledger import Ledger
from briefing.model.naming import actor_name, dated_name

INDEX_FILE = "search-index.js"
Entry = dict[str, str]


def claim_entries(ledger: Ledger) -> Iterator[Entry]:
    """Yield the claims: statement, then the labels of their codes and their actors."""
    for claim in ledger.claims:
        labels = [ledger.label("theme", claim.theme), *(actor_name(ledger, actor) for actor in claim.actors)]
        yield _entry("claim", claim.id, claim.statement, " · ".join(labels), f"claims/{claim.id}.html")
    for judgement in ledger.judgements:
        yield _entry("claim", judgement.id, judgement.statement, judgement.because, f"claims/{judgement.id}.html")


def passage_entries(ledger: Ledger, sources: str) -> Iterator[Entry]:
    """Yield the quoted passages; a quote that several claims use is found once."""
    seen: set[tuple[str, str]] = set()
    for claim in ledger.standing:
        for evidence in claim.evidence:
            if (evidence.article, evidence.exact) not in seen:
                seen.add((evidence.article, evidence.exact))
                name, key = dated_name(ledger, evidence.article), evidence.key
                yield _entry("passage", key, name, evidence.exact, f"{sources}.html#{key}")


def actor_entries(ledger: Ledger, page: str) -> Iterator[Entry]:
    """Yield the actors: name, other names, what is said of them, and the claims they are in."""
    for actor in ledger.actors:
        claims = [claim.id for claim in ledger.standing if actor.id in claim.actors]
        others = f"Also: {', '.join(actor.aliases)}." if actor.aliases else ""
        body = " ".join(filter(None, [others, actor.note, f"In {', '.join(claims)}." if claims else ""]))
        yield _entry("actor", actor.id, actor.name, body, f"{page}.html?actor={actor.id}")


def page_entries(document: str, doctree: nodes.document) -> Iterator[Entry]:
    """Yield the sections of a page: heading and running text, without tables, code and source texts."""
    for section in doctree.findall(nodes.section):
        title = next(iter(section.findall(nodes.title)), None)
        words = [" ".join(child.astext().split()) for child in section.children if isinstance(child, nodes.paragraph)]
        lists = [
            " ".join(child.astext().split())
            for child in section.children
            if isinstance(child, nodes.bullet_list | nodes.enumerated_list | nodes.definition_list | own.guide)
        ]
        if title is not None:
            anchor = section["ids"][0] if section["ids"] else ""
            yield _entry("page", "", title.astext(), " ".join([*words, *lists]), f"{document}.html#{anchor}")


def index_text(entries: list[Entry]) -> str:
    """Return the index as a script; `<` is escaped so that it may stand anywhere."""
    body = json.dumps(entries, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f"window.briefingSearchIndex={body};\n"


def collect_pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Write the index and yield the search page."""
    ledger, config = get_ledger(app), app.config
    documents = sorted(app.env.found_docs, key=lambda name: (name != config.root_doc, name))
    entries = [
        *claim_entries(ledger),
        *passage_entries(ledger, config.briefing_sources_doc),
        *actor_entries(ledger, config.briefing_ledger_doc),
        *(entry for name in documents for entry in page_entries(name, app.env.get_doctree(name))),
    ]
    if isinstance(app.builder, StandaloneHTMLBuilder):
        path = Path(app.outdir) / "_static" / INDEX_FILE
        path.write_text(index_text(entries), "utf-8", newline="\n")
    yield "search", {"title": "Search", "description": "Search claims, passages, actors and pages."}, "search.html"


def _entry(kind: str, name: str, title: str, body: str, address: str) -> Entry:
    return {"kind": kind, "id": name, "title": title, "body": " ".join(body.split()), "address": address}


def setup(app: Sphinx) -> None:
    """Register the search page."""
    app.connect("html-collect-pages", collect_pages)
