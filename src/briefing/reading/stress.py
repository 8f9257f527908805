"""The stress test: leave an article, an origin or a claim out of the ledger, and see what becomes of the judgements."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

from briefing.model.base import Record
from briefing.model.ledger import Ledger
from briefing.model.records import Judgement
from briefing.model.sources import Article, Origin
from briefing.reading.profile import confidence_cap, decisive_claims, exceeds

M = TypeVar("M", bound=Record)


class Outcome(StrEnum):
    """What becomes of a judgement, worst first."""

    FALLS = "falls"
    LOSES_DECISIVE = "loses a decisive claim"
    LESS_SURE = "is less sure"
    STANDS = "stands"


class Effect(NamedTuple):
    """What becomes of one judgement: the supporting and the decisive claims it loses, and the cap on its confidence.

    The caps are None where confidence has no ladder, and `cap_after` where the judgement falls.
    """

    judgement: str
    outcome: Outcome
    lost: tuple[str, ...]
    decisive_lost: tuple[str, ...]
    cap_before: str | None
    cap_after: str | None


class Lift(NamedTuple):
    """What one more independent origin, for each of these claims, would allow a judgement's confidence to be."""

    judgement: str
    claims: tuple[str, ...]
    now: str
    then: str


def without(ledger: Ledger, *names: str) -> Ledger:
    """Return the ledger as it would be without some articles, claims, or all articles that go back to some origins.

    What is left out takes its evidence with it, and claims that lose all of it go too, with what cites nothing else.
    An article that others derive from stays their parent, as an origin that is not held: nothing becomes independent
    by leaving something out. Raises `ValueError` for an id that is none of theirs.
    """
    rest = ledger
    for name in names:
        rooted = {a.id for a in ledger.articles if name in ledger.roots_of(a.id)}
        articles = {name} if name in ledger.article_by_id else rooted
        if name in ledger.claim_by_id:
            rest = _without_claims(rest, {name})
        elif articles:
            rest = _without_articles(rest, articles & set(rest.article_by_id), name)
        else:
            message = f"there is no article, origin or claim {name!r} to leave out"
            raise ValueError(message)
    return rest


def _without_articles(ledger: Ledger, gone: set[str], origin: str) -> Ledger:
    articles = tuple(a for a in ledger.articles if a.id not in gone)
    for name in gone:  # several go only with an origin, and then nothing that is left derives from any of them
        articles = tuple(_reparented(article, ledger.article_by_id[name]) for article in articles)
    parents = {parent for article in articles for parent in article.parents}
    origins = [o for o in ledger.origins if o.id != origin]
    origins += [_as_origin(article) for article in ledger.articles if article.id in gone & parents]
    claims = [c.model_copy(update={"evidence": _outside(c.evidence, gone)}) for c in ledger.claims]
    bare = {c.id for c, before in zip(claims, ledger.claims, strict=True) if before.evidence and not c.evidence}
    kept: dict[str, tuple[Any, ...]] = {
        name: _outside(getattr(ledger, name), gone) for name in ("relations", "waivers", "second_reading")
    }
    kept["parallels"] = tuple(p for p in ledger.parallels if len(_outside(p.sides, gone)) == len(p.sides))
    kept["actors"] = tuple(a.model_copy(update={"described": _outside(a.described, gone)}) for a in ledger.actors)
    kept |= {"articles": articles, "origins": tuple(origins), "claims": tuple(claims)}
    return _without_claims(ledger.model_copy(update=kept), bare)


def _outside(passages: Iterable[Any], gone: set[str]) -> tuple[Any, ...]:
    return tuple(passage for passage in passages if passage.article not in gone)


def _reparented(article: Article, gone: Article) -> Article:
    """Return an article that had one as its parent with the parents of that one in its place, where it has any."""
    if gone.id not in article.parents or not gone.parents:
        return article
    own = gone.derives_from if gone.id in article.derives_from else ()
    other = gone.derives_from if gone.id in article.may_derive_from else ()
    parents = {
        "derives_from": (*article.derives_from, *own),
        "may_derive_from": (*article.may_derive_from, *other, *gone.may_derive_from),
    }
    unlike = {gone.id, article.id}
    return article.model_copy(
        update={name: tuple(dict.fromkeys(p for p in some if p not in unlike)) for name, some in parents.items()}
    )


