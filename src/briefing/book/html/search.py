"""The search: every record, every quoted passage and every section in one index that also opens from a file.

The index is a script that sets one variable, since a page opened from the file system may not
fetch. Ranking is MiniSearch's; this module only says what there is to find.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from briefing.book.core.state import get_ledger
from briefing.book.core.vocabularies import vocabularies
from briefing.book.html.assets import SEARCH_INDEX
from briefing.book.html.catalogue import chapters, get_catalogue
from briefing.book.html.glossary import PAGE as GLOSSARY
from briefing.book.html.noted import Text, noted
from briefing.book.html.records import Catalogue
from briefing.model.ledger import Ledger
from briefing.model.naming import dated_name

Entry = dict[str, str]


def record_entries(catalogue: Catalogue) -> Iterator[Entry]:
    """Yield every record: what it says, then its codes and the rest of its words, and its state."""
    for name in catalogue.ledger.kind_by_id:
        record = catalogue.view(name)
        words = [label for _, label in record.codes] + [part.text for part in record.sections]
        words += [line.name for part in record.sections for line in part.lines if line.name != line.id]
        words += [passage.says for passage in record.passages]
        entry = _entry(record.kind.noun, name, record.says, " · ".join(filter(None, words)), f"{record.page}.html")
        yield entry | {"name": record.name, "state": " · ".join(words for _, words in record.states)}


def passage_entries(ledger: Ledger, sources: str) -> Iterator[Entry]:
    """Yield the quoted passages of standing claims, each once, with the claims that use it."""
    found: dict[tuple[str, str], Entry] = {}
    for claim in ledger.standing:
        for evidence in claim.evidence:
            address = f"{sources}.html#{evidence.key}"
            entry = _entry("passage", "", dated_name(ledger, evidence.article), evidence.words, address)
            known = found.setdefault((evidence.article, evidence.words), entry | {"claims": ""})
            known["claims"] = f"{known['claims']} {claim.id}".strip()
    yield from found.values()


def term_entries(ledger: Ledger) -> Iterator[Entry]:
    """Yield the words of the glossary."""
    for vocabulary in vocabularies(ledger):
        for term in vocabulary.terms:
            yield _entry("term", "", term.label, f"{vocabulary.title}: {term.meaning}", f"{GLOSSARY}.html#{term.id}")


def page_entries(document: str, texts: Iterable[Text]) -> Iterator[Entry]:
    """Yield the sections of a page."""
    for anchor, title, words in texts:
        yield _entry("page", "", title, words, f"{document}.html#{anchor}")


def index_text(entries: list[Entry]) -> str:
    """Return the index as a script; `<` is escaped so that it may stand anywhere."""
    body = json.dumps(entries, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f"window.briefingSearchIndex={body};\n"


def collect_pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Write the index and yield the search page."""
    documents = sorted(chapters(app.env), key=lambda name: (name != app.config.root_doc, name))
    entries = [
        *record_entries(get_catalogue(app)),
        *passage_entries(get_ledger(app), app.config.briefing_sources_doc),
        *term_entries(get_ledger(app)),
        *(entry for name in documents for entry in page_entries(name, noted(app.env, name).texts)),
    ]
    path = Path(app.outdir, "_static", SEARCH_INDEX)
    path.write_text(index_text(entries), "utf-8", newline="\n")
    yield "search", {"title": "Search", "description": "Search every record, passage and page."}, "search.html"


def _entry(kind: str, name: str, title: str, body: str, address: str) -> Entry:
    return {"kind": kind, "id": name, "title": title, "body": " ".join(body.split()), "address": address}
