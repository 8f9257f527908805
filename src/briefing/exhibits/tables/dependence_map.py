"""The dependence map as rows: layer, who depends on it, who can close it, what has been done, who says so.

The layers and the words for the rest are the book's own frame: facets of the claims, with their vocabularies. A layer
of the vocabulary that no claim has is a silence, and is shown as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from briefing.exhibits.display import Column, Table
from briefing.exhibits.registry import table
from briefing.exhibits.tables.rows import tabulate
from briefing.model.ledger import Ledger
from briefing.model.reach import reach_words
from briefing.model.words import listing, number_word, plural, sentence

COLUMNS = ("dependent", "lever", "act")
HEADINGS = ("Layer", "Who depends", "Who can close it", "What has been done", "Who says so")


class Entry(NamedTuple):
    """A word of a facet as the book prints it, its place on the vocabulary's ladder, and the claims that have it."""

    label: str
    rank: int | None
    claims: tuple[str, ...]


class Strand(NamedTuple):
    """One hand on a layer, what it has done, and where that stands; nobody's where the claims name no lever."""

    lever: Entry
    acts: tuple[Entry, ...]
    reach: str


class Layer(NamedTuple):
    """A layer, who depends on it, and the hands on it; silent when no claim speaks of it."""

    name: Entry
    dependents: tuple[Entry, ...]
    strands: tuple[Strand, ...]
    reach: str

    @property
    def silent(self) -> bool:
        return not self.name.claims


def layers(ledger: Ledger, rows: str = "layer", columns: Sequence[str] = COLUMNS) -> tuple[Layer, ...]:
    """Return every layer of the vocabulary `rows`, in its order, from the facets `columns`: who, lever and act."""
    dependent, lever, act = columns

    def entries(names: Iterable[str], facet: str) -> tuple[Entry, ...]:
        """Return the words of a facet that some of the claims have, in the vocabulary's order."""
        return tuple(entry for entry in _entries(ledger, names, facet) if entry.claims)

    def strand(hand: Entry) -> Strand:
        return Strand(hand, entries(hand.claims, act), _reach(ledger, hand.claims))

    found = []
    for layer in _entries(ledger, [c.id for c in ledger.standing], rows):
        facets = {name: ledger.claim_by_id[name].facets for name in layer.claims}
        strands = [strand(hand) for hand in entries(layer.claims, lever)]
        rest = tuple(name for name, having in facets.items() if act in having and lever not in having)
        if rest or not strands:
            strands.append(strand(Entry("", None, rest or layer.claims)))
        found.append(Layer(layer, entries(layer.claims, dependent), tuple(strands), _reach(ledger, layer.claims)))
    return tuple(found)


def _entries(ledger: Ledger, names: Iterable[str], facet: str) -> Iterator[Entry]:
    """Yield every word of a facet, with those of the claims that have it."""
    claims = [ledger.claim_by_id[name] for name in names]
    for word, term in ledger.vocabulary.get(facet, {}).items():
        yield Entry(term.label, term.rank, tuple(c.id for c in claims if word in c.facets.get(facet, ())))


def _reach(ledger: Ledger, names: Iterable[str]) -> str:
    articles = {article for name in names for article in ledger.claim_by_id[name].articles}
    return reach_words(ledger, articles).removeprefix("in ")


@table
def dependence_map(ledger: Ledger, rows: str = "layer", columns: Sequence[str] = COLUMNS) -> Table:
    """Return one row a layer and lever: `layer`, `dependent`, `lever`, `act`, `reach`, and the `claims` it rests on."""
    every = layers(ledger, rows, columns)
    texts = zip(("layer", "dependent", "lever", "act", "reach"), HEADINGS, strict=True)
    shown = [Column(key, heading, "text" if key != "layer" else "head") for key, heading in texts]
    told = [
        {
            "layer": sentence(layer.name.label),
            "dependent": "silent" if layer.silent else listing([entry.label for entry in layer.dependents]),
            "lever": strand.lever.label,
            "act": listing([act.label for act in strand.acts]),
            "reach": strand.reach,
            "claims": strand.lever.claims,
        }
        for layer in every
        for strand in layer.strands
    ]
    claims = tuple(dict.fromkeys(name for layer in every for name in layer.name.claims))
    columns_shown = (*shown, Column("claims", "Claims", "claims"))
    return tabulate("dependence_map", _caption(every), columns_shown, told, claims=claims)


def _caption(every: Sequence[Layer]) -> str:
    if not every:
        return "No layers are coded."
    hands = []
    for layer in every:
        levers = listing([strand.lever.label for strand in layer.strands if strand.lever.label])
        if not layer.silent:
            hands.append(f"{layer.name.label}, with {levers or 'nobody named who could close it'}")
    silent = listing([layer.name.label for layer in every if layer.silent])
    told = f"Of {plural(len(every), 'layer')}, {number_word(len(hands))} {'is' if len(hands) == 1 else 'are'} spoken of"
    rest = f" On {silent} there is silence." if silent else ""
    return f"{told}{': ' * bool(hands)}{'; '.join(hands)}.{rest} The frame is this book’s own."
