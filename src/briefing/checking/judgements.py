"""What must be true of judgements (ICD 203)."""

import re
from collections.abc import Iterator

from briefing.checking.rules import Material, about, rule
from briefing.model.base import Issue
from briefing.model.records import Judgement
from briefing.model.words import listing
from briefing.reading import profile
from briefing.reading.agreement import read_twice

#: What a judgement of the new kind must say. Held to only where the ledger has a vocabulary `directness`.
REQUIRED = ("decisive", "directness", "alternative", "so_what", "would_change", "reviewed")

_PERCENTAGE = re.compile(r"\d ?%")


@rule("ladder-unclear", "The words of confidence have no clear order, or those of directness are not the package's.")
def ladders_clear(material: Material) -> Iterator[Issue]:
    faults, directness, (ranks, rising) = [], material.ledger.vocabulary.get("directness"), _ranks(material)
    if not rising:
        shown = ", ".join("none" if rank is None else str(rank) for rank in ranks)
        mend = "Give each word a rank, rising from the word of least confidence to that of most."
        faults.append(("confidence", f"its ranks are {shown}, in the order of the file.", mend))
    read = (profile.INFERRED, profile.STATED_BY_SOME, profile.STATED_BY_ALL)
    if lacking := [word for word in read if directness and word not in directness]:
        faults.append(("directness", f"it lacks {listing(lacking)}.", "Add them; the labels and meanings are yours."))
    for name, got, mend in faults:
        yield Issue(material.vocabulary.place((name,)), f"vocabulary {name}", "ladder-unclear", got, mend)


def _ranks(material: Material) -> tuple[list[int | None], bool]:
    """Return the ranks of the words of confidence, and whether each has one, rising in the order of the file."""
    ranks = [term.rank for term in material.ledger.vocabulary.get("confidence", {}).values()]
    return ranks, ranks == sorted({rank for rank in ranks if rank is not None})


@rule("decisive-unsupported", "A claim is decisive of a judgement that does not rest on it.")
@rule("confidence-exceeds-origins", "A judgement is surer than the origins of its weakest decisive claim allow.")
def judgements_supported(material: Material) -> Iterator[Issue]:
    ledger, (_, rising) = material.ledger, _ranks(material)
    for judgement in ledger.standing_judgements:
        if stray := [name for name in judgement.decisive if name not in judgement.supported_by]:
            are, them = ("is", "it") if len(stray) == 1 else ("are", "them")
            got = f"{listing(stray)} {are} decisive and not in supported_by."
            mend = f"Add {them} to supported_by, or take {them} out of decisive."
            yield about(judgement, "decisive-unsupported", got, mend)
        articles = {article for claim in profile.decisive_claims(ledger, judgement) for article in claim.articles}
        rests_on = articles.union(judgement.supported_by)
        cap = profile.confidence_cap(ledger, judgement) if rising and not rests_on & material.unread_ids else None
        if cap and profile.exceeds(ledger, judgement.confidence, cap):
            few = f"{cap.origins} {'held origin' if cap.held else 'origin that is not held'}"
            have = "has" if len(cap.claims) == 1 else "have"
            got = f"confidence is {judgement.confidence!r}, and {listing(cap.claims)} {have} {few}."
            mend = f"Lower it to {cap.word!r}, or add evidence of another, independent origin."
            yield about(judgement, "confidence-exceeds-origins", got, mend)


