"""What happened to the briefing and to each record of it, version by version, newest first.

Derived from the released files and the ledger at hand; nothing is kept besides them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from briefing.model.base import grouped
from briefing.model.digest import evidence_digest
from briefing.model.ledger import Ledger, Release
from briefing.model.words import listing, plural
from briefing.versions.compare import Change, Changes, compare
from briefing.versions.wording import plain, told
from briefing.versions.words import Piece

DRAFT = "draft"
FIRST_VERSION = "First version: there is nothing to compare it with."
NOTHING = Ledger()
MOST_KNOWN = 32
_known: dict[tuple[int, int], tuple[Ledger, Ledger, Changes]] = {}


@dataclass(frozen=True, slots=True)
class Step:
    """One version, and what changed from the one before it; the first has nothing to be compared with."""

    version: str
    released: dt.date | None
    changes: Changes
    reasons: dict[str, str]
    is_first: bool
    ledger: Ledger

    def why(self, record: str) -> str:
        """Return why a record changed: the release's reason, or that of the withdrawal; empty when nobody said why."""
        if record in self.reasons:
            return self.reasons[record]
        gone = getattr(self.ledger.record_by_id.get(record), "withdrawn", None)
        withdrawn = (change.kind == "withdrawn" for change in self.changes.by_id.get(record, ()))
        return str(gone.because) if gone and any(withdrawn) else ""


class Event(NamedTuple):
    """What happened to one record in one version: when, in words, in words with marks, and why."""

    version: str
    released: dt.date | None
    what: str
    why: str
    pieces: tuple[Piece, ...] = ()


def steps(ledger: Ledger, releases: Sequence[Release]) -> tuple[Step, ...]:
    """Return every version, newest first; a ledger that differs from the last release comes first, as a draft."""
    versions: list[tuple[str, dt.date | None, dict[str, str], Ledger]] = [
        (r.version, r.released, dict(r.reasons), r.ledger) for r in releases
    ]
    if not releases or evidence_digest(ledger) != evidence_digest(releases[-1].ledger):
        versions.append((DRAFT, None, {}, ledger))
    history: list[Step] = []
    before: Ledger | None = None
    for version, released, reasons, after in versions:
        history.append(Step(version, released, _compared(before or NOTHING, after), reasons, before is None, after))
        before = after
    return tuple(reversed(history))


def _compared(before: Ledger, after: Ledger) -> Changes:
    """Return the changes between two ledgers, compared once: the feed, the pages and the exports all ask for them."""
    known = _known.get((id(before), id(after)))
    if known is None:
        if len(_known) >= MOST_KNOWN:
            _known.clear()
        known = _known[id(before), id(after)] = (before, after, compare(before, after))  # held, so that ids stay theirs
    return known[-1]


def unchanged(versions: Iterable[Step]) -> str:
    """Return that no reader is told of a judgement or claim, and in how many only what coders need has changed."""
    changes = [change for step in versions for change in step.changes.changes]
    noted = {noun: len({c.id for c in changes if c.group == f"{noun}s"}) for noun in ("judgement", "claim")}
    if not any(noted.values()):
        return "No judgement and no claim changed."
    told = listing([plural(count, noun) for noun, count in noted.items() if count])
    return f"No judgement and no claim is worded anew; of {told} the coders’ notes changed."


def histories(
    releases: Sequence[Release], ledger: Ledger, records: Iterable[str] | None = None
) -> dict[str, tuple[Event, ...]]:
    """Return what happened to every record of the ledger that has an id, or to the named ones: by id, newest first."""
    told = grouped(event for step in steps(ledger, releases) for event in _events(step))
    return {record: tuple(told.get(record, ())) for record in (ledger.record_by_id if records is None else records)}


def sentences(changes: Sequence[Change], ledger: Ledger) -> tuple[Piece, ...]:
    """Return several changes of one record as one run of words, a sentence each."""
    pieces: list[Piece] = []
    for change in changes:
        run = told(change, ledger)
        ends = run[-1].text.rstrip().endswith((".", "?", "!", "”"))
        pieces += [*([Piece("same", " ")] if pieces else []), *run, *([] if ends else [Piece("same", ".")])]
    return tuple(pieces)


def _events(step: Step) -> Iterator[tuple[str, Event]]:
    """Yield what happened in a version, each after the record that it happened to."""
    for record, mine in step.changes.by_id.items():
        if any(change.kind == "added" for change in mine):
            yield record, Event(step.version, step.released, "First published.", step.why(record))
        else:
            what = " ".join(plain(change, step.ledger) for change in mine)
            yield record, Event(step.version, step.released, what, step.why(record), sentences(mine, step.ledger))
    new = {change.id for change in step.changes.of("added", group="corrections")}
    for k in (k for k in step.ledger.corrections if k.id in new):
        event = Event(step.version, step.released, f"Correction {k.id}: {k.wrong} Since {k.since}.", k.because)
        yield from ((record, event) for record in dict.fromkeys(k.concerns))
