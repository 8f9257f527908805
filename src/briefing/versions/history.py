"""What happened to the briefing and to each record of it, version by version, newest first.

Derived from the released files and the ledger at hand; nothing is kept besides them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from briefing.model.digest import evidence_digest
from briefing.model.ledger import Ledger, Release
from briefing.versions.compare import Change, Changes, compare
from briefing.versions.wording import describe

DRAFT = "draft"
FIRST_VERSION = "First version: there is nothing to compare it with."


@dataclass(frozen=True, slots=True)
class Step:
    """One version, and what changed from the one before it; the first has nothing to be compared with."""

    version: str
    released: dt.date | None
    changes: Changes
    reasons: dict[str, str]
    is_first: bool
    ledger: Ledger

    def why(self, change: Change) -> str:
        """Return the reason that the release gives for a change; empty when none was asked for."""
        return self.reasons.get(change.id, "")


class Event(NamedTuple):
    """Something that happened to one record: in which version, on which day, what, and why."""

    version: str
    released: dt.date | None
    what: str
    why: str


def steps(ledger: Ledger, releases: Sequence[Release]) -> tuple[Step, ...]:
    """Return every version, newest first; a ledger that differs from the last release comes first, as a draft."""
    found: list[Step] = []
    before: Ledger | None = None
    for release in releases:
        changes = compare(before or Ledger(), release.ledger)
        reasons = dict(release.reasons)
        found.append(Step(release.version, release.released, changes, reasons, before is None, release.ledger))
        before = release.ledger
    if not releases or evidence_digest(ledger) != evidence_digest(releases[-1].ledger):
        found.append(Step(DRAFT, None, compare(before or Ledger(), ledger), {}, before is None, ledger))
    return tuple(reversed(found))


def claim_history(record: str, releases: Sequence[Release], ledger: Ledger) -> tuple[Event, ...]:
    """Return what happened to one claim or judgement, newest first, its first publication included."""
    return tuple(event for step in steps(ledger, releases) for event in _events(record, step))


def histories(releases: Sequence[Release], ledger: Ledger) -> dict[str, tuple[Event, ...]]:
    """Return the history of every claim and judgement of the ledger, by id."""
    found = steps(ledger, releases)
    records = [*ledger.claim_by_id, *ledger.judgement_by_id]
    return {record: tuple(event for step in found for event in _events(record, step)) for record in records}


def _events(record: str, step: Step) -> list[Event]:
    mine = [c for c in step.changes.changes if c.id == record and c.kind != "renumbered"]
    events = [Event(step.version, step.released, _told(change, step), step.why(change)) for change in mine]
    events += [
        Event(step.version, step.released, f"Correction {k.id}: {k.wrong} Since {k.since}.", k.because)
        for k in step.ledger.corrections
        if record in k.concerns and any(c.id == k.id for c in step.changes.of("added", group="corrections"))
    ]
    return events


def _told(change: Change, step: Step) -> str:
    return "First published." if change.kind == "added" else describe(change, step.ledger)