@rule("judgement-incomplete", "A judgement lacks a part; held to where the ledger has a vocabulary `directness`.")
@rule("likelihood-not-inferred", "A likelihood is given to what the articles state and nobody infers.")
@rule("directness-overstated", "A judgement is coded as stated by all, and a decisive claim is not.")
@rule("judgement-about-texts", "A judgement's statement speaks of texts; held to with a vocabulary `directness`.")
def judgements_complete(material: Material) -> Iterator[Issue]:
    for judgement in material.ledger.standing_judgements if material.ledger.vocabulary.get("directness") else ():
        if lacks := [name for name in REQUIRED if not getattr(judgement, name)]:
            yield about(judgement, "judgement-incomplete", f"it lacks {listing(lacks)}.", "Add what is lacking.")
        if judgement.likelihood and judgement.directness not in {profile.INFERRED, None}:
            got = f"its likelihood is {judgement.likelihood!r}, and its directness {judgement.directness!r}."
            mend = f"Take the likelihood out, or code it as {profile.INFERRED!r}."
            yield about(judgement, "likelihood-not-inferred", got, mend)
        counted = profile.profile(material.ledger, judgement) if judgement.directness == profile.STATED_BY_ALL else None
        partly = [claim for claim in counted.claims if claim not in counted.in_all] if counted else []
        if counted and partly and not material.unread_ids & {*judgement.supported_by}:
            are = "is" if len(partly) == 1 else "are"
            got = f"it is coded {profile.STATED_BY_ALL!r}, and {listing(partly)} {are} not made by every article."
            mend = f"Code it as {counted.directness!r}, or mark other claims as decisive."
            yield about(judgement, "directness-overstated", got, mend)
        if words := _of_texts(material, judgement):
            got = f"its statement speaks of texts: {', '.join(map(repr, words))}."
            mend = "Say what is so in the world, naming who does it; what the texts say belongs in `because`."
            yield about(judgement, "judgement-about-texts", got, mend)


def _of_texts(material: Material, judgement: Judgement) -> list[str]:
    """Return words of a statement that are of texts: names of articles and origins too, but of what acts in it."""
    ledger = material.ledger
    claims = [ledger.claim_by_id[name] for name in judgement.claims if name in ledger.claim_by_id]
    acting = {name.casefold() for name, actor in ledger.actor_names.items() if any(actor in c.actors for c in claims)}
    names = {name for a in ledger.articles for name in (a.id, a.publisher)}
    names |= {name for o in ledger.origins for name in (o.id, o.publisher, o.author) if name}
    of_texts, of_none = (material.language.phrases(name) for name in ("of_texts", "of_no_texts"))
    statement = of_none.sub("…", judgement.statement)
    names = {name for name in names if name.casefold() not in acting}
    named = [name for name in sorted(names) if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", statement, re.IGNORECASE)]
    return list(dict.fromkeys([*(found[0] for found in of_texts.finditer(statement)), *named]))


@rule("only-one-reading", "A claim that only one of two readings found is decisive of a judgement.")
@rule("second-reading-missing", "An article has no second reading, and others have one.")
def all_read_twice(material: Material) -> Iterator[Issue]:
    """What a judgement hangs on was found by both readers; where there is no second reading, nothing is asked."""
    ledger = material.ledger
    again = {unit.article for unit in ledger.second_reading}
    for article in ledger.articles if again else ():
        if article.id not in again:
            mend = "Have it read by somebody who has not seen the claims, and put that reading into second_reading.yml."
            yield about(article, "second-reading-missing", "it was read once, and other articles twice.", mend)
    anchored = again and all(unit.span for unit in ledger.second_reading)
    for judgement in ledger.standing_judgements if anchored else ():
        claims = [c for c in profile.decisive_claims(ledger, judgement) if all(e.span for e in c.evidence)]
        once = [claim.id for claim in claims if not read_twice(ledger, claim)]
        if judgement.decisive and once:
            got = f"it hangs on {listing(once)}, which the second reading does not have."
            them = "it" if len(once) == 1 else "them"
            mend = f"Take {them} out of decisive, or rest the judgement on what both readings have."
            yield about(judgement, "only-one-reading", got, mend)


@rule("likelihood-in-confidence", "A judgement mixes how good the evidence is with how likely the thing is.")
def confidence_without_likelihood(material: Material) -> Iterator[Issue]:
    likelihood = material.language.phrases("likelihood")
    for judgement in material.ledger.standing_judgements:
        for name in ("statement", "because"):
            text = getattr(judgement, name)
            for found in (*likelihood.finditer(text), *_PERCENTAGE.finditer(text)):
                mend = "Say what the evidence is and lacks, and leave out how likely the thing is (ICD 203)."
                yield about(judgement, "likelihood-in-confidence", f"{name} says {found[0]!r}.", mend)
