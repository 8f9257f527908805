"""What changed, as tables for chapters: every version, this version's changes, the few that matter, corrections."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from briefing.exhibits.display import Column, Table
from briefing.model.layout import find_layout
from briefing.model.ledger import Ledger, Release
from briefing.model.records import Correction
from briefing.model.words import listing, plural, sentence
from briefing.reading.releases import read_releases
from briefing.versions.compare import Change
from briefing.versions.history import DRAFT, FIRST_VERSION, Step, steps
from briefing.versions.numbering import most_important
from briefing.versions.wording import describe, name_of, pieces_of, strings

UNRELEASED = "not released yet"
Releases = Sequence[Release] | None

_RECORDS = (Column("claims", "Claims", "claims"), Column("judgements", "Judgements", "judgements"))
_CHANGE = (Column("record", "Record", "head"), Column("what", "What changed"), Column("why", "Why"), *_RECORDS)
_HISTORY = (
    Column("version", "Version", "head"),
    Column("released", "Released"),
    Column("what", "What changed"),
    *_RECORDS,
)
_CORRECTION = (
    Column("id", "Correction", "head"),
    Column("wrong", "What was wrong"),
    Column("since", "Since version"),
    Column("corrected_in", "Corrected in"),
    Column("affects", "Who should know"),
    Column("because", "Why"),
    *_RECORDS,
)


def release_history(ledger: Ledger, releases: Releases = None) -> Table:
    """Return one row a version, newest first, a draft on top when the evidence differs from the last release."""
    found = steps(ledger, _released(releases))
    rows = [_version_row(ledger, step) for step in found]
    number = sum(step.version != DRAFT for step in found)
    caption = {0: "No version has been released yet.", 1: "One version has been released."}.get(
        number, f"{number} versions have been released."
    )
    return _table("release_history", caption, rows, _HISTORY)


def changes_since(ledger: Ledger, version: str | None = None, releases: Releases = None) -> Table:
    """Return every change since `version`, heaviest first; without one, what the version at hand changed."""
    newest_first = steps(ledger, _released(releases))
    if version is None:
        wanted = newest_first[:1]
    elif version in {step.version for step in newest_first}:
        wanted = newest_first[: [step.version for step in newest_first].index(version)]
    else:
        message = f"{version} was never released; released: {', '.join(s.version for s in newest_first)}"
        raise ValueError(message)
    changes = [
        (change, step)
        for step in wanted
        if not step.is_first
        for change in most_important(step.changes, len(step.changes.changes), each=True)
    ]
    return _table("changes_since", _since(wanted), _change_rows(ledger, changes, wanted), _CHANGE)


def latest_changes(ledger: Ledger, n: int = 3, releases: Releases = None) -> Table:
    """Return the `n` changes of the version at hand that a reader must see first."""
    step = steps(ledger, _released(releases))[0]
    changes = [] if step.is_first else [(change, step) for change in most_important(step.changes, n)]
    caption = f"What matters most in {_named(step)}." if changes else FIRST_VERSION
    rows = [_short_row(ledger, change, step) for change, step in changes]
    return _table("latest_changes", caption, rows or _change_rows(ledger, changes, (step,)), _CHANGE)


def corrections(ledger: Ledger) -> Table:
    """Return every correction, newest first: what was wrong, since when, who should know, and why."""
    rows: list[dict[str, object]] = [
        {
            "id": k.id,
            "wrong": k.wrong,
            "since": k.since,
            "corrected_in": k.corrected_in,
            "affects": k.affects,
            "because": k.because,
            **_records(ledger, k.concerns),
        }
        for k in reversed(ledger.corrections)
    ]
    caption = {0: "Nothing that was published has had to be corrected so far.", 1: "One error was corrected."}.get(
        len(rows), f"{len(rows)} errors were corrected."
    )
    return _table("corrections", caption, rows, _CORRECTION)


def _released(releases: Releases) -> Sequence[Release]:
    return read_releases(find_layout()) if releases is None else releases


def _version_row(ledger: Ledger, step: Step) -> dict[str, object]:
    changed = [c for c in step.changes.changes if c.group in ("claims", "judgements") and c.kind != "added"]
    what = FIRST_VERSION if step.is_first else _counted(step.changes.changes)
    return {
        "version": step.version,
        "released": step.released.isoformat() if step.released else UNRELEASED,
        "what": f"{what} It holds {_holds(step)}",
        **_records(ledger, [] if step.is_first else [c.id for c in changed]),
    }


def _holds(step: Step) -> str:
    counts = step.changes.after
    held = {"article": counts.articles, "claim": counts.claims, "key judgement": counts.judgements}
    return f"{listing([plural(count, name) for name, count in held.items()])}."


def _counted(changes: Iterable[Change]) -> str:
    counts: dict[str, set[str]] = {}
    for change in changes:
        if change.kind != "renumbered":
            counts.setdefault(f"{change.group} {change.kind}", set()).add(change.part or change.id or change.field)
    return "; ".join(f"{key}: {len(ids)}" for key, ids in counts.items()) + "."


def _change_rows(
    ledger: Ledger, changes: Sequence[tuple[Change, Step]], wanted: Sequence[Step]
) -> list[dict[str, object]]:
    if not changes:
        first = next((step for step in wanted if step.is_first), None)
        said = f"All of it is new: {_holds(first)}" if first else "Nothing changed."
        return [{"record": "First version." if first else "Nothing.", "what": said, "why": "", **_records(ledger, [])}]
    return [_change_row(ledger, change, step) for change, step in changes]


def _change_row(ledger: Ledger, change: Change, step: Step) -> dict[str, object]:
    correction = _correction(change, step)
    if correction is not None:
        what = f"Correction: {correction.wrong} Since {correction.since}. Who should know: {correction.affects}"
        records = _records(ledger, correction.concerns)
        return {"record": change.id, "what": what, "why": correction.because, **records}
    records = _records(ledger, [change.id, *change.touches])
    return {"record": name_of(change), "what": _told(change, step), "why": step.why(change), **records}


def _short_row(ledger: Ledger, change: Change, step: Step) -> dict[str, object]:
    """Return a change in as few words as a reader needs who knew the version before."""
    row = _change_row(ledger, change, step)
    noun = change.group.removesuffix("s")
    correction = _correction(change, step)
    if correction is not None:
        return {**row, "record": "Correction.", "what": correction.wrong}
    if change.kind == "withdrawn":
        why = row["why"] or " ".join(strings(change.after, "because"))
        return {
            **row,
            "record": f"{sentence(noun)} withdrawn.",
            "what": f"No longer said: {change.subject}",
            "why": why,
        }
    if pieces_of(change):
        return {**row, "record": f"{sentence(noun)} reworded.", "what": f"Now: {change.after}"}
    return row


def _correction(change: Change, step: Step) -> Correction | None:
    found = (k for k in step.ledger.corrections if k.id == change.id and change.kind == "added")
    return next(found, None)


def _told(change: Change, step: Step) -> str:
    """Return the sentence of a change; of a changed text also how it read and how it reads."""
    said = describe(change, step.ledger)
    return f"{said}. Before: {change.before} Now: {change.after}" if pieces_of(change) else said


def _records(ledger: Ledger, ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    named = tuple(dict.fromkeys(ids))
    return {
        "claims": tuple(i for i in named if i in ledger.claim_by_id),
        "judgements": tuple(i for i in named if i in ledger.judgement_by_id),
    }


def _since(wanted: Sequence[Step]) -> str:
    if not wanted:
        return "Nothing changed since."
    if len(wanted) == 1 and wanted[0].is_first:
        return FIRST_VERSION
    return f"What changed in {', '.join(_named(step) for step in wanted)}."


def _named(step: Step) -> str:
    return "this draft" if step.version == DRAFT else f"version {step.version}"


def _table(name: str, caption: str, rows: Sequence[Mapping[str, object]], columns: tuple[Column, ...]) -> Table:
    frame = pd.DataFrame.from_records(list(rows), columns=[column.key for column in columns])
    claims = tuple(dict.fromkeys(claim for row in rows for claim in row["claims"]))  # type: ignore[attr-defined]
    return Table(name, caption, frame, columns, claims=claims)
