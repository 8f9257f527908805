"""What must stay of what was released: a reader may hold a link to any record that has a number."""

import re
from collections.abc import Container, Iterator

from packaging.version import Version

from briefing.checking.evidence import cited_by
from briefing.checking.rules import Material, about, rule
from briefing.model.base import Issue, Located, Place, reached
from briefing.model.digest import value_digest
from briefing.model.ledger import KINDS, Ledger, Release
from briefing.model.records import Review
from briefing.model.words import listing
from briefing.reading.profile import independent_origins

_SHORT = 3  # letters: two records that have no longer word in common speak of two things
ANEW = "Give the new one an id never used, and withdraw the old one."
NUMBERED = re.compile(r"[A-Z]\d+")
_MARK, _LETTERS = 8, str.maketrans("0123456789", "ghijklmnop")


@rule("id-reused", "An id that a release gave to one record is given to another.")
@rule("record-removed", "A record that was released is gone instead of withdrawn.")
def released_ids_kept(material: Material) -> Iterator[Issue]:
    told: set[str] = set()
    for release in reversed(material.releases):
        file = material.layout.relative(material.layout.releases / f"{release.version}.json")
        for kind, then in release.ledger.records():
            name = str(getattr(then, "id", ""))
            if not NUMBERED.fullmatch(name) or name in told | material.unread_ids:
                continue
            now = material.ledger.record_by_id.get(name)
            said, says = (getattr(record, kind.says, None) for record in (then, now))
            if now is None:
                got = f"{release.version} was released with it, and it is gone."
                mend = "Put it back and withdraw it with a reason; a reader may hold a link to it."
                issue = Issue(Place(file, 1), f"{kind.noun} {name}", "record-removed", got, mend)
            elif getattr(then, "withdrawn", None) and not getattr(now, "withdrawn", None):
                issue = about(now, "id-reused", f"{release.version} was released with it withdrawn.", ANEW)
            elif said == says:  # it was held against older releases when this one was made
                told.add(name)
                continue
            elif not _same_matter(material, then, now, (str(said), str(says))):
                mend = "Give it back the words it was withdrawn from." if getattr(now, "withdrawn", None) else ANEW
                issue = about(now, "id-reused", f"in {release.version} it was another {kind.noun}: {said!r}.", mend)
            else:
                continue
            told.add(name)
            yield issue


def _same_matter(material: Material, then: Located, now: Located, statements: tuple[str, str]) -> bool:
    """Tell whether two records rest on something in common, and speak of it where they do not quote it."""
    records = material.ledger.record_by_id
    replacing = {name: getattr(getattr(r, "withdrawn", None), "replaced_by", ()) for name, r in records.items()}
    before = reached(_grounds(then, material.articles_gone), lambda name: replacing.get(name, ()))
    after = _grounds(now, material.articles_gone)
    said, says = (set(re.findall(r"\w+", text.casefold())) for text in statements)
    if not before or not after:
        return 2 * len(said & says) >= min(len(said), len(says))
    alike = any(" " in ground for ground in after) or any(len(word) > _SHORT for word in said & says)
    quoted = any((" " in old and old in new) or (" " in new and new in old) for old in before for new in after)
    return alike and (quoted or not before.isdisjoint(after))  # a quote may have been cut longer or shorter


def _grounds(record: Located, gone: Container[str]) -> set[str]:
    """What a record rests on: the quotes of a claim, the claims of a judgement; nothing of an article that is gone."""
    passages = [passage for field in ("evidence", "sides") for passage in getattr(record, field, ())]
    return {*(passage.exact for passage in passages if passage.article not in gone), *cited_by(record)}


@rule("judgement-not-reviewed", "A claim under a judgement has changed since the judgement was last looked at.")
def judgements_reviewed(material: Material) -> Iterator[Issue]:
    """It is held against the release that `reviewed` names; where that version is to come, against the last one,
    unless `saw` is the mark of what is there now: so a review answers for no evidence that came after it.
    """
    ledger, released = material.ledger, {release.version: release.ledger for release in material.releases}
    last = next(reversed(released), "0")
    for judgement in ledger.standing_judgements:
        version, mark = judgement.reviewed.version if judgement.reviewed else "", seen(ledger, judgement)
        if judgement.reviewed and Version(version) > Version(last) and judgement.reviewed.saw != mark:
            version = last
        cited = dict.fromkeys((*judgement.decisive, *judgement.claims)) if version in released else ()
        changed = [c for c in cited if _grounded(released[version], c) != _grounded(ledger, c)]
        if changed:
            has = "has" if len(changed) == 1 else "have"
            got = f"{listing(changed)} {has} other words, codes or descent than in {version}."
            mend = "Read it, its account and the sentences that cite it anew, and say in `reviewed` what came of it"
            yield about(judgement, "judgement-not-reviewed", got, f"{mend}, with `saw: {mark}`.")