def _as_origin(article: Article) -> Origin:
    return Origin(
        id=article.id, publisher=article.publisher, title=article.title, published=article.published, held=False,
        note="An article that is left out.",
    )  # fmt: skip


def _without_claims(ledger: Ledger, gone: set[str]) -> Ledger:
    """Return the ledger without some claims, and without what then rests on nothing."""

    def rest(record: M, *fields: str, out: Collection[str] = gone) -> M:
        kept = {field: tuple(name for name in getattr(record, field) if name not in out) for field in fields}
        return record.model_copy(update=kept)

    judgements = [rest(j, "supported_by", "decisive", "challenged_by") for j in ledger.judgements]
    fallen = {j.id for j in judgements if not j.supported_by}
    update: dict[str, tuple[Any, ...]] = {
        "claims": tuple(c for c in ledger.claims if c.id not in gone),
        "judgements": tuple(j for j in judgements if j.id not in fallen),
        "relations": tuple(r for r in ledger.relations if not gone & {r.first, r.second}),
        "parallels": tuple(rest(p, "claims") for p in ledger.parallels),
        "conflicts": tuple(x for x in ledger.conflicts if not gone & set(x.between)),
        "gaps": tuple(rest(rest(g, "touches"), "settles", out=fallen) for g in ledger.gaps),
        "indicators": tuple(i for i in (rest(i, "moves", out=fallen) for i in ledger.indicators) if i.moves),
    }
    return ledger.model_copy(update=update)


def effects(before: Ledger, after: Ledger) -> tuple[Effect, ...]:
    """Return what becomes of each standing judgement."""
    return tuple(_effect(before, after, judgement) for judgement in before.standing_judgements)


def _effect(before: Ledger, after: Ledger, judgement: Judgement) -> Effect:
    rest = after.judgement_by_id.get(judgement.id)
    lost = tuple(name for name in judgement.supported_by if rest is None or name not in rest.supported_by)
    decisive_lost = tuple(name for name in lost if name in judgement.decisive)
    cap, cap_after = confidence_cap(before, judgement), confidence_cap(after, rest) if rest else None
    if rest is None:
        outcome = Outcome.FALLS
    elif decisive_lost:
        outcome = Outcome.LOSES_DECISIVE
    elif cap and cap_after and exceeds(before, cap.word, cap_after):
        outcome = Outcome.LESS_SURE
    else:
        outcome = Outcome.STANDS
    return Effect(judgement.id, outcome, lost, decisive_lost, cap and cap.word, cap_after and cap_after.word)


def left_out(ledger: Ledger) -> Iterator[tuple[str, str]]:
    """Yield what can be left out, as kind and id: each article, each origin that is no article, each decisive claim."""
    yield from (("article", article.id) for article in ledger.reading_order)
    roots = {root for article in ledger.articles for root in ledger.roots_of(article.id)}
    yield from (("origin", root) for root in sorted(roots - set(ledger.article_by_id)))
    decisive = {c.id for j in ledger.standing_judgements if j.decisive for c in decisive_claims(ledger, j)}
    yield from (("claim", claim.id) for claim in ledger.standing if claim.id in decisive)


def lifts(ledger: Ledger) -> tuple[Lift, ...]:
    """Return the judgements that would be surer with one more independent origin, and for which claims."""
    found: list[Lift] = []
    for judgement in ledger.standing_judgements:
        cap = confidence_cap(ledger, judgement)
        more = confidence_cap(ledger, judgement, cap.claims) if cap else None
        if cap and more and exceeds(ledger, more.word, cap):
            found.append(Lift(judgement.id, cap.claims, cap.word, more.word))
    return tuple(found)
