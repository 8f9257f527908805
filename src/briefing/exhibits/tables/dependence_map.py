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
from briefing.model.words import all_of, listing, number_word, plural, sentence

COLUMNS = ("dependent", "lever", "act")
#: The word of the last facet that stands for no step.
NO_STEP = "none-reported"
#: A caption of more words than this counts layers, and does not name them.
WORDS = 30
HEADINGS = ("Layer", "Who depends", "Who can close it", "What has been done", "Who says so")


class Entry(NamedTuple):
    """A word of a facet as the book prints it, its place on the vocabulary's ladder, and the claims that have it.

    The reach is that of these claims, and of no other; that no step is told is said by nobody.
    """

    label: str
    rank: int | None
    claims: tuple[str, ...]
    reach: str


class Strand(NamedTuple):
    """One hand on a layer, nobody's where the claims name no lever, and each act; the last is empty where none is told.

    Who says so is told of each act: a hand's acts need not all stand in the same articles.
    """

    lever: Entry
    acts: tuple[Entry, ...]


class Layer(NamedTuple):
    """A layer, who depends on it, and the hands on it; silent when none speaks of it, `acted` when a step is told."""

    name: Entry
    dependents: tuple[Entry, ...]
    strands: tuple[Strand, ...]
    acted: bool

    @property
    def silent(self) -> bool:
        return not self.name.claims


def layers(ledger: Ledger, rows: str = "layer", columns: Sequence[str] = COLUMNS) -> tuple[Layer, ...]:
    """Return every layer of the vocabulary `rows`, in its order, from the facets `columns`: who, lever and act."""
    dependent, lever, act = columns

    def entries(names: Iterable[str], facet: str) -> tuple[Entry, ...]:
        """Return the words of a facet that some of the claims have, in the vocabulary's order."""
        return tuple(entry for entry in _entries(ledger, names, facet) if entry.claims)

    def strand(label: str, names: tuple[str, ...]) -> Strand:
        acts = entries(names, act)
        rest = tuple(name for name in names if not any(name in entry.claims for entry in acts))
        # Of a layer that is merely spoken of there is neither a hand nor an act that somebody could tell of.
        reach = _reach(ledger, rest) if label else ""
        more = (Entry("", None, rest, reach),) if rest or not acts else ()
        return Strand(Entry(label, None, names, _reach(ledger, names)), (*acts, *more))

    found = []
    for layer in _entries(ledger, [c.id for c in ledger.standing], rows):
        facets = {name: ledger.claim_by_id[name].facets for name in layer.claims}
        strands = [strand(hand.label, hand.claims) for hand in entries(layer.claims, lever)]
        rest = tuple(name for name, having in facets.items() if act in having and lever not in having)
        if rest or not strands:
            strands.append(strand("", rest or layer.claims))
        acted = any(set(having.get(act, ())) - {NO_STEP} for having in facets.values())
        found.append(Layer(layer, entries(layer.claims, dependent), tuple(strands), acted))
    return tuple(found)


def _entries(ledger: Ledger, names: Iterable[str], facet: str) -> Iterator[Entry]:
    """Yield every word of a facet, with those of the claims that have it."""
    claims = [ledger.claim_by_id[name] for name in names]
    for word, term in ledger.vocabulary.get(facet, {}).items():
        having = tuple(c.id for c in claims if word in c.facets.get(facet, ()))
        yield Entry(term.label, term.rank, having, "" if word == NO_STEP else _reach(ledger, having))


def _reach(ledger: Ledger, names: Iterable[str]) -> str:
    articles = {article for name in names for article in ledger.claim_by_id[name].articles}
    return reach_words(ledger, articles).removeprefix("in ")


@table
def dependence_map(ledger: Ledger, rows: str = "layer", columns: Sequence[str] = COLUMNS) -> Table:
    """Return one row a layer, lever and act: `layer`, `dependent`, `lever`, `act`, `reach`, and its `claims`."""
    every = layers(ledger, rows, columns)
    texts = zip(("layer", "dependent", "lever", "act", "reach"), HEADINGS, strict=True)
    shown = [Column(key, heading, "text" if key != "layer" else "head") for key, heading in texts]
    told = [
        {
            "layer": sentence(layer.name.label),
            "dependent": "silent" if layer.silent else listing([entry.label for entry in layer.dependents]),
            "lever": strand.lever.label,
            "act": act.label,
            "reach": act.reach,
            "claims": act.claims,
        }
        for layer in every
        for strand in layer.strands
        for act in strand.acts
    ]
    claims = tuple(dict.fromkeys(name for layer in every for name in layer.name.claims))
    columns_shown = (*shown, Column("claims", "Claims", "claims"))
    return tabulate("dependence_map", _caption(every), columns_shown, told, claims=claims)


def _caption(every: Sequence[Layer]) -> str:
    """Return on which layers a step is told, on which none, and on how many nothing; with names where there is room."""
    acted = [layer for layer in every if layer.acted]
    bare = [layer for layer in every if not (layer.acted or layer.silent)]
    silent = len(every) - len(acted) - len(bare)
    if not every:
        return "No layers are coded."
    told = ""
    for named in (True, False):
        names, others = (f"{listing([layer.name.label for layer in some])}" for some in (acted, bare))
        parts = [f"steps are told on {_of(len(acted), every)}" + f": {names}" * named] if acted else []
        if bare and acted:
            parts.append(f"on {others if named else number_word(len(bare))} none")
        elif bare:
            parts.append(f"no step is told on {_of(len(bare), every)}" + f": {others}" * named)
        if silent:
            number = number_word(silent) if parts else _of(silent, every)
            parts.append(f"on {number} there is silence")
        told = f"{sentence('; '.join(parts))}. The frame is this book’s own."
        if len(told.split()) <= WORDS:
            break
    return told


def _of(count: int, every: Sequence[Layer]) -> str:
    """Return `two of seven layers`, or that it is all of them."""
    total = len(every)
    return all_of(total, "layer") if count == total else f"{number_word(count)} of {plural(total, 'layer')}"
