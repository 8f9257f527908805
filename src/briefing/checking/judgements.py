"""What must be true of judgements (ICD 203), and of every record that cites another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.checking.context import Material, about
from briefing.checking.evidence import citation_faults
from briefing.checking.registry import rule
from briefing.model.base import Issue, Located
from briefing.model.records import Judgement, Withdrawal
from briefing.model.words import listing
from briefing.reading.agreement import read_twice
from briefing.reading.profile import (
    INFERRED,
    STATED_BY_ALL,
    STATED_BY_SOME,
    confidence_cap,
    decisive_claims,
    exceeds,
    profile,
)

#: The fields in which a record of any kind names claims and judgements.
CITES = ("claims", "decisive", "touches", "settles", "between", "moves", "concerns", "first", "second")
#: What a judgement of the new kind must say. Held to only where the ledger has a vocabulary `directness`.
REQUIRED = ("decisive", "directness", "alternative", "so_what", "would_change", "reviewed")

_PERCENTAGE = re.compile(r"\d ?%")


@rule("claim-unknown", "A claim is cited that does not exist.")
@rule("claim-withdrawn", "A claim is cited that no longer stands.")
@rule("judgement-unknown", "A judgement is cited that does not exist.")
@rule("record-withdrawn", "A gap, conflict, indicator, relation or parallel is cited that no longer stands.")
@rule("judgement-withdrawn", "A judgement is cited that no longer stands.")
@rule("replaced-by-itself", "A withdrawn record is named as what takes its own place.")
def citations_known(material: Material) -> Iterator[Issue]:
    """What any record cites exists, and stands where it must."""
    actors_lost = "actor-unknown" in material.follows
    for _, record in material.ledger.records():
        gone: Withdrawal | None = getattr(record, "withdrawn", None)
        logged = not hasattr(record, "withdrawn")  # a log tells of what was, withdrawn or not
        for name in cited_by(record):
            yield from _cited(material, record, name, standing=not (gone or logged))
        for name in gone.replaced_by if gone else ():
            if name == getattr(record, "id", ""):
                got, mend = "it is said to be replaced by itself.", "Name what takes its place, or nothing."
                yield about(record, "replaced-by-itself", got, mend)
            elif name not in material.ledger.record_by_id and not (name.islower() and actors_lost):
                yield from _cited(material, record, name, standing=False)


def cited_by(record: Located) -> tuple[str, ...]:
    """Return the ids of what a record rests on or speaks of, each once."""
    values = [getattr(record, field, ()) for field in CITES]
    return tuple(dict.fromkeys(name for value in values for name in ((value,) if isinstance(value, str) else value)))


def _cited(material: Material, record: Located, name: str, *, standing: bool) -> Iterator[Issue]:
    """Report an id that names no claim or, when it starts with J, no judgement, or what must stand and does not."""
    noun = "judgement" if name.startswith("J") else "claim"
    for code, got, mend in citation_faults(material, noun, name, standing=standing):
        yield about(record, code, got, mend)


@rule("decisive-unsupported", "A claim is decisive of a judgement that does not rest on it.")
def decisive_claims_support(material: Material) -> Iterator[Issue]:
    """What a judgement hangs on is among what it rests on."""
    for judgement in material.ledger.standing_judgements:
        stray = [name for name in judgement.decisive if name not in judgement.supported_by]
        if stray:
            got = f"{listing(stray)} is decisive and not in supported_by."
            yield about(judgement, "decisive-unsupported", got, "Add it to supported_by, or take it out of decisive.")


@rule("ladder-unclear", "The words of confidence have no clear order, or those of directness are not the package's.")
def ladders_clear(material: Material) -> Iterator[Issue]:
    """Each word of confidence has a rank, rising in the order of the file; directness has the words that rules read."""
    vocabulary = material.ledger.vocabulary
    ranks = _ranks(material)
    directness = vocabulary.get("directness", {})
    lacking = [word for word in (INFERRED, STATED_BY_SOME, STATED_BY_ALL) if word not in directness]
    if not _is_rising(ranks):
        got = f"its ranks are {', '.join('none' if r is None else str(r) for r in ranks)}, in the order of the file."
        mend = "Give each word a rank, rising from the word of least confidence to that of most."
        yield Issue(material.vocabulary_place("confidence"), "vocabulary confidence", "ladder-unclear", got, mend)
    if directness and lacking:
        mend = "Add them; the labels and meanings are yours."
        got = f"it lacks {listing(lacking)}."
        yield Issue(material.vocabulary_place("directness"), "vocabulary directness", "ladder-unclear", got, mend)


def _ranks(material: Material) -> list[int | None]:
    return [term.rank for term in material.ledger.vocabulary.get("confidence", {}).values()]


def _is_rising(ranks: list[int | None]) -> bool:
    return ranks == sorted({rank for rank in ranks if rank is not None})


@rule("confidence-exceeds-origins", "A judgement is surer than the origins of its weakest decisive claim allow.")
def confidence_within_origins(material: Material) -> Iterator[Issue]:
    """A judgement is at most as sure as the origins of its weakest claim allow, of those that it hangs on."""
    ledger = material.ledger
    for judgement in ledger.standing_judgements if _is_rising(_ranks(material)) else ():
        rests_on = {name for c in decisive_claims(ledger, judgement) for name in c.articles} | {*judgement.supported_by}
        cap = confidence_cap(ledger, judgement)
        if cap and exceeds(ledger, judgement.confidence, cap) and not rests_on & material.unread_ids:
            few = f"{cap.origins} {'held origin' if cap.held else 'origin that is not held'}"
            have = "has" if len(cap.claims) == 1 else "have"
            got = f"confidence is {judgement.confidence!r}, and {listing(cap.claims)} {have} {few}."
            mend = f"Lower it to {cap.word!r}, or add evidence of another, independent origin."
            yield about(judgement, "confidence-exceeds-origins", got, mend)


@rule("judgement-incomplete", "A judgement lacks a part; held to where the ledger has a vocabulary `directness`.")
@rule("likelihood-not-inferred", "A likelihood is given to what the articles state and nobody infers.")
@rule("directness-overstated", "A judgement is coded as stated by all, and a decisive claim is not.")
def judgements_complete(material: Material) -> Iterator[Issue]:
    """A judgement says what it hangs on, how directly, what else it could be, and what follows."""
    for judgement in _judged_anew(material):
        lacks = [name for name in REQUIRED if not getattr(judgement, name)]
        if lacks:
            yield about(judgement, "judgement-incomplete", f"it lacks {listing(lacks)}.", "Add what is lacking.")
        if judgement.likelihood and judgement.directness not in {INFERRED, None}:
            got = f"its likelihood is {judgement.likelihood!r}, and its directness {judgement.directness!r}."
            mend = f"Take the likelihood out, or code it as {INFERRED!r}."
            yield about(judgement, "likelihood-not-inferred", got, mend)
        if judgement.directness == STATED_BY_ALL:
            counted = profile(material.ledger, judgement)
            partly = [claim for claim in counted.claims if claim not in counted.in_all]
            if partly and not material.unread_ids & set(judgement.supported_by):
                got = f"it is coded {STATED_BY_ALL!r}, and {listing(partly)} is not made by every article."
                mend = f"Code it as {counted.directness!r}, or mark other claims as decisive."
                yield about(judgement, "directness-overstated", got, mend)


@rule("judgement-about-texts", "A judgement's statement speaks of texts; held to with a vocabulary `directness`.")
def judgements_about_the_world(material: Material) -> Iterator[Issue]:
    """A judgement is about its subject; what the texts say of it stands in its account."""
    of_texts, of_none = (material.language.phrases(name) for name in ("of_texts", "of_no_texts"))
    for judgement in _judged_anew(material):
        statement = of_none.sub("…", judgement.statement)
        named = [name for name in _names_of_texts(material, judgement) if _names(name).search(statement)]
        words = dict.fromkeys([*(found[0] for found in of_texts.finditer(statement)), *named])
        if words:
            got = f"its statement speaks of texts: {', '.join(map(repr, words))}."
            mend = "Say what is so in the world, naming who does it; what the texts say belongs in `because`."
            yield about(judgement, "judgement-about-texts", got, mend)


def _names_of_texts(material: Material, judgement: Judgement) -> set[str]:
    """Return names of articles and origins, without those that act in what the judgement rests on."""
    ledger = material.ledger
    claims = [ledger.claim_by_id[name] for name in judgement.claims if name in ledger.claim_by_id]
    acting = [ledger.actor_by_id[a] for claim in claims for a in claim.actors if a in ledger.actor_by_id]
    actors = {name.casefold() for actor in acting for name in (actor.name, *actor.aliases)}
    names = {name for a in ledger.articles for name in (a.id, a.publisher)}
    names |= {name for o in ledger.origins for name in (o.id, o.publisher, o.author) if name}
    return {name for name in names if name.casefold() not in actors}


def _names(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)


@rule("only-one-reading", "A claim that only one of two readings found is decisive of a judgement.")
def decisive_claims_read_twice(material: Material) -> Iterator[Issue]:
    """What a judgement hangs on was found by both readers; where there is no second reading, nothing is asked."""
    ledger = material.ledger
    if not ledger.second_reading or any(unit.span is None for unit in ledger.second_reading):
        return
    for judgement in ledger.standing_judgements:
        claims = [c for c in decisive_claims(ledger, judgement) if all(e.span for e in c.evidence)]
        once = [claim.id for claim in claims if not read_twice(ledger, claim)]
        if judgement.decisive and once:
            got = f"it hangs on {listing(once)}, which the second reading does not have."
            mend = "Take it out of decisive, or rest the judgement on what both readings have."
            yield about(judgement, "only-one-reading", got, mend)


@rule("second-reading-missing", "An article has no second reading, and others have one.")
def every_article_read_twice(material: Material) -> Iterator[Issue]:
    """Where articles are read twice, each of them is."""
    again = {unit.article for unit in material.ledger.second_reading}
    for article in material.ledger.articles if again else ():
        if article.id not in again:
            mend = "Have it read by somebody who has not seen the claims, and put that reading into second_reading.yml."
            yield about(article, "second-reading-missing", "it was read once, and other articles twice.", mend)


@rule("likelihood-in-confidence", "A judgement mixes how good the evidence is with how likely the thing is.")
def confidence_without_likelihood(material: Material) -> Iterator[Issue]:
    """A judgement says how good its evidence is, and never in the same breath how likely the thing is (ICD 203)."""
    likelihood = material.language.phrases("likelihood")
    for judgement in material.ledger.standing_judgements:
        for name in ("statement", "because"):
            text = getattr(judgement, name)
            for found in (*likelihood.finditer(text), *_PERCENTAGE.finditer(text)):
                mend = "Say what the evidence is and lacks, and leave out how likely the thing is (ICD 203)."
                yield about(judgement, "likelihood-in-confidence", f"{name} says {found[0]!r}.", mend)


def _judged_anew(material: Material) -> tuple[Judgement, ...]:
    """Return the standing judgements, where the ledger tells what is stated from what is inferred."""
    return material.ledger.standing_judgements if material.ledger.vocabulary.get("directness") else ()
