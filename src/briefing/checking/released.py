"""What must stay of what was released: a reader may hold a link to any record that has a number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from packaging.version import Version

from briefing.checking.context import Material, about, reached
from briefing.checking.evidence import cited_by
from briefing.checking.registry import rule
from briefing.model.base import Issue, Located, Place
from briefing.model.ledger import KINDS, Kind, Ledger, Release
from briefing.model.records import Withdrawal
from briefing.model.words import listing
from briefing.reading.profile import independent_origins

_SHORT = 3  # letters: two records that have no longer word in common speak of two things
NUMBERED = re.compile(r"[A-Z]\d+")


@rule("id-reused", "An id that a release gave to one record is given to another.")
@rule("record-removed", "A record that was released is gone instead of withdrawn.")
def released_ids_kept(material: Material) -> Iterator[Issue]:
    """Every numbered record that a release knows is still there, withdrawn if need be, and is still the same one."""
    reported: set[str] = set()
    for release in reversed(material.releases):
        for kind, then in release.ledger.records():
            name = str(getattr(then, "id", ""))
            if not NUMBERED.fullmatch(name) or name in reported:
                continue
            issue = _kept(material, release, kind, then)
            if issue is not None:
                reported.add(name)
                yield issue


def _kept(material: Material, release: Release, kind: Kind, then: Located) -> Issue | None:
    name = str(getattr(then, "id", ""))
    now = material.ledger.record_by_id.get(name)
    if now is None:
        if name in material.unread_ids:
            return None
        place = Place(material.layout.relative(material.layout.releases / f"{release.version}.json"), 1)
        got = f"{release.version} was released with it, and it is gone."
        mend = "Put it back and withdraw it with a reason; a reader may hold a link to it."
        return Issue(place, f"{kind.noun} {name}", "record-removed", got, mend)
    said, says = getattr(then, kind.says), getattr(now, kind.says, None)
    if getattr(then, "withdrawn", None) and not getattr(now, "withdrawn", None):
        got = f"{release.version} was released with it withdrawn."
    elif said != says and not _same_matter(material, then, now, (said, str(says))):
        got = f"in {release.version} it was another {kind.noun}: {said!r}."
    else:
        return None
    mend = "Give the new one an id never used, and withdraw the old one."
    return about(now, "id-reused", got, mend)


def _same_matter(material: Material, then: Located, now: Located, words: tuple[str, str]) -> bool:
    """Tell whether two records rest on something in common, and speak of it where they do not quote it."""
    before, after = reached(_grounds(then), partial(_successors, material)), _grounds(now)
    said, says = (set(re.findall(r"\w+", text.casefold())) for text in words)
    if before or after:
        alike = any(" " in ground for ground in after) or any(len(word) > _SHORT for word in said & says)
        return alike and any(_same_ground(old, new) for old in before for new in after)
    return 2 * len(said & says) >= min(len(said), len(says))


def _successors(material: Material, name: str) -> tuple[str, ...]:
    withdrawn: Withdrawal | None = getattr(material.ledger.record_by_id.get(name), "withdrawn", None)
    return withdrawn.replaced_by if withdrawn else ()


def _same_ground(old: str, new: str) -> bool:
    """Tell whether two grounds are the same id, or quotes of which one was cut longer or shorter."""
    return old == new or (" " in old and old in new) or (" " in new and new in old)


def _grounds(record: Located) -> set[str]:
    """What a record rests on: the quotes of a claim, the claims of a judgement, the passages of a parallel."""
    passages = [passage for field in ("evidence", "sides") for passage in getattr(record, field, ())]
    return {*(passage.exact for passage in passages), *cited_by(record)}


@rule("judgement-not-reviewed", "A claim under a judgement has changed since the judgement was last looked at.")
def judgements_reviewed(material: Material) -> Iterator[Issue]:
    """A judgement was looked at again when a claim for it or against it changed: statement, evidence, codes, descent.

    It is held against the release that `reviewed` names; where that version is to come, nothing is asked.
    """
    released = {release.version: release.ledger for release in material.releases}
    for judgement in material.ledger.standing_judgements:
        then = released.get(judgement.reviewed.version) if judgement.reviewed else None
        cited = dict.fromkeys((*judgement.decisive, *judgement.supported_by, *judgement.challenged_by))
        changed = [c for c in cited if then and _grounded(then, c) != _grounded(material.ledger, c)]
        if changed and judgement.reviewed:
            has = "has" if len(changed) == 1 else "have"
            got = f"{listing(changed)} {has} other words, codes or descent than in {judgement.reviewed.version}."
            mend = "Read it, its account and the sentences that cite it anew, and say in `reviewed` what came of it."
            yield about(judgement, "judgement-not-reviewed", got, mend)


@rule("article-came", "An article came, and records of what is said or open were not looked at since.")
def records_looked_at_again(material: Material) -> Iterator[Issue]:
    """After an article came, every judgement, gap, conflict and indicator that stands was looked at again.

    An article came when the last release does not hold it; `reviewed` of what was looked at names a later version.
    """
    if not material.releases or material.release_files[1]:
        return
    last = material.releases[-1]
    held = {article.sha256 for article in last.ledger.articles}
    came = [article.id for article in material.ledger.articles if article.sha256 not in held]
    for kind in (kind for kind in KINDS if came and "reviewed" in kind.record.model_fields):
        standing = material.ledger.standing_of(kind.collection)
        old = [r for r in standing if not r.reviewed or Version(r.reviewed.version) <= Version(last.version)]
        if old:
            got = (
                f"{listing(came)} came after {last.version}, and {listing([r.id for r in old])} may say otherwise now."
            )
            mend = f"Read each, and say in `reviewed`, with a version after {last.version}, what came of it."
            yield Issue(old[0].place, kind.collection, "article-came", got, mend)


def _grounded(ledger: Ledger, claim: str) -> tuple[object, ...]:
    """Return all of a claim that a judgement on it may hang on: its statement, evidence, codes and origins."""
    held = ledger.claim_by_id.get(claim)
    if held is None:
        return ()
    pieces = ((e.article, e.exact, e.voice, e.quantity, e.certainty, e.form) for e in held.evidence)
    origins = independent_origins(ledger, held.articles)
    codes = (held.kind, held.bears_on, sorted(held.facets.items()))
    return held.statement, codes, sorted(pieces), sorted((group.roots, group.held) for group in origins)


@rule(
    "review-version", "A review names a version that was never released and is not next, or an earlier one than it did."
)
def reviews_name_versions(material: Material) -> Iterator[Issue]:
    """A record was looked at in a version that was released, or that may come next."""
    last = material.releases[-1].ledger.record_by_id if material.releases else {}
    for _, record in material.ledger.records():
        now, then = (getattr(one, "reviewed", None) for one in (record, last.get(getattr(record, "id", ""))))
        if now and not _possible(material, now.version):
            got = f"it was looked at in {now.version}, which was not released and cannot be the next."
        elif now and then and Version(now.version) < Version(then.version):
            got = f"it was looked at in {now.version}, and in {material.releases[-1].version} it says {then.version}."
        else:
            continue
        yield about(record, "review-version", got, "Name the version at which it was last looked at.")


def _possible(material: Material, version: str) -> bool:
    """Tell whether a version was released, may be the next one, or is older than all; any is, without releases."""
    released = [Version(release.version).release for release in material.releases]
    if not released or material.release_files[1]:
        return True
    (major, minor, patch), asked = released[-1], Version(version).release
    following = {(major, minor, patch + 1), (major, minor + 1, 0), (major + 1, 0, 0)}
    return asked < released[0] or asked in following.union(released)


@rule("correction-version", "A correction names a version that was never released, or one before the error.")
def corrections_name_versions(material: Material) -> Iterator[Issue]:
    """An error stood in a released version, and was corrected in a later one."""
    last = max((Version(release.version) for release in material.releases), default=None)
    for correction in material.ledger.corrections if not material.release_files[1] else ():
        mend = "`since` is the first release that carried the error, `corrected_in` the one that mends it."
        if Version(correction.corrected_in) <= Version(correction.since):
            got = f"it was corrected in {correction.corrected_in}, and stands since {correction.since}."
        elif last is not None and Version(correction.since) > last:
            got = f"it stands since {correction.since}, and the last release is {last}."
        elif odd := [name for name in ("since", "corrected_in") if not _possible(material, getattr(correction, name))]:
            got = f"{odd[0]} is {getattr(correction, odd[0])}, which was not released and cannot be the next."
        else:
            continue
        yield about(correction, "correction-version", got, mend)
