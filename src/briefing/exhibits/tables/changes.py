"""What changed, as tables for chapters: every version, this version's changes, the few that matter, corrections.

A row is a judgement or a claim, with the words that went and came marked and the reason. All differences, those of
the coding and the registers too, stand in the data (`changes.json`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from briefing.exhibits.display import Column, Link, Marked, Part, Table
from briefing.exhibits.registry import table
from briefing.model.layout import find_layout
from briefing.model.ledger import Ledger, Release
from briefing.model.naming import in_id_order, record_name
from briefing.model.words import date_words, listing, plural
from briefing.reading.releases import read_releases
from briefing.versions.compare import Change
from briefing.versions.history import DRAFT, FIRST_VERSION, NO_CHANGE, Step, sentences, steps
from briefing.versions.numbering import by_record
from briefing.versions.words import redline

NO_REASON = "No reason was recorded."
Releases = Sequence[Release] | None

_RECORDS = (Column("claims", "Claims", "claims"), Column("judgements", "Judgements", "judgements"))
_CHANGE = (Column("record", "Record", "head"), Column("what", "What changed"), Column("why", "Why"))
_HISTORY = (Column("version", "Version", "head"), Column("released", "Released"), Column("what", "What changed"))
_CORRECTION = (
    Column("id", "Correction", "head"),
    Column("wrong", "What was wrong"),
    Column("since", "Since version"),
    Column("corrected_in", "Corrected in"),
    Column("affects", "Who should know"),
    Column("because", "Why"),
    *_RECORDS,
)


@table
def release_history(ledger: Ledger, releases: Releases = None) -> Table:
    """Return one row a version, newest first, a draft on top when the evidence differs from the last release."""
    versions = steps(ledger, _released(releases))
    rows = []
    for step in versions:
        released = date_words(step.released) if step.released else "not released yet"
        what = f"{FIRST_VERSION if step.is_first else _counted(step)} It holds {_holds(step)}."
        rows.append({"version": step.version, "released": released, "what": what})
    number = sum(step.version != DRAFT for step in versions)
    caption = f"{plural(number, 'version has', 'versions have').capitalize()} been released."
    caption = caption if number else "No version has been released yet."
    return _table("release_history", caption, rows, _HISTORY)


@table
def changes_since(ledger: Ledger, version: str | None = None, releases: Releases = None) -> Table:
    """Return every judgement and claim that changed since `version`, heaviest first; without one, in the newest.

    Raises `ValueError` when `version` was never released.
    """
    newest_first = steps(ledger, _released(releases))
    names = [step.version for step in newest_first]
    if version is not None and version not in names:
        message = f"{version} was never released; released: {', '.join(names)}"
        raise ValueError(message)
    wanted = newest_first[:1] if version is None else newest_first[: names.index(version)]
    rows = [row for step in wanted if not step.is_first for row in _rows(step)]
    return _table("changes_since", _caption(wanted, newest_first), rows or [_empty(wanted)], _CHANGE)


@table
def latest_changes(ledger: Ledger, n: int = 3, releases: Releases = None) -> Table:
    """Return the `n` judgements and claims of the version at hand whose change a reader must see first."""
    versions = steps(ledger, _released(releases))
    step = versions[0]
    rows = [] if step.is_first else [_row(_essence(changes), step) for changes in _of_readers(step)[:n]]
    caption = _caption([step], versions) if step.is_first or not rows else f"What matters most in {_named(step)}."
    return _table("latest_changes", caption, rows or [_empty([step])], _CHANGE)


@table
def corrections(ledger: Ledger) -> Table:
    """Return every correction, newest first: what was wrong, since when, who should know, and why."""
    rows = [
        correction.model_dump()
        | {
            "claims": tuple(name for name in correction.concerns if name in ledger.claim_by_id),
            "judgements": tuple(name for name in correction.concerns if name in ledger.judgement_by_id),
        }
        for correction in reversed(ledger.corrections)
    ]
    caption = f"{plural(len(rows), 'error was', 'errors were').capitalize()} corrected."
    caption = caption if rows else "Nothing that was published has had to be corrected so far."
    claims = tuple(dict.fromkeys(name for row in rows for name in row["claims"]))
    return replace(_table("corrections", caption, rows, _CORRECTION), claims=claims)


def _released(releases: Releases) -> Sequence[Release]:
    return read_releases(find_layout()) if releases is None else releases


def _of_readers(step: Step) -> list[tuple[Change, ...]]:
    return [changes for changes in by_record(step.changes) if changes[0].group in ("judgements", "claims")]


def _essence(changes: Sequence[Change]) -> Sequence[Change]:
    """Return what is said and how surely; all of it when only the rest changed."""
    return [c for c in changes if not c.part and c.field in ("", "statement", "confidence", "withdrawn")] or changes


def _rows(step: Step) -> list[dict[str, object]]:
    """Return a row a judgement or claim that says another thing, and one for all claims withdrawn for one reason."""
    withdrawn: dict[str, list[str]] = {}
    rows: list[dict[str, object]] = []
    for changes in _of_readers(step):
        if changes[0].group == "claims" and any(change.kind == "withdrawn" for change in changes):
            withdrawn.setdefault(step.why(changes[0].id) or NO_REASON, []).append(changes[0].id)
        else:
            rows.append(_row(_essence(changes), step))
    for reason, names in withdrawn.items():
        what = [part for name in in_id_order(names) for part in _succession(step.ledger, name)]
        rows.append({"record": "Withdrawn", "what": tuple(what[1:]), "why": reason})
    return rows


def _succession(ledger: Ledger, name: str) -> list[Part]:
    """Return a withdrawn claim and what took its place, as parts of a list."""
    claim = ledger.claim_by_id[name]
    taken_by = claim.withdrawn.replaced_by if claim.withdrawn else ()
    links = [Link(ledger.kind_by_id[other].noun, other, record_name(ledger, other)) for other in taken_by]
    into: list[Part] = [part for link in links for part in (", ", link)]
    return [", ", Link("claim", name, name), *(["\u2009→\u2009", *into[1:]] if into else [])]


def _row(changes: Sequence[Change], step: Step) -> dict[str, object]:
    first = changes[0]
    touched = () if first.group == "judgements" else first.touches
    what: list[Part] = [
        piece.text if piece.op == "same" else Marked(piece.text, "ins" if piece.op == "added" else "del")
        for piece in sentences(changes, step.ledger)
    ]
    if touched:
        what += [" Judgements on it: ", *(Link("judgement", name, name) for name in touched), "."]
    head = Link(first.group.removesuffix("s"), first.id, first.id)
    return {"record": head, "what": tuple(what), "why": step.why(first.id) or NO_REASON}


def _empty(wanted: Sequence[Step]) -> dict[str, object]:
    """Return the row that says why there are no others."""
    if wanted and wanted[-1].is_first:
        return {"record": "First version.", "what": f"All of it is new: {_holds(wanted[-1])}.", "why": ""}
    return {"record": "None.", "what": NO_CHANGE, "why": ""}


def _holds(step: Step) -> str:
    counts = step.changes.after
    held = {"article": "articles", "claim": "claims", "key judgement": "judgements"}
    return listing([plural(counts[key], name) for name, key in held.items()])


def _counted(step: Step) -> str:
    """Return how many judgements and claims are new, changed or withdrawn, as a sentence."""
    told = []
    for group, noun in (("judgements", "judgement"), ("claims", "claim")):
        kinds = [{c.kind for c in changes} for changes in _of_readers(step) if changes[0].group == group]
        new = sum("added" in each for each in kinds)
        gone = sum(bool(each & {"withdrawn", "removed"}) for each in kinds)
        numbers = {"changed": len(kinds) - new - gone, "new": new, "withdrawn": gone}
        told += [f"{plural(number, noun)} {what}" for what, number in numbers.items() if number]
    return f"{listing(told).capitalize()}." if told else NO_CHANGE


def _caption(wanted: Sequence[Step], versions: Sequence[Step]) -> str:
    if not wanted:
        return "Nothing changed since."
    if wanted[-1].is_first:
        return FIRST_VERSION
    before = versions[versions.index(wanted[-1]) + 1]
    changed = redline(before.ledger, wanted[0].ledger)[0].changed_pct
    said = f"{_named(wanted[0]).capitalize()} changed {changed} % of the words of {_named(before)}"
    return f"{said}. {_counted(wanted[0])}" if len(wanted) == 1 else f"{said}, in {plural(len(wanted), 'step')}."


def _named(step: Step) -> str:
    return "this draft" if step.version == DRAFT else f"version {step.version}"


def _table(name: str, caption: str, rows: Iterable[Mapping[str, object]], columns: tuple[Column, ...]) -> Table:
    frame = pd.DataFrame.from_records(list(rows), columns=[column.key for column in columns])
    return Table(name, caption, frame, columns)
