"""The evidence profile of a judgement: what can be counted of it, and the confidence that it allows.

After GRADE-CERQual, a confidence is built up from parts; what cannot be counted (adequacy, coherence, limits) a
person rates. Two articles are not two sources: independence that is not shown is not assumed. A judgement is as
sure as the weakest of its decisive claims.
"""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from briefing.model.ledger import Ledger
from briefing.model.records import Claim, Judgement
from briefing.model.words import OWN_VOICE, listing, voice_name

#: The words of the vocabulary `directness` that the package reads.
INFERRED, STATED_BY_SOME, STATED_BY_ALL = "inferred", "stated-by-some", "stated-by-all"


class OriginGroup(NamedTuple):
    """Articles that share a root, or may share one, and so count as one origin; `held` when every root is."""

    articles: tuple[str, ...]
    roots: tuple[str, ...]
    held: bool


class Cap(NamedTuple):
    """The highest confidence that a judgement may have, and the decisive claims that allow no more."""

    word: str
    claims: tuple[str, ...]
    origins: int
    held: bool


class Profile(NamedTuple):
    """What can be counted of the decisive claims of a judgement.

    articles: those that make any of them. in_all: those of the claims that every article makes. origins: the
    independent origins of the weakest claim. own_voice, spoken: passages in an article's own voice, and in somebody
    else's. speakers: the chains of those. hops: the fewest and the most steps from an article back to its origin.
    dates: the earliest and the latest known. directness: the most that may be coded.
    """

    judgement: str
    claims: tuple[str, ...]
    articles: tuple[str, ...]
    in_all: tuple[str, ...]
    origins: int
    held: bool
    own_voice: int
    spoken: int
    speakers: tuple[tuple[str, ...], ...]
    hops: tuple[int, int]
    dates: tuple[dt.date, ...]
    undated: tuple[str, ...]
    conflicts: tuple[str, ...]
    directness: str


def independent_origins(ledger: Ledger, articles: Iterable[str]) -> tuple[OriginGroup, ...]:
    """Return the articles in groups that have no root in common, not even a possible one."""
    groups: list[tuple[set[str], set[str]]] = []
    for article in dict.fromkeys(articles):
        known = ((root, ledger.origin_by_id.get(root)) for root in ledger.roots_of(article))
        # An origin and the article that holds its text are one.
        names, roots = {article}, {(origin and origin.held_as) or root for root, origin in known}
        for other in [group for group in groups if group[1] & roots]:
            names |= other[0]
            roots |= other[1]
            groups.remove(other)
        groups.append((names, roots))

    def held(root: str) -> bool:
        origin = ledger.origin_by_id.get(root)
        return origin.held if origin else root in ledger.article_by_id

    return tuple(OriginGroup(tuple(sorted(names)), tuple(sorted(r)), all(map(held, r))) for names, r in groups)


def origin_count(ledger: Ledger, articles: Iterable[str]) -> int:
    """Return how many independent origins stand behind articles: what may go back to one counts under it."""
    return len(independent_origins(ledger, articles))


def _ladder(ledger: Ledger) -> list[str]:
    """Return the words of confidence that have a rank, low to high."""
    terms = ledger.vocabulary.get("confidence", {}).items()
    return [word for _, word in sorted((term.rank, word) for word, term in terms if term.rank is not None)]


def decisive_claims(ledger: Ledger, judgement: Judgement) -> tuple[Claim, ...]:
    """Return the claims that a judgement hangs on: the decisive ones, all that support it where none is marked."""
    names = judgement.decisive or judgement.supported_by
    return tuple(ledger.claim_by_id[name] for name in names if name in ledger.claim_by_id)


def claim_strength(ledger: Ledger, claim: Claim, more: int = 0) -> tuple[int, bool]:
    """Return how many independent origins a claim has, `more` held ones added, and whether one of them is held."""
    groups = independent_origins(ledger, claim.articles)
    return len(groups) + more, more > 0 or any(group.held for group in groups)


def confidence_cap(ledger: Ledger, judgement: Judgement, more: Iterable[str] = ()) -> Cap | None:
    """Return the highest confidence that a judgement may have; None when confidence has no ladder.

    No origin, or one that is not held: the lowest word. One that is held: the middle one. Two or more: the highest.
    The claims in `more` are taken to have one more independent origin, which is held.
    """
    ladder, lifted = _ladder(ledger), set(more)
    if not ladder:
        return None
    words = (ladder[0], ladder[(len(ladder) - 1) // 2], ladder[-1])
    strengths = {c.id: claim_strength(ledger, c, c.id in lifted) for c in decisive_claims(ledger, judgement)}
    ranks = {name: 2 if origins > 1 else int(origins == 1 and held) for name, (origins, held) in strengths.items()}
    lowest = min(ranks.values(), default=0)
    weakest = tuple(name for name, rank in ranks.items() if rank == lowest)
    return Cap(words[lowest], weakest, *min((strengths[name] for name in weakest), default=(0, False)))


def exceeds(ledger: Ledger, word: str, cap: Cap | None) -> bool:
    """Tell whether a word of confidence stands above a cap."""
    ladder = _ladder(ledger)
    return cap is not None and word in ladder and ladder.index(word) > ladder.index(cap.word)


def profile(ledger: Ledger, judgement: Judgement) -> Profile:
    """Return what can be counted of a judgement's decisive claims."""
    claims = decisive_claims(ledger, judgement)
    passages = {(e.article, e.exact): e for claim in claims for e in claim.evidence}.values()
    articles = [a for a in ledger.reading_order if any(a.id in claim.articles for claim in claims)]
    hops = [hop for article in articles for hop in hops_to_origin(ledger, article.id)]
    dates = sorted(a.published for a in articles if a.published)
    in_all = tuple(c.id for c in claims if set(c.articles) >= set(ledger.article_by_id))
    origins, held = min((claim_strength(ledger, claim) for claim in claims), default=(0, False))
    return Profile(
        judgement=judgement.id,
        claims=tuple(claim.id for claim in claims),
        articles=tuple(a.id for a in articles),
        in_all=in_all,
        origins=origins,
        held=held,
        own_voice=sum(not e.voice for e in passages),
        spoken=sum(bool(e.voice) for e in passages),
        speakers=tuple(dict.fromkeys(e.voice for e in passages if e.voice)),
        hops=(min(hops, default=0), max(hops, default=0)),
        dates=(dates[0], dates[-1]) if dates else (),
        undated=tuple(a.id for a in articles if not a.published),
        conflicts=tuple(x.id for x in ledger.standing_of("conflicts") if set(x.between) & set(judgement.claims)),
        directness=STATED_BY_ALL if claims and len(in_all) == len(claims) else STATED_BY_SOME,
    )


def hops_to_origin(ledger: Ledger, article: str, passed: frozenset[str] = frozenset()) -> tuple[int, int]:
    """Return the fewest and the most steps from an article back to an origin; an article that is its own has none."""
    held = ledger.article_by_id.get(article)
    ahead = [p for p in held.parents if p not in passed] if held else []
    steps = [step for parent in ahead for step in hops_to_origin(ledger, parent, passed | {article})]
    return (min(steps) + 1, max(steps) + 1) if steps else (0, 0)


def whose_words(ledger: Ledger, found: Profile) -> str:
    """Return how many passages are whose words: `3 of the article itself; 1 of the survey`."""
    speakers = listing([voice_name(ledger, voice) for voice in found.speakers])
    counts = ((found.own_voice, OWN_VOICE), (found.spoken if speakers else 0, speakers))
    return "; ".join(f"{count} of {who}" for count, who in counts if count)
