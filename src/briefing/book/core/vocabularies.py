"""The book's own words, each vocabulary under the heading that readers meet it by, on the web and in print."""

import inspect
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from briefing.model.fields import Surface, coded_fields
from briefing.model.ledger import KINDS, Ledger
from briefing.model.records import Evidence
from briefing.model.words import sentence


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


def vocabularies(ledger: Ledger, surface: Surface | None = None) -> Iterator[Vocabulary]:
    """Yield each vocabulary of a coded field that a surface shows, once.

    Without a surface, all that are shown anywhere, those of facets, and first of all what the records are called.
    """
    if surface is None:
        used = (kind for kind in KINDS if kind.has_id and getattr(ledger, kind.collection))
        # What a record is, says the first sentence of its own description.
        told = ((kind, (inspect.getdoc(kind.record) or "").partition("\n\n")[0]) for kind in used)
        nouns = tuple(
            Term(f"kind-{kind.collection}", sentence(kind.noun), about.replace("\n", " ").replace("'", "’"))
            for kind, about in told
        )
        yield Vocabulary("kind", "Kind of record", "Kind of record", "What the book holds.", nouns)
    named = [(kind.noun, kind.record) for kind in KINDS] + [("quotation", Evidence)]
    shown: dict[str, tuple[str, str, str]] = {}
    for noun, field in ((noun, field) for noun, record in named for field in coded_fields(record)):
        if field.shows_on(surface) if surface else field.on:
            shown.setdefault(field.vocabulary, (noun, field.heading, field.description))
    for facet in (name for claim in ledger.claims for name in claim.facets if surface is None):
        shown.setdefault(facet, ("claim", sentence(facet.replace("-", " ")), ""))
    shown = {name: told for name, told in shown.items() if ledger.vocabulary.get(name)}
    headings = Counter(heading for _, heading, _ in shown.values())
    for name, (noun, heading, about) in shown.items():
        words = ledger.vocabulary[name].items()
        terms = tuple(Term(f"{name}-{word}", term.label, term.meaning) for word, term in words)
        title = heading if headings[heading] == 1 else f"{heading} of {noun}"
        yield Vocabulary(f"words-{name}", title, heading, about, terms)