def seen(ledger: Ledger, record: Located) -> str:
    """Return the mark of what a record is held against: all articles, and the claims that it rests on or speaks of."""
    claims = [_grounded(ledger, name) for name in sorted(cited_by(record))]
    mark = value_digest([sorted(article.sha256 for article in ledger.articles), claims])[:_MARK]
    return mark.translate(_LETTERS)


def _grounded(ledger: Ledger, claim: str) -> tuple[object, ...]:
    """Return all of a claim that a judgement on it may hang on: its statement, evidence, codes and origins."""
    held = ledger.claim_by_id.get(claim)
    if held is None:
        return ()
    pieces = ((e.article, e.exact, e.voice, e.quantity, e.certainty, e.form) for e in held.evidence)
    origins = independent_origins(ledger, held.articles)
    codes = (held.kind, held.bears_on, sorted(held.facets.items()))
    return held.statement, codes, sorted(pieces), sorted((group.roots, group.held) for group in origins)


@rule("article-came", "An article came or went, and records of what is said or open were not looked at since.")
def records_looked_at_again(material: Material) -> Iterator[Issue]:
    """It came when the last release does not hold it, and went when that alone does. `reviewed` of what was looked at
    names a later version, and `saw` is the mark of what there is now, which the next article changes.
    """
    if not material.releases or material.release_files[1]:
        return
    last = material.releases[-1]
    held = {article.sha256 for article in last.ledger.articles}
    came = [article.id for article in material.ledger.articles if article.sha256 not in held]
    left = {*material.ledger.article_by_id, *material.unread_ids}
    gone = [article.id for article in last.ledger.articles if article.id not in left]
    moved = listing([f"{listing(names)} {what}" for names, what in ((came, "came"), (gone, "went")) if names])
    for kind in (kind for kind in KINDS if moved and "reviewed" in kind.record.model_fields):
        standing = [(r, seen(material.ledger, r)) for r in material.ledger.standing_of(kind.collection)]
        old = [(r, mark) for r, mark in standing if not _looked_at(r.reviewed, mark, since=last.version)]
        if old:
            names = listing([record.id for record, _ in old])
            got = f"{moved} after {last.version}, and {names} may say otherwise now."
            major, minor = _following(last)[:2]
            mend = "Read each, and say in `reviewed` what came of it, with the version that comes next: "
            mend += f"an article that is new or gone makes it {minor}, a judgement that moves {major}. Write there for "
            mend += f"{listing([f'{record.id} `saw: {mark}`' for record, mark in old])}."
            yield Issue(old[0][0].place, kind.collection, "article-came", got, mend)


def _looked_at(review: Review | None, mark: str, since: str) -> bool:
    return review is not None and Version(review.version) > Version(since) and review.saw == mark


@rule("review-version", "A review names a version that was never released nor is next, or an earlier one than it did.")
@rule("correction-version", "A correction names a version that was never released, or one before the error.")
def versions_possible(material: Material) -> Iterator[Issue]:
    last = material.releases[-1] if material.releases else None
    for _, record in material.ledger.records():
        then = last.ledger.record_by_id.get(getattr(record, "id", "")) if last else None
        now, before = (getattr(one, "reviewed", None) for one in (record, then))
        if now and not _possible(material, now.version):
            got = f"it was looked at in {now.version}, which was not released and cannot be the next."
        elif last and now and before and Version(now.version) < Version(before.version):
            got = f"it was looked at in {now.version}, and in {last.version} it says {before.version}."
        else:
            continue
        mend = f"Name the version at which it was last looked at{f'; the next is {_next(last)}' if last else ''}."
        yield about(record, "review-version", got, mend)
    for correction in material.ledger.corrections if not material.release_files[1] else ():
        mend = "`since` is the first release that carried the error, `corrected_in` the one that mends it"
        mend += f"; the next is {_next(last)}." if last else "."
        if Version(correction.corrected_in) <= Version(correction.since):
            got = f"it was corrected in {correction.corrected_in}, and stands since {correction.since}."
        elif last and Version(correction.since) > Version(last.version):
            got = f"it stands since {correction.since}, and the last release is {last.version}."
        elif odd := [name for name in ("since", "corrected_in") if not _possible(material, getattr(correction, name))]:
            got = f"{odd[0]} is {getattr(correction, odd[0])}, which was not released and cannot be the next."
        else:
            continue
        yield about(correction, "correction-version", got, mend)


def _possible(material: Material, version: str) -> bool:
    """Tell whether a version was released, may be the next one, or is older than all; any is, without releases."""
    released = [Version(release.version).release for release in material.releases]
    if not released or material.release_files[1]:
        return True
    asked = Version(version).release
    return asked < released[0] or asked in released or version in _following(material.releases[-1])


def _following(last: Release) -> tuple[str, str, str]:
    """Return the versions that can come next: the major, the minor, and the patch."""
    major, minor, patch = Version(last.version).release
    return f"{major + 1}.0.0", f"{major}.{minor + 1}.0", f"{major}.{minor}.{patch + 1}"


def _next(last: Release) -> str:
    return " or ".join(_following(last)[::-1])
