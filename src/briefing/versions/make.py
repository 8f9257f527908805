"""Make a release: check, compare with the last one, propose the number, ask why, and only then write.

Everything that can refuse is asked before anything is written: the evidence and the book, the number, the day, the
reasons, and git, which stands in `tagging`.
"""

import datetime as dt
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from packaging.version import Version

from briefing.checking.check import check
from briefing.model.base import grouped
from briefing.model.layout import Layout
from briefing.model.ledger import Ledger, Release
from briefing.model.records import Claim
from briefing.reading.releases import ReleaseError, read_releases
from briefing.versions import redline
from briefing.versions.compare import NAMELESS, Change, Changes, compare
from briefing.versions.numbering import needs_reason, propose_version
from briefing.versions.store import build_release, input_digests
from briefing.versions.wording import describe


@dataclass(frozen=True, slots=True)
class Plan:
    """A release that could be written: the ledger, what changed, the number, and the reasons known so far.

    `unexplained` are the records that need a reason and have none, each with its changes.
    """

    ledger: Ledger
    previous: Release | None
    changes: Changes
    version: str
    reasons: Mapping[str, str]
    unexplained: Mapping[str, Sequence[Change]]


def plan_release(layout: Layout, reasons: Mapping[str, str] | None = None, version: str | None = None) -> Plan:
    """Check everything and return what would be released.

    `reasons` are by record, by several with commas between, or by article: one for all its claims that changed.
    Raises `ReleaseError` when a check fails, nothing changed, or the number, a reason or a correction does not fit.
    """
    report = check(layout)
    if report.issues:
        raise ReleaseError(report.issues)
    ledger, previous = report.ledger, next(reversed(read_releases(layout)), None)
    before = previous.ledger if previous else Ledger()
    changes = compare(before, ledger)
    if previous:
        changes = redline.with_chapters(changes, redline.released_book(layout, previous), redline.written_book(layout))
    proposed = propose_version(previous.version if previous else None, changes)
    number = version or proposed
    asked = grouped((change.id, change) for change in changes.changes if needs_reason(change)) or _every(changes)
    claims = [c for each in (ledger, before) for c in each.claims if c.id in asked]
    known, problems = _spread(reasons or {}, {*changes.by_id, *asked}, claims)
    if not changes:
        problems.append(f"Nothing changed since {previous.version if previous else 'the beginning'}.")
    elif Version(number) < Version(proposed):
        problems.append(f"{number} is lower than {proposed}, which the changes ask for.")
    for k in changes.new_corrections(ledger):
        # What an earlier version mended may be owned as an error later; what no version has mended yet may not.
        if previous and Version(previous.version) < Version(k.corrected_in) != Version(number):
            problems.append(f"{k.id}: corrected_in is {k.corrected_in}, and this is {number}.")
    if problems:
        raise ReleaseError(problems)
    # The data say themselves why a record was withdrawn, and why a correction was made.
    own = {name: k.because for k in changes.new_corrections(ledger) for name in k.concerns if name in changes.by_id}
    own |= {c.id: str(c.after["because"]) for c in changes.of("withdrawn") if isinstance(c.after, dict)}
    told = {**own, **known}
    missing = {name: of for name, of in asked.items() if previous and not _says_something(told.get(name, ""))}
    return Plan(ledger, previous, changes, number, told, missing)


def skeleton(plan: Plan) -> str:
    """Return the YAML file in which the missing reasons are to be written, each below what changed."""
    lines = [
        "# One line a record, as `C04: the reason`; several may share one, `C04, C05: the reason`, and the id of an",
        "# article stands for all its claims that changed.",
    ]
    for key, changes in plan.unexplained.items():
        lines += [f"# {line}" for change in changes for line in describe(change, plan.ledger).splitlines()]
        lines.append(f"{key}:")
    return "\n".join(lines) + "\n"


def complete(layout: Layout, plan: Plan, released: dt.date) -> Release:
    """Return the sealed release of a plan.

    Raises `ReleaseError` naming every change that has no reason, or when the day is before the last release.
    """
    problems = [
        f"{key}: no reason given. {' '.join(describe(change, plan.ledger) for change in changes)}"
        for key, changes in plan.unexplained.items()
    ]
    if problems := [*problems, *too_early(plan, released)]:
        raise ReleaseError(problems)
    reasons = {key: reason for key, reason in plan.reasons.items() if reason}
    made_of = {"inputs": input_digests(layout), "pages": redline.written_pages(layout)}
    return build_release(plan.ledger, plan.previous, plan.version, released, reasons=reasons, **made_of)


def too_early(plan: Plan, day: dt.date) -> list[str]:
    """Return that the last release came after a day, where it did."""
    last = plan.previous
    return [f"{day}: {last.version} was released later, on {last.released}."] if last and day < last.released else []


def _says_something(reason: str) -> bool:
    return any(character.isalnum() for character in reason)


def _every(changes: Changes) -> dict[str, list[Change]]:
    """Return what is asked where nothing must be: every record, those without an id together, corrections aside."""
    left = (change for change in changes.changes if change.group != "corrections")
    return grouped((change.group if change.group in NAMELESS else change.id, change) for change in left)


def _spread(
    given: Mapping[str, str], changed: Container[str], claims: Sequence[Claim]
) -> tuple[dict[str, str], list[str]]:
    """Return one reason a record, the most particular one, and what is wrong with the keys or the reasons."""
    spread: dict[str, str] = {}
    problems = []
    articles = {article for claim in claims for article in claim.articles}
    for key in sorted(given, key=lambda key: (key not in articles, "," not in key)):  # widest first
        if not _says_something(given[key]):
            problems.append(f"{key}: the reason says nothing.")
        for name in map(str.strip, key.split(",")):
            records = {claim.id for claim in claims if name in claim.articles} | ({name} if name in changed else set())
            if not records:
                problems.append(f"{name}: a reason is given, but it did not change.")
            spread.update(dict.fromkeys(records, given[key]))
    return spread, problems
