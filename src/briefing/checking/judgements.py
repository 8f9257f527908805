"""What must be true of judgements, of every record that cites another, and of what was released before."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from briefing.checking.context import Material
from briefing.checking.evidence import subject
from briefing.checking.registry import rule
from briefing.model.base import Issue, Located, Place
from briefing.model.records import Claim, Judgement

ORIGINS_FOR_TOP_CONFIDENCE = 2

# The expressions of likelihood of ICD 203 (2022), D.6.e.2.a, and the everyday ones that mean the same. The directive
# forbids a degree of likelihood and a confidence level in one sentence; words with another common sense
# ("remote", "certain", "may") are listed only in the phrases that cannot be anything else.
LIKELIHOOD = re.compile(
    r"\b(?:almost no chance|remote chance|(?:highly |very )?(?:un)?likely|likelihood"
    r"|(?:highly |very )?(?:im)?probabl[ey]|(?:im)?probabilit(?:y|ies)|(?:roughly )?even (?:chances?|odds)"
    r"|(?:almost|nearly|virtually) certain(?:ly|ty)?|chances are|(?:the|a) chances? (?:of|that)"
    r"|(?:good|fair|slim|high|low) chances?|odds"
    r"|perhaps|possibly|may well|might well|doubtful|\d+ ?per ?cent)\b"
    r"|\d ?%|(?:\bper ?cent|%) (?:chance|sure)\b",
    re.IGNORECASE,
)


@rule("claim-unknown", "A claim is cited that does not exist.")
@rule("claim-withdrawn", "A claim is cited that no longer stands.")
@rule("judgement-unknown", "A judgement is cited that does not exist.")
@rule("judgement-withdrawn", "A judgement is cited that no longer stands.")
@rule("replaced-by-itself", "A withdrawn record is named as what takes its own place.")
def citations_known(material: Material) -> Iterator[Issue]:
    """What any record cites exists, and stands where it must."""
    ledger = material.ledger
    for judgement in ledger.judgements:
        yield from _cited(material, judgement, judgement.claims, standing=judgement.withdrawn is None)
    for gap in ledger.gaps:
        yield from _cited(material, gap, gap.touches, standing=True)
    for conflict in ledger.conflicts:
        yield from _cited(material, conflict, conflict.between, standing=True)
    for indicator in ledger.indicators:
        yield from _cited(material, indicator, indicator.moves, standing=True)
    for correction in ledger.corrections:
        yield from _cited(material, correction, correction.concerns, standing=False)
    records: tuple[Claim | Judgement, ...] = (*ledger.claims, *ledger.judgements)
    for record in records:
        if record.withdrawn is not None:
            yield from _cited(material, record, record.withdrawn.replaced_by, standing=False)
            if record.id in record.withdrawn.replaced_by:
                got, mend = "it is said to be replaced by itself.", "Name what takes its place, or nothing."
                yield Issue(record.place, subject(record), "replaced-by-itself", got, mend)


def citation_issues(  # noqa: PLR0913 -- where, who cites what, and under which condition
    material: Material, place: Place, owner: str, names: tuple[str, ...], *, standing: bool, kind: str = ""
) -> Iterator[Issue]:
    """Report ids that name nothing and, where they must stand, records that were withdrawn.

    An id is a judgement's when it starts with J, unless the kind is given.
    """
    known: dict[str, Mapping[str, Claim | Judgement]] = {
        "claim": material.ledger.claim_by_id,
        "judgement": material.ledger.judgement_by_id,
    }
    for name in names:
        sort = kind or ("judgement" if name.startswith("J") else "claim")
        record = known[sort].get(name)
        if record is None:
            if name not in material.unread_ids:
                got = f"there is no {sort} {name!r}."
                yield Issue(place, owner, f"{sort}-unknown", got, "Cite one that exists.")
        elif standing and record.withdrawn is not None:
            instead = " or ".join(record.withdrawn.replaced_by)
            got = f"it cites {name}, which was withdrawn: {record.withdrawn.because.rstrip('.')}."
            mend = f"Cite {instead} instead." if instead else "Cite another, or withdraw this too."
            yield Issue(place, owner, f"{sort}-withdrawn", got, mend)


def _cited(material: Material, record: Located, names: tuple[str, ...], *, standing: bool) -> Iterator[Issue]:
    return citation_issues(material, record.place, subject(record), names, standing=standing)


@rule("confidence-exceeds-origins", "The highest confidence is given to evidence of one origin.")
def confidence_within_origins(material: Material) -> Iterator[Issue]:
    """The top word of confidence needs evidence from more than one origin: two articles are not two sources."""
    ledger = material.ledger
    ranks = {word: term.rank for word, term in ledger.vocabulary.get("confidence", {}).items() if term.rank is not None}
    top = max(ranks, key=lambda word: ranks[word], default=None)
    for judgement in ledger.standing_judgements:
        if judgement.confidence != top:
            continue
        claims = [ledger.claim_by_id[name] for name in judgement.supported_by if name in ledger.claim_by_id]
        articles = {evidence.article for claim in claims for evidence in claim.evidence}
        if (articles | set(judgement.supported_by)) & material.unread_ids:
            continue
        origins = {origin for a in articles & set(ledger.article_by_id) for origin in ledger.roots_of(a)}
        if len(origins) < ORIGINS_FOR_TOP_CONFIDENCE:
            got = f"confidence is {top!r}, but all its evidence goes back to {', '.join(sorted(origins)) or 'nothing'}."
            mend = "Lower the confidence, or add evidence that goes back to another origin."
            yield Issue(judgement.place, subject(judgement), "confidence-exceeds-origins", got, mend)


@rule("likelihood-in-confidence", "A judgement mixes how good the evidence is with how likely the thing is.")
def confidence_without_likelihood(material: Material) -> Iterator[Issue]:
    """A judgement says how good its evidence is, and never in the same breath how likely the thing is (ICD 203)."""
    for judgement in material.ledger.standing_judgements:
        for name in ("statement", "because"):
            for found in LIKELIHOOD.finditer(getattr(judgement, name)):
                got = f"{name} says {found[0]!r}."
                mend = (
                    "Say what the evidence is and lacks; leave likelihood out of a statement of confidence (ICD 203)."
                )
                yield Issue(judgement.place, subject(judgement), "likelihood-in-confidence", got, mend)


@rule("id-reused", "An id that a release gave to one record is given to another.")
@rule("claim-removed", "A claim that was released is gone instead of withdrawn.")
@rule("judgement-removed", "A judgement that was released is gone instead of withdrawn.")
def released_ids_kept(material: Material) -> Iterator[Issue]:
    """A claim or judgement that a release knows is still there, withdrawn if need be, and is still the same one."""
    reported: set[str] = set()
    present: dict[str, Claim | Judgement] = {**material.ledger.claim_by_id, **material.ledger.judgement_by_id}
    for path in sorted(material.layout.releases.glob("*.json"), key=_version, reverse=True):
        file = material.layout.relative(path)
        try:
            released = json.loads(path.read_bytes())["ledger"]
            records = [(group, record) for group in ("claims", "judgements") for record in released.get(group, [])]
            named = [(group, str(record["id"]), record) for group, record in records]
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            continue  # `releases` reports a file that is not what was released
        for group, name, record in named:
            issue = None if name in reported else _kept(material, path.stem, group, record, present.get(name), file)
            if issue is not None:
                reported.add(name)
                yield issue


def _version(path: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", path.stem))


def _kept(  # noqa: PLR0913, PLR0917 -- both sides of the comparison and where they stand
    material: Material, version: str, group: str, then: dict[str, Any], now: Claim | Judgement | None, file: str
) -> Issue | None:
    kind, name = group.removesuffix("s"), str(then["id"])
    if now is None:
        if name in material.unread_ids:
            return None
        got = f"{version} was released with it, and it is gone."
        mend = "Put it back and withdraw it with a reason; a reader may hold a link to it."
        return Issue(
            Place(file, 1), f"{kind} {name}", "claim-removed" if kind == "claim" else "judgement-removed", got, mend
        )
    if then.get("withdrawn") and now.withdrawn is None:
        got = f"{version} was released with it withdrawn."
    elif then.get("statement") != now.statement and _grounds(then).isdisjoint(_grounds(now.model_dump())):
        got = f"in {version} it was another {kind}: {then.get('statement')!r}."
    else:
        return None
    return Issue(
        now.place, f"{kind} {name}", "id-reused", got, "Give the new one an id never used, and withdraw the old one."
    )


def _grounds(record: dict[str, Any]) -> set[str]:
    """What a record rests on: the quotes of a claim, the claims of a judgement."""
    quotes = {str(evidence.get("exact")) for evidence in record.get("evidence") or ()}
    return quotes | set(record.get("supported_by") or ()) | set(record.get("challenged_by") or ())
