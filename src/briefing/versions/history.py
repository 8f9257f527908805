"""What happened to the briefing and to each record of it, version by version, newest first; and a feed of it.

Derived from the released files and the ledger at hand; nothing is kept besides them, and nothing is taken from the
clock, so that the same releases give the same bytes.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from briefing.model.base import grouped
from briefing.model.digest import evidence_digest
from briefing.model.ledger import Ledger, Release
from briefing.model.words import listing, plural
from briefing.versions.compare import CHAPTERS, Change, Changes, compare
from briefing.versions.edition import NO_DAY, Edition, identifier, newest_date
from briefing.versions.numbering import by_record
from briefing.versions.wording import Piece, name_of, plain, told

DRAFT = "draft"
FIRST_VERSION = "First version: there is nothing to compare it with."
#: The file of the feed, beside the pages.
FEED = "changes.xml"
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


def steps(ledger: Ledger, releases: Sequence[Release], *, as_released: bool = True) -> tuple[Step, ...]:
    """Return every version, newest first; before all a draft, when ledger or pages differ from the last release."""
    versions: list[tuple[str, dt.date | None, dict[str, str], Ledger]] = [
        (r.version, r.released, dict(r.reasons), r.ledger) for r in releases
    ]
    if not releases or not as_released or evidence_digest(ledger) != evidence_digest(releases[-1].ledger):
        versions.append((DRAFT, None, {}, ledger))
    before = [NOTHING, *(version[-1] for version in versions)]
    return tuple(
        Step(version, released, _compared(earlier, after), reasons, earlier is NOTHING, after)
        for earlier, (version, released, reasons, after) in zip(before, versions, strict=False)
    )[::-1]


def _compared(before: Ledger, after: Ledger) -> Changes:
    """Return the changes between two ledgers, compared once: the feed, the pages and the exports all ask for them."""
    key = id(before), id(after)
    if key not in _known:
        if len(_known) >= MOST_KNOWN:
            _known.clear()
        _known[key] = (before, after, compare(before, after))  # held, so that ids stay theirs
    return _known[key][-1]


def unchanged(versions: Sequence[Step]) -> str:
    """Return that no reader is told of a judgement or claim, and in how many only what coders need has changed.

    A version in which no record changed at all was made for what is written beside them, and has its reason for that.
    """
    changes = [change for step in versions for change in step.changes.changes]
    noted = {noun: len({c.id for c in changes if c.group == f"{noun}s"}) for noun in ("judgement", "claim")}
    if versions and not changes:
        return " ".join(filter(None, ["No record changed; the chapters did.", *(s.why(CHAPTERS) for s in versions)]))
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
        is_new = any(change.kind == "added" for change in mine)
        what = "First published." if is_new else " ".join(plain(change, step.ledger) for change in mine)
        pieces = () if is_new else sentences(mine, step.ledger)
        yield record, Event(step.version, step.released, what, step.why(record), pieces)
    for k in step.changes.new_corrections(step.ledger):
        event = Event(step.version, step.released, f"Correction {k.id}: {k.wrong} Since {k.since}.", k.because)
        yield from ((record, event) for record in dict.fromkeys(k.concerns))


def feed_bytes(ledger: Ledger, edition: Edition, releases: Sequence[Release]) -> bytes:
    """Return the feed (Atom, RFC 4287): one entry a version, newest first; a draft is no news yet and stays out.

    Without a release it has no entry and carries the day of the newest article.
    """
    entries, released = [], [step for step in steps(ledger, releases) if step.released]
    for step in released:
        records = () if step.is_first else by_record(step.changes)
        told = [(name_of(c[0], step.ledger), sentences(c, step.ledger), step.why(c[0].id)) for c in records]
        note = FIRST_VERSION if step.is_first else "" if told else unchanged([step])
        name = identifier(edition, "change", step.version)
        entries.append({"id": name, "version": step.version, "day": step.released, "note": note, "changes": told})
    return render(
        Path(__file__).with_name("changes.xml.jinja"),
        id=identifier(edition, "change", "all"),
        title=edition.title,
        author=edition.signed_by,
        site=edition.site,
        file=FEED,
        updated=max((step.released for step in released if step.released), default=newest_date(ledger) or NO_DAY),
        entries=entries,
    )


def render(template: Path, **values: object) -> bytes:
    """Return a template filled with values: every text is escaped, and loses what XML 1.0 cannot hold."""

    def printable(value: object) -> object:
        if not isinstance(value, str):
            return value
        return type(value)("".join(character if character.isprintable() else " " for character in value))

    environment = Environment(
        loader=FileSystemLoader(template.parent), autoescape=True, undefined=StrictUndefined,
        keep_trailing_newline=True, finalize=printable,
    )  # fmt: skip
    return environment.get_template(template.name).render(values).encode("utf-8", "replace")
