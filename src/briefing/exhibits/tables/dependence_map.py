"""The dependence map as rows: layer, who uses it, who acts on it or might, what is told, where, and who tells it.

The layers and the words for the rest are the book's own frame: facets of the claims, with their vocabularies. A layer
of the vocabulary that no claim has is a silence, and is shown as one.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from briefing.exhibits.display import Column, Table
from briefing.exhibits.registry import table, tabulate
from briefing.model.ledger import Ledger
from briefing.model.words import all_of, listing, number_word, plural, reach_words, sentence

COLUMNS = ("dependent", "lever", "act", "place")
#: The word of the last facet that stands for no step.
NO_STEP = "none-reported"
#: What stands for the act where a claim names one who might act, and codes none: it may be a denial of another's.
SPOKEN = "spoken of, no step told"
#: A caption of more words than this counts layers, and does not name them.
WORDS = 30
HEADINGS = ("Layer", "Who uses it", "Who acts, or might", "What is told of it", "Who tells it")


class Entry(NamedTuple):
    """A word of a facet as the book prints it, the claims that have it, and the reach of these claims and no other.

    That no step is told is said by nobody. `share` is how high the word stands, where all of its vocabulary have ranks;
    `where` the place of an act whose claims are all about one.
    """

    label: str
    claims: tuple[str, ...]
    reach: str
    share: float | None = None
    where: str = ""


class Layer(NamedTuple):
    """A layer, who depends on it, and the hands on it; silent when none speaks of it, `acted` when a step is told.

    A hand is nobody's where the claims name no lever. Each has its acts, the last none where none is told; who says
    so is told of each act: a hand's acts need not all stand in the same articles.
    """

    name: Entry
    dependents: tuple[Entry, ...]
    hands: tuple[tuple[Entry, tuple[Entry, ...]], ...]
    acted: bool

    @property
    def title(self) -> str:
        return sentence(self.name.label)

    @property
    def silent(self) -> bool:
        return not self.name.claims


def layers(ledger: Ledger, rows: str = "layer", columns: Sequence[str] = COLUMNS) -> tuple[Layer, ...]:
    """Return every layer of the vocabulary `rows`, in its order, from the facets `columns`: who, lever, act, place."""
    dependent, lever, act, *place = columns

    def having(names: Iterable[str], facet: str) -> tuple[Entry, ...]:
        return tuple(entry for entry in _entries(ledger, names, facet) if entry.claims)

    def where(names: tuple[str, ...]) -> str:
        every = {ledger.claim_by_id[name].facets.get(facet, ()) for facet in place for name in names}
        one = every.pop() if len(every) == 1 else ()
        return ledger.label(place[0], one[0]) if len(one) == 1 else ""

    def hand(label: str, names: tuple[str, ...]) -> tuple[Entry, tuple[Entry, ...]]:
        acts = tuple(each._replace(where=where(each.claims)) for each in having(names, act))
        rest = tuple(name for name in names if not any(name in entry.claims for entry in acts))
        # Of a layer that is merely spoken of there is neither a hand nor an act that somebody could tell of.
        more = (
            (Entry(SPOKEN if label else "", rest, _reach(ledger, rest) if label else ""),) if rest or not acts else ()
        )
        return Entry(label, names, _reach(ledger, names)), (*acts, *more)

    found = []
    for layer in _entries(ledger, [c.id for c in ledger.standing], rows):
        facets = {name: ledger.claim_by_id[name].facets for name in layer.claims}
        hands = [hand(entry.label, entry.claims) for entry in having(layer.claims, lever)]
        rest = tuple(name for name, coded in facets.items() if act in coded and lever not in coded)
        if rest or not hands:
            hands.append(hand("", rest or layer.claims))
        acted = any(set(coded.get(act, ())) - {NO_STEP} for coded in facets.values())
        found.append(Layer(layer, having(layer.claims, dependent), tuple(hands), acted))
    return tuple(found)


def _entries(ledger: Ledger, names: Iterable[str], facet: str) -> list[Entry]:
    """Return every word of a facet, in the vocabulary's order, with those of the claims that have it."""
    claims = [ledger.claim_by_id[name] for name in names]
    terms = ledger.vocabulary.get(facet, {})
    ranks = [term.rank for term in terms.values() if term.rank is not None]
    top = max(ranks, default=0) if len(ranks) == len(terms) else 0
    found = []
    for word, term in terms.items():
        having = tuple(c.id for c in claims if word in c.facets.get(facet, ()))
        share = term.rank / top if top and term.rank is not None else None
        found.append(Entry(term.label, having, "" if word == NO_STEP else _reach(ledger, having), share))
    return found


def _reach(ledger: Ledger, names: Iterable[str]) -> str:
    articles = {article for name in names for article in ledger.claim_by_id[name].articles}
    return reach_words(ledger, articles).removeprefix("in ")


@table
def dependence_map(ledger: Ledger, rows: str = "layer", columns: Sequence[str] = COLUMNS) -> Table:
    """Return one row a layer, lever and act: `layer`, `dependent`, `lever`, `act`, `where`, `reach`, `claims`."""
    every = layers(ledger, rows, columns)
    *drawn, reach = map(Column, ("dependent", "lever", "act", "reach"), HEADINGS[1:])
    where, claims_of = Column("where", "Where"), Column("claims", "Claims", "claims")
    shown = (Column("layer", HEADINGS[0], "head"), *drawn, where, reach, claims_of)
    told = []
    for layer in every:
        who = "silent" if layer.silent else listing([entry.label for entry in layer.dependents])
        for hand, acts in layer.hands:
            told += [(layer.title, who, hand.label, act.label, act.where, act.reach, act.claims) for act in acts]
    claims = tuple(dict.fromkeys(name for layer in every for name in layer.name.claims))
    return tabulate("dependence_map", _caption(every), shown, told, claims=claims)


def _caption(every: Sequence[Layer], *, named: bool = True) -> str:
    """Return on which layers a step is told, on which none, and on how many nothing; with names where there is room."""
    if not every:
        return "No layers are coded."
    total = len(every)
    acted = [layer.name.label for layer in every if layer.acted]
    bare = [layer.name.label for layer in every if not (layer.acted or layer.silent)]
    silent = total - len(acted) - len(bare)

    def of(count: int) -> str:
        return all_of(total, "layer") if count == total else f"{number_word(count)} of {plural(total, 'layer')}"

    parts = [f"steps or aims are told on {of(len(acted))}" + f": {listing(acted)}" * named] if acted else []
    if bare and acted:
        parts.append(f"on {listing(bare) if named else number_word(len(bare))} none")
    elif bare:
        parts.append(f"no step or aim is told on {of(len(bare))}" + f": {listing(bare)}" * named)
    if silent:
        parts.append(f"on {number_word(silent) if parts else of(silent)} there is silence")
    told = f"{sentence('; '.join(parts))}. The frame is this book’s own, “might” included."
    return _caption(every, named=False) if named and len(told.split()) > WORDS else told
