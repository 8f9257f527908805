"""Who is named, for what, and by whom."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

from briefing.exhibits import frames
from briefing.exhibits.display import Column, Link, Part, Table
from briefing.exhibits.quoting import passage_quote, quotes
from briefing.exhibits.registry import table
from briefing.exhibits.tables.rows import known, tabulate
from briefing.model.fields import coded_fields
from briefing.model.ledger import Ledger
from briefing.model.records import Actor, Claim, Evidence
from briefing.model.words import listing, number_word, plural, sentence

#: So many share the first place in a caption; so many claims about an actor are shown in words, the others by ids.
MOST_NAMED = 3
CLAIMS = 2


@table
def named_actors(ledger: Ledger, kind: str | None = None, side: str | None = None) -> Table:
    """Return who is named, of one kind or side or of all: for what, in whose words, and who it is said to be.

    The actors of the most claims come first. Raises `ValueError` for a kind or side that there is not.
    """
    wanted = {name: word for name, word in (("kind", kind), ("side", side)) if word is not None}
    only = {}
    for field in coded_fields(Actor):
        if field.name in wanted:
            known(field.vocabulary, wanted[field.name], ledger.vocabulary.get(field.vocabulary, {}))
            only[field.name] = ledger.label(field.vocabulary, wanted[field.name])
    mentions = frames.actors(ledger)
    counts = mentions.groupby("actor")["claim"].nunique().to_dict()
    fitting = [a for a in ledger.actors if a.id in counts and wanted.items() <= dict(a).items()]
    chosen = sorted(fitting, key=lambda a: (-counts[a.id], a.name.casefold()))

    def labels(actor: Actor) -> str:
        codes = (f for f in coded_fields(Actor) if f.name not in wanted)
        return " · ".join(ledger.label(f.vocabulary, getattr(actor, f.name)) for f in codes)

    def described(actor: Actor) -> tuple[Part, ...]:
        return tuple(part for d in actor.described for part in (d.says, passage_quote(ledger, d.article, d)))

    def said(actor: Actor) -> tuple[Part, ...]:
        return tuple(_said(ledger, _weighty(ledger, actor)[:CLAIMS], actor))

    columns = (
        Column("name", "Actor", "head", of=lambda a: Link("actor", a.id, sentence(a.name))),
        Column("is", "Is", of=labels),
        Column("described", "Said in passing of who it is", of=described),
        Column("said", "Named for, by whom", of=said),
        Column("also", "Also in", "claims", of=lambda a: tuple(c.id for c in _weighty(ledger, a)[CLAIMS:])),
    )
    name = "_".join(["named_actors", *wanted.values()])
    return tabulate(name, _caption(chosen, counts, only), columns, chosen, layout="cards")


def _caption(chosen: Sequence[Actor], counts: Mapping[Hashable, int], only: Mapping[str, str]) -> str:
    """Return how many are named of all, or of those that are `only` of a kind or a side, and who in the most claims."""
    among = f"of the {listing([f'{name} “{label}”' for name, label in only.items()])}, " if only else ""
    if not chosen:
        return sentence(f"{among}nobody is named.")
    most = [sentence(a.name) for a in chosen if counts[a.id] == counts[chosen[0].id]]
    told = sentence(among + plural(len(chosen), "actor is", "actors are")) + " named or spoken of"
    if len(chosen) == 1 or len(most) > MOST_NAMED:
        return f"{told}."
    each = " each" if len(most) > 1 else ""
    return f"{told}, {listing(most)} in the most claims: {number_word(counts[chosen[0].id])}{each}."


def _words_on(claim: Claim, actor: Actor) -> list[Evidence]:
    """Return a claim's evidence that names an actor: all of it when the claim is about the actor."""
    return [e for e in claim.evidence if actor.id in (*claim.actors, *e.names, *e.voice)]


def _weighty(ledger: Ledger, actor: Actor) -> list[Claim]:
    """Return an actor's claims: those that judgements rest on, then those of more articles, then of fewer actors."""
    return sorted(
        (claim for claim in ledger.standing if _words_on(claim, actor)),
        key=lambda c: (-len(ledger.judgements_on(c.id)), -len(c.articles), len(c.actors)),
    )


def _said(ledger: Ledger, claims: Iterable[Claim], actor: Actor) -> Iterator[Part]:
    """Yield each claim with a quotation of each article; words that stand under another claim are not repeated."""
    told: set[tuple[str, str]] = set()
    for claim in claims:
        fresh = [e for e in _words_on(claim, actor) if (e.article, e.words) not in told]
        evidence = list({e.article: e for e in reversed(fresh)}.values())[::-1]
        told |= {(e.article, e.words) for e in evidence}
        yield from (f"{claim.statement} ", Link("claim", claim.id, claim.id))
        yield from quotes(ledger, evidence)
        if not evidence:
            yield " (in the words above). "
