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

from briefing.book.core.state import get_ledger
from briefing.book.html.assets import part
from briefing.model.fields import coded_fields
from briefing.model.ledger import KINDS, Ledger
from briefing.model.records import Evidence
from briefing.model.words import sentence

PAGE = "records/glossary"
CARDS = "cards"


class Term(NamedTuple):
    """A word with its meaning; `id` is its anchor on the page, and names its card."""

    id: str
    label: str
    meaning: str


class Vocabulary(NamedTuple):
    """Words that belong together, under the heading that readers meet them by; `title` is no other's."""

    id: str
    title: str
    heading: str
    about: str
    terms: tuple[Term, ...]


def vocabularies(ledger: Ledger) -> Iterator[Vocabulary]:
    """Yield what the records are called, then each vocabulary that a coded field or a facet shows, once."""
    used = [kind for kind in KINDS if kind.has_id and getattr(ledger, kind.collection)]
    nouns = tuple(Term(f"kind-{kind.collection}", sentence(kind.noun), _about(kind.record)) for kind in used)
    yield Vocabulary("kind", "Kind of record", "Kind of record", "What the book holds.", nouns)
    named = [(kind.noun, kind.record) for kind in KINDS] + [("evidence", Evidence)]
    shown: dict[str, tuple[str, str, str]] = {}
    for noun, field in ((noun, field) for noun, record in named for field in coded_fields(record) if field.on):
        shown.setdefault(field.vocabulary, (noun, field.heading, field.description))
    for facet in (name for claim in ledger.claims for name in claim.facets):
        shown.setdefault(facet, ("claim", sentence(facet.replace("-", " ")), ""))
    headings = Counter(heading for name, (_, heading, _) in shown.items() if ledger.vocabulary.get(name))
    for name, (noun, heading, about) in shown.items():
        words = ledger.vocabulary.get(name, {})
        if words:
            terms = tuple(Term(f"{name}-{word}", term.label, term.meaning) for word, term in words.items())
            title = heading if headings[heading] == 1 else f"{heading} of {noun}"
            yield Vocabulary(f"words-{name}", title, heading, about, terms)


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
