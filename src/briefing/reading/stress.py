"""The stress test: leave an article, an origin or a claim out of the ledger, and see what becomes of the judgements."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any, NamedTuple

from briefing.model.ledger import Ledger
from briefing.model.sources import Article, Origin
from briefing.reading.profile import confidence_cap, decisive_claims, exceeds


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
        elif articles or name in ledger.origin_by_id:
            rest = _without_articles(rest, articles & set(rest.article_by_id), name)
        else:
            message = f"there is no article, origin or claim {name!r} to leave out"
            raise ValueError(message)
    return rest


def _without_articles(ledger: Ledger, gone: set[str], origin: str) -> Ledger:
    def outside(passages: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(passage for passage in passages if passage.article not in gone)

    articles = [a for a in ledger.articles if a.id not in gone]
    for name in gone:  # several go only with an origin, and then nothing that is left derives from any of them
        articles = [_reparented(article, ledger.article_by_id[name]) for article in articles]
    parents = {parent for article in articles for parent in article.parents}
    origins = [o for o in ledger.origins if o.id != origin]
    for name in sorted(gone & parents):
        left = ledger.article_by_id[name].model_dump(include={"id", "publisher", "title", "published"})
        origins.append(Origin(**left, held=False, note="An article that is left out."))
    claims = [c.model_copy(update={"evidence": outside(c.evidence)}) for c in ledger.claims]
    kept = {name: outside(getattr(ledger, name)) for name in ("relations", "waivers", "second_reading")}
    kept["parallels"] = tuple(p for p in ledger.parallels if len(outside(p.sides)) == len(p.sides))
    kept["actors"] = tuple(a.model_copy(update={"described": outside(a.described)}) for a in ledger.actors)
    kept |= {"articles": tuple(articles), "origins": tuple(origins), "claims": tuple(claims)}
    bare = {c.id for c in claims if not c.evidence and ledger.claim_by_id[c.id].evidence}
    return _without_claims(ledger.model_copy(update=kept), bare)


def _reparented(article: Article, gone: Article) -> Article:
    """Return an article that had one as its parent with the parents of that one in its place, where it has any."""
    if gone.id not in article.parents or not gone.parents:
        return article
    surely = gone.derives_from if gone.id in article.derives_from else ()
    perhaps = gone.derives_from if gone.id in article.may_derive_from else ()
    parents = {
        "derives_from": (*article.derives_from, *surely),
        "may_derive_from": (*article.may_derive_from, *perhaps, *gone.may_derive_from),
    }
    unlike = {gone.id, article.id}
    kept = {name: tuple(dict.fromkeys(p for p in some if p not in unlike)) for name, some in parents.items()}
    return article.model_copy(update=kept)


def _without_claims(ledger: Ledger, gone: set[str]) -> Ledger:
    """Return the ledger without some claims, and without what then rests on nothing."""

    def rest(collection: str, *fields: str, out: set[str] = gone) -> Iterator[Any]:
        for record in getattr(ledger, collection):
            kept = {field: tuple(name for name in getattr(record, field) if name not in out) for field in fields}
            yield record.model_copy(update=kept)

    judgements = tuple(j for j in rest("judgements", "supported_by", "decisive", "challenged_by") if j.supported_by)
    fallen = {j.id for j in ledger.judgements} - {j.id for j in judgements}
    update = {
        "claims": tuple(c for c in ledger.claims if c.id not in gone),
        "judgements": judgements,
        "relations": tuple(r for r in ledger.relations if not gone & {r.first, r.second}),
        "parallels": tuple(rest("parallels", "claims")),
        "conflicts": tuple(x for x in ledger.conflicts if not gone & set(x.between)),
        "gaps": tuple(rest("gaps", "touches", "settles", out=gone | fallen)),
        "indicators": tuple(i for i in rest("indicators", "moves", out=fallen) if i.moves),
    }
    return ledger.model_copy(update=update)


def effects(before: Ledger, after: Ledger) -> tuple[Effect, ...]:
    """Return what becomes of each standing judgement; it is less sure where it could not be held as surely as it is."""
    found: list[Effect] = []
    for judgement in before.standing_judgements:
        rest = after.judgement_by_id.get(judgement.id)
        lost = tuple(name for name in judgement.supported_by if rest is None or name not in rest.supported_by)
        decisive_lost = tuple(name for name in lost if name in judgement.decisive)
        cap, cap_after = confidence_cap(before, judgement), confidence_cap(after, rest) if rest else None
        outcome = Outcome.STANDS
        if rest is None:
            outcome = Outcome.FALLS
        elif decisive_lost:
            outcome = Outcome.LOSES_DECISIVE
        elif cap and all(exceeds(before, word, cap_after) for word in (cap.word, judgement.confidence)):
            outcome = Outcome.LESS_SURE
        words = (cap and cap.word, cap_after and cap_after.word)
        found.append(Effect(judgement.id, outcome, lost, decisive_lost, *words))
    return tuple(found)


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
