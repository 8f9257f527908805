"""How many of the articles make a claim: all of them, several, one, or none; and the words for it.

Of one article alone the reach is `one`, never `all`: nothing corroborates it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum

from briefing.model.ledger import Ledger
from briefing.model.naming import article_name
from briefing.model.records import Claim
from briefing.model.words import all_of, listing, number_word

#: Of so many articles English says "both".
PAIR = 2
#: More articles than so many are not named one by one.
NAMED = 3


class Reach(StrEnum):
    """Where a claim stands, of n articles."""

    ALL = "all"
    SEVERAL = "several"
    ONE = "one"
    NONE = "none"


def reach_of(ledger: Ledger, articles: Collection[str]) -> Reach:
    """Return the reach of what stands in these articles, which are named by their ids."""
    count = len(set(articles))
    if count <= 1:
        return Reach.ONE if count else Reach.NONE
    return Reach.ALL if count == len(ledger.articles) else Reach.SEVERAL


def reach_words(ledger: Ledger, articles: Collection[str]) -> str:
    """Return `in both articles`, `in all 5 articles`, `in 3 of 5 articles`, `in X alone`, `in no article`."""
    distinct, reach = set(articles), reach_of(ledger, articles)
    if reach is Reach.NONE:
        return "in no article"
    if reach is Reach.SEVERAL:
        return f"in {len(distinct)} of {len(ledger.articles)} articles"
    alone = reach is Reach.ONE and len(ledger.articles) > 1
    return f"in {article_name(ledger, min(distinct))} alone" if alone else f"in {every_article(ledger)}"


def every_article(ledger: Ledger) -> str:
    """Return how a sentence names all the articles: `both articles`, `all 5 articles`."""
    count = len(ledger.articles)
    return all_of(count, "article") if 0 < count <= PAIR else f"all {count} articles" if count else "no article"


def by_reach(ledger: Ledger, claims: Iterable[Claim] | None = None) -> dict[Reach, tuple[Claim, ...]]:
    """Return the claims, the standing ones unless others are given, under their reach; every reach has its key."""
    chosen = ledger.standing if claims is None else tuple(claims)
    return {reach: tuple(c for c in chosen if reach_of(ledger, c.articles) is reach) for reach in Reach}


def made_by_one(ledger: Ledger, claims: Iterable[Claim] | None = None) -> dict[str, tuple[Claim, ...]]:
    """Return, under the id of each article in reading order, the claims that no other article makes."""
    alone = by_reach(ledger, claims)[Reach.ONE]
    return {a.id: tuple(c for c in alone if c.articles == (a.id,)) for a in ledger.reading_order}


def spread_words(ledger: Ledger, claims: Iterable[Claim]) -> str:
    """Return where claims stand: `five stand in both articles and ten in The Gazette alone`; nothing of no claims.

    Up to `NAMED` articles that make claims alone are named, more are counted together.
    """
    chosen = tuple(claims)
    grouped, alone = by_reach(ledger, chosen), {a: c for a, c in made_by_one(ledger, chosen).items() if c}
    parts = [(grouped[Reach.ALL], f"in {every_article(ledger)}")]
    parts.append((grouped[Reach.SEVERAL], f"in several of the {len(ledger.articles)} articles"))
    if len(alone) <= NAMED:
        parts += [(made, reach_words(ledger, (article,))) for article, made in alone.items()]
    else:
        parts.append((grouped[Reach.ONE], "in one article alone"))
    parts.append((grouped[Reach.NONE], "in no article"))
    told = [(len(stand), where) for stand, where in parts if stand]
    verb = " stands" if told and told[0][0] == 1 else " stand"
    return listing([f"{number_word(n)}{'' if place else verb} {where}" for place, (n, where) in enumerate(told)])
