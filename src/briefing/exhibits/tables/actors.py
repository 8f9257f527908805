"""Who is named, for what, and by whom."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence

from briefing.exhibits import frames
from briefing.exhibits.display import Column, Link, Part, Table
from briefing.exhibits.quoting import passage_quote, quotes
from briefing.exhibits.registry import table
from briefing.exhibits.tables.rows import claim_ids, known, tabulate
from briefing.model.fields import coded_fields
from briefing.model.ledger import Ledger
from briefing.model.records import Actor, Claim, Evidence
from briefing.model.words import listing, number_word, plural, sentence

#: So many claims about an actor are shown in words, the others by their ids; so many quotations of each.
CLAIMS, QUOTES = 3, 3


@table
def named_actors(ledger: Ledger, kind: str | None = None, side: str | None = None) -> Table:
    """Return who is named, of one kind or side or of all: for what, in whose words, and who it is said to be.

    The actors of the most claims come first. Raises `ValueError` for a kind or side that there is not.
    """
    wanted = {"kind": kind, "side": side}
    coded = {field.name: field for field in coded_fields(Actor)}
    for name, word in wanted.items():
        if word is not None:
            known(ledger, coded[name].vocabulary, word)
    mentions = frames.actors(ledger)
    counts = mentions.groupby("actor")["claim"].nunique().to_dict()
    chosen = [
        a for a in ledger.actors
        if a.id in counts and all(word in (None, getattr(a, name)) for name, word in wanted.items())
    ]  # fmt: skip
    chosen.sort(key=lambda a: (-counts[a.id], a.name.casefold()))
    columns = (
        Column("name", "Actor", "head"),
        Column("is", "Is"),
        Column("described", "Said in passing of who it is"),
        Column("said", "Named for, by whom"),
        Column("also", "Also in", "claims"),
    )
    rows = [_row(ledger, actor) for actor in chosen]
    name = "_".join(["named_actors", *(word.replace("-", "_") for word in wanted.values() if word)])
    return tabulate(name, _caption(chosen, counts), columns, rows, layout="cards")


def _caption(chosen: Sequence[Actor], counts: Mapping[Hashable, int]) -> str:
    if not chosen:
        return "Nobody is named."
    most = [sentence(a.name) for a in chosen if counts[a.id] == counts[chosen[0].id]]
    told = sentence(plural(len(chosen), "actor is", "actors are")) + " named or spoken of"
    if len(chosen) == 1 or len(most) > CLAIMS:
        return f"{told}."
    each = " each" if len(most) > 1 else ""
    return f"{told}, {listing(most)} in the most claims: {number_word(counts[chosen[0].id])}{each}."


def _row(ledger: Ledger, actor: Actor) -> dict[str, object]:
    claims = sorted((c for c in ledger.standing if _words_on(c, actor)), key=lambda c: _weight(ledger, c))
    labels = [ledger.label(field.vocabulary, getattr(actor, field.name)) for field in coded_fields(Actor)]
    return {
        "name": Link("actor", actor.id, sentence(actor.name)),
        "is": " · ".join(labels),
        "described": tuple(part for d in actor.described for part in (d.says, passage_quote(ledger, d.article, d))),
        "said": tuple(part for claim in claims[:CLAIMS] for part in _said(ledger, claim, _words_on(claim, actor))),
        "also": claim_ids(claims[CLAIMS:]),
    }


def _words_on(claim: Claim, actor: Actor) -> list[Evidence]:
    """Return a claim's evidence that names an actor: all of it when the claim is about the actor."""
    return [e for e in claim.evidence if actor.id in (*claim.actors, *e.names, *e.voice)]


def _weight(ledger: Ledger, claim: Claim) -> tuple[int, int, int]:
    """Sort claims that judgements rest on before others, then those of more articles, then those of fewer actors."""
    return (-len(ledger.judgements_on(claim.id)), -len(claim.articles), len(claim.actors))


def _said(ledger: Ledger, claim: Claim, evidence: Sequence[Evidence]) -> Iterator[Part]:
    yield from (f"{claim.statement} ", Link("claim", claim.id, claim.id))
    yield from quotes(ledger, evidence[:QUOTES])
    if len(evidence) > QUOTES:
        yield f"and {plural(len(evidence) - QUOTES, 'more passage')}"
