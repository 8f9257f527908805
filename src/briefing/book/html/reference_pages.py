"""The pages beside chapters and records: the words of the book, the search, and the book against the version before it.

The index of the search is a script that sets one variable, since a page opened from the file system may not fetch.
Ranking is MiniSearch's; here is only said what there is to find.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from briefing.book.core.state import get_edition, get_layout, get_ledger
from briefing.book.core.vocabularies import vocabularies
from briefing.book.html import kept
from briefing.book.html.assets import SEARCH_INDEX, part, write_script, write_text
from briefing.book.html.catalogue import chapters, get_catalogue
from briefing.book.html.noted import noted
from briefing.book.html.records import Catalogue
from briefing.model.ledger import Ledger
from briefing.model.words import dated_name, sentence
from briefing.reading.releases import read_releases
from briefing.versions.redline import chapter_redlines, released_pages, share, written_pages

GLOSSARY, REDLINE = "records/glossary", "redline"
CARDS = "cards"
Entry = dict[str, str]
Page = tuple[str, dict[str, Any], str]


@lru_cache(maxsize=1)
def terms_of(app: Sphinx) -> Mapping[tuple[str, str], str]:
    """Return the id of each term under its heading and label; of two that are alike in both, neither is known."""
    named = [((v.heading, term.label), term.id) for v in vocabularies(get_ledger(app)) for term in v.terms]
    counts = Counter(name for name, _ in named)
    return {name: term for name, term in named if counts[name] == 1}


def collect_pages(app: Sphinx) -> Iterator[Page]:
    """Yield the pages as (name, context, template), and write the cards of words and the index of the search."""
    yield from (_glossary(app), redline_page(app), _search(app))


def _glossary(app: Sphinx) -> Page:
    known = list(vocabularies(get_ledger(app)))
    files = {f"{CARDS}/term-{term.id}.js": (term, vocabulary) for vocabulary in known for term in vocabulary.terms}
    if not kept.holds(app, CARDS, known, *files):
        for name, (term, vocabulary) in files.items():
            card = part("term-card.html", term=term, vocabulary=vocabulary, glossary=f"@root/{GLOSSARY}.html")
            write_text(Path(app.outdir, name), card_script(f"term-{term.id}", card))
    about = "What each kind of record and each coded word means."
    context = {"title": "The words of this book", "vocabularies": known, "description": about}
    return GLOSSARY, context, "glossary.html"


def card_script(name: str, text: str) -> str:
    """Return the script that hands a card over."""
    return f"briefing.card({json.dumps(name)},{json.dumps(text, ensure_ascii=False)});\n"


def redline_page(app: Sphinx) -> Page:
    """Return how much of each chapter changed, and which words went and came; of a first version, that it is one."""
    layout = get_layout(app)
    earlier = [release for release in read_releases(layout) if release.version != get_edition(app).version][-1:]
    before = [released_pages(layout, release) for release in earlier]
    parts = chapter_redlines(before[0], written_pages(layout)) if any(before) else []
    context = {"title": "The book, word by word", "redlines": parts, "changed": sentence(share(parts))}
    return REDLINE, context | {"before": "".join(release.version for release in earlier)}, "redline.html"


def _search(app: Sphinx) -> Page:
    documents = sorted(chapters(app.env), key=lambda name: (name != app.config.root_doc, name))
    entries = [
        *record_entries(get_catalogue(app)),
        *passage_entries(get_ledger(app), app.config.briefing_sources_doc),
        *(
            _entry("term", "", term.label, f"{vocabulary.title}: {term.meaning}", f"{GLOSSARY}.html#{term.id}")
            for vocabulary in vocabularies(get_ledger(app))
            for term in vocabulary.terms
        ),
        *(
            _entry("page", "", title, words, f"{name}.html#{anchor}")
            for name in documents
            for anchor, title, words in noted(app.env, name).texts
        ),
    ]
    write_script(Path(app.outdir, "_static", SEARCH_INDEX), "briefingSearchIndex", entries)
    return "search", {"title": "Search", "description": "Search every record, passage and page."}, "search.html"


def record_entries(catalogue: Catalogue) -> Iterator[Entry]:
    """Yield every record: what it says, then the rest of its words, its codes, which tell less, and its state."""
    for name in catalogue.ledger.kind_by_id:
        record = catalogue.view(name)
        words = [part.text for part in record.sections]
        words += [line.name for part in record.sections for line in part.lines if line.name != line.id]
        words += [passage.says for passage in record.passages]
        entry = _entry(record.kind.noun, name, record.says, " · ".join(filter(None, words)), f"{record.page}.html")
        coded = " · ".join(label for _, label in record.codes)
        yield entry | {"name": record.name, "coded": coded, "state": " · ".join(words for _, words in record.states)}


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


def _entry(kind: str, name: str, title: str, body: str, address: str) -> Entry:
    return {"kind": kind, "id": name, "title": title, "body": " ".join(body.split()), "address": address}
