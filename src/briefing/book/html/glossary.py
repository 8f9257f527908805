"""The book's own words: what each kind of record and each coded word means, on a page and in cards."""

from __future__ import annotations

import inspect
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from sphinx.application import Sphinx

from briefing.book.core.state import get_ledger, has_record_pages
from briefing.book.html.assets import part
from briefing.model.fields import coded_fields
from briefing.model.ledger import KINDS, Ledger
from briefing.model.records import Evidence
from briefing.model.words import sentence

PAGE = "records/glossary"
CARDS = "cards"
KIND_OF_RECORD = "Kind of record"


class Term(NamedTuple):
    """A word with its meaning; `id` is its anchor on the page, and names its card."""

    id: str
    label: str
    meaning: str


class Vocabulary(NamedTuple):
    """Words that belong together, under the heading that readers meet them by."""

    id: str
    heading: str
    about: str
    terms: tuple[Term, ...]


def vocabularies(ledger: Ledger) -> Iterator[Vocabulary]:
    """Yield what the records are called, then each vocabulary that a coded field or a facet shows, once."""
    used = [kind for kind in KINDS if kind.has_id and getattr(ledger, kind.collection)]
    nouns = (Term(f"kind-{kind.collection}", sentence(kind.noun), _about(kind.record)) for kind in used)
    yield Vocabulary("kind", KIND_OF_RECORD, "What the book holds, each with an address of its own.", tuple(nouns))
    fields = [field for record in (*(kind.record for kind in KINDS), Evidence) for field in coded_fields(record)]
    shown = {field.vocabulary: (field.heading, field.description) for field in reversed(fields) if field.on}
    facets = {name: (sentence(name.replace("-", " ")), "") for claim in ledger.claims for name in claim.facets}
    for name, (heading, about) in {**dict(reversed(shown.items())), **facets}.items():
        words = ledger.vocabulary.get(name, {})
        if words:
            terms = tuple(Term(f"{name}-{word}", term.label, term.meaning) for word, term in words.items())
            yield Vocabulary(name, heading, about, terms)


def _about(record: type) -> str:
    """Return what a record is, in the first sentence of its own description."""
    return (inspect.getdoc(record) or "").partition("\n\n")[0].replace("\n", " ").replace("'", "’")


@lru_cache(maxsize=1)
def terms_of(app: Sphinx) -> Mapping[tuple[str, str], str]:
    """Return the id of each term under its heading and label; of two that are alike in both, neither is known."""
    named = [((v.heading, term.label), term.id) for v in vocabularies(get_ledger(app)) for term in v.terms]
    counts = Counter(name for name, _ in named)
    return {name: term for name, term in named if counts[name] == 1}


def collect_pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Write a card for each term, and yield the page."""
    if not has_record_pages(app):
        return
    known = list(vocabularies(get_ledger(app)))
    for vocabulary in known:
        for term in vocabulary.terms:
            card = part("term-card.html", term=term, vocabulary=vocabulary, glossary=f"@root/{PAGE}.html")
            script = f"briefing.card({json.dumps(f'term-{term.id}')},{json.dumps(card, ensure_ascii=False)});\n"
            path = Path(app.outdir, CARDS, f"term-{term.id}.js")
            path.parent.mkdir(exist_ok=True)
            path.write_text(script, "utf-8", newline="\n")
    about = "What each kind of record and each coded word means."
    yield PAGE, {"title": "The words of this book", "vocabularies": known, "description": about}, "glossary.html"


def setup(app: Sphinx) -> None:
    """Register the page."""
    app.connect("html-collect-pages", collect_pages)
