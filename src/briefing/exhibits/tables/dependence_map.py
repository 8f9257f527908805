"""The dependence map as rows: layer, who depends on it, who can close it, what has been done, who says so.

The layers and the words for the rest are the book's own frame: facets of the claims, with their vocabularies. A layer
of the vocabulary that no claim has is a silence, and is shown as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from briefing.exhibits.display import Column, Table
from briefing.exhibits.registry import table
from briefing.exhibits.tables.rows import claim_ids, tabulate
from briefing.model.ledger import Ledger
from briefing.model.reach import reach_words
from briefing.model.records import Claim
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
    found = []
    for layer in _entries(ledger, ledger.standing, rows, every=True):
        claims = _with(ledger, layer)
        strands = [
            Strand(hand, _entries(ledger, own, act), _reach(ledger, own))
            for hand in _entries(ledger, claims, lever)
            if (own := _with(ledger, hand))
        ]
        rest = [c for c in claims if act in c.facets and lever not in c.facets]
        if rest or not strands:
            rest = rest or claims
            strands.append(Strand(Entry("", None, claim_ids(rest)), _entries(ledger, rest, act), _reach(ledger, rest)))
        who = _entries(ledger, claims, dependent)
        found.append(Layer(layer, who, tuple(strands), _reach(ledger, claims)))
    return tuple(found)


def _entries(ledger: Ledger, claims: Iterable[Claim], facet: str, *, every: bool = False) -> tuple[Entry, ...]:
    """Return the words of a facet that the claims have, or every word, in the vocabulary's order."""
    having = {
        word: Entry(term.label, term.rank, claim_ids(c for c in claims if word in c.facets.get(facet, ())))
        for word, term in ledger.vocabulary.get(facet, {}).items()
    }
    return tuple(entry for entry in having.values() if entry.claims or every)


def _with(ledger: Ledger, entry: Entry) -> list[Claim]:
    return [ledger.claim_by_id[name] for name in entry.claims]


def _reach(ledger: Ledger, claims: Iterable[Claim]) -> str:
    return reach_words(ledger, {article for claim in claims for article in claim.articles}).removeprefix("in ")


@table
def dependence_map(ledger: Ledger, rows: str = "layer", columns: Sequence[str] = COLUMNS) -> Table:
    """Return one row a layer and lever: `layer`, `dependent`, `lever`, `act`, `reach`, and the `claims` it rests on."""
    keys = ("layer", "dependent", "lever", "act", "reach")
    words = (Column(key, heading) for key, heading in zip(keys[1:], HEADINGS[1:], strict=True))
    shown = (Column(keys[0], HEADINGS[0], "head"), *words, Column("claims", "Claims", "claims"))
    every = layers(ledger, rows, columns)
    told = [_row(layer, strand) for layer in every for strand in layer.strands]
    claims = tuple(dict.fromkeys(name for layer in every for name in layer.name.claims))
    return tabulate("dependence_map", _caption(every), shown, told, claims=claims)


def _row(layer: Layer, strand: Strand) -> dict[str, object]:
    return {
        "layer": sentence(layer.name.label),
        "dependent": "silent" if layer.silent else listing([entry.label for entry in layer.dependents]),
        "lever": strand.lever.label,
        "act": listing([act.label for act in strand.acts]),
        "reach": strand.reach,
        "claims": strand.lever.claims,
    }


def _caption(every: Sequence[Layer]) -> str:
    spoken = [layer for layer in every if not layer.silent]
    hands = []
    for layer in spoken:
        levers = [strand.lever.label for strand in layer.strands if strand.lever.label]
        hands.append(f"{layer.name.label}, with {listing(levers) or 'nobody named who could close it'}")
    silent = [layer.name.label for layer in every if layer.silent]
    if not every:
        return "No layers are coded."
    told = f"Of {plural(len(every), 'layer')}, {number_word(len(spoken))} {'is' if len(spoken) == 1 else 'are'}"
    lead = f"{told} spoken of: {'; '.join(hands)}." if hands else f"{told} spoken of."
    rest = f" On {listing(silent)} there is silence." if silent else ""
    return f"{sentence(lead)}{rest} The frame is this book’s own."
