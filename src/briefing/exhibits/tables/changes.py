"""What changed, as tables for chapters: every version, this version's changes, corrections.

A row is a judgement or a claim, with the words that went and came marked and the reason. All differences, those of
the coding and the registers too, stand in the data (`changes.json`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from packaging.version import Version

from briefing.exhibits.display import Column, Link, Marked, Part, Table
from briefing.exhibits.quoting import record_link
from briefing.exhibits.registry import table
from briefing.exhibits.tables.rows import tabulate
from briefing.model.layout import find_layout
from briefing.model.ledger import Ledger, Release
from briefing.model.naming import in_id_order
from briefing.model.words import date_words, listing, number_word, plural, sentence
from briefing.reading.releases import read_releases
from briefing.versions.compare import Change
from briefing.versions.history import DRAFT, FIRST_VERSION, Step, sentences, steps, unchanged
from briefing.versions.numbering import by_record
from briefing.versions.redline import changed_pct, record_redlines

NO_REASON = "No reason was recorded."
ACCOUNT_ONLY = "Stands as it was; parts of its account are new."
Releases = Sequence[Release] | None


@table
def release_history(ledger: Ledger, releases: Releases = None) -> Table:
    """Return one row a version, newest first, a draft on top when the evidence differs from the last release."""
    columns = (
        Column("version", "Version", "head"),
        Column("released", "Released", of=lambda s: date_words(s.released) if s.released else "not released yet"),
        Column(
            "what",
            "What changed",
            of=lambda s: f"{FIRST_VERSION if s.is_first else _counted(s)} It holds {_holds(s)}.",
        ),
    )
    versions = steps(ledger, _released(releases))
    number = sum(step.version != DRAFT for step in versions)
    told = sentence(plural(number, "version has", "versions have")) if number else "No version has"
    return tabulate("release_history", f"{told} been released{'' if number else ' yet'}.", columns, versions)


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
    columns = (Column("record", "Record", "head"), Column("what", "What changed"), Column("why", "Why"))
    rows = [row for step in wanted if not step.is_first for row in _rows(step)]
    return tabulate("changes_since", _caption(wanted, newest_first), columns, rows or [_empty(wanted)])


@table
def corrections(ledger: Ledger) -> Table:
    """Return the corrections of the version that corrected last: what was wrong, and who should know.

    The caption counts the others; the page of each says since when, and why.
    """
    columns = (
        Column("id", "Correction", "head", of=lambda c: record_link(ledger, c.id)),
        Column("wrong", "What was wrong"),
        Column("affects", "Who should know"),
        Column("concerns", "Concerns", of=lambda c: tuple(record_link(ledger, name) for name in c.concerns)),
    )
    every = ledger.corrections[::-1]
    last = max((c.corrected_in for c in every), key=Version, default="")
    shown = [c for c in every if c.corrected_in == last]
    told = f"{sentence(plural(len(shown), 'error was', 'errors were'))} corrected"
    caption = f"{told}." if every else "Nothing that was published has had to be corrected so far."
    if len(shown) < len(every):
        caption = f"{told} in version {last}, and {number_word(len(every) - len(shown))} before it."
    return tabulate("corrections", caption, columns, shown)


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
            rows.append(_row(changes, step))
    for reason, names in withdrawn.items():
        what = [part for name in in_id_order(names) for part in _succession(step.ledger, name)]
        rows.append({"record": "Withdrawn", "what": tuple(what[1:]), "why": reason})
    return rows


def _succession(ledger: Ledger, name: str) -> list[Part]:
    """Return a withdrawn claim and what took its place, as parts of a list."""
    withdrawn = ledger.claim_by_id[name].withdrawn
    told: list[Part] = [", ", Link("claim", name, name)]
    if withdrawn and withdrawn.replaced_by:
        told += ["\u2009→\u2009", *(record_link(ledger, other) for other in withdrawn.replaced_by)]
    return told


def _row(changes: Sequence[Change], step: Step) -> dict[str, object]:
    first, shown = changes[0], _essence(changes)
    if first.group == "judgements" and not any(c.field in ("", "statement", "confidence", "withdrawn") for c in shown):
        what: list[Part] = [ACCOUNT_ONLY]
    else:
        ops: dict[str, Literal["ins", "del"]] = {"added": "ins", "removed": "del"}
        pieces = sentences(shown, step.ledger)
        what = [Marked(piece.text, ops[piece.op]) if piece.op in ops else piece.text for piece in pieces]
    head = Link(first.group.removesuffix("s"), first.id, first.id)
    return {"record": head, "what": tuple(what), "why": step.why(first.id) or NO_REASON}


def _empty(wanted: Sequence[Step]) -> dict[str, object]:
    """Return the row that says why there are no others."""
    if wanted and wanted[-1].is_first:
        return {"record": "First version.", "what": f"All of it is new: {_holds(wanted[-1])}.", "why": ""}
    return {"record": "None.", "what": unchanged(wanted), "why": ""}


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
    return f"{listing(told).capitalize()}." if told else unchanged([step])


def _caption(wanted: Sequence[Step], versions: Sequence[Step]) -> str:
    if not wanted:
        return "Nothing changed since."
    if wanted[-1].is_first:
        return FIRST_VERSION
    before = versions[versions.index(wanted[-1]) + 1]
    changed = changed_pct(record_redlines(before.ledger, wanted[0].ledger))
    said = f"{_named(wanted[0]).capitalize()} changed {changed} % of the words of {_named(before)}"
    return f"{said}. {_counted(wanted[0])}" if len(wanted) == 1 else f"{said}, in {plural(len(wanted), 'step')}."


def _named(step: Step) -> str:
    return "this draft" if step.version == DRAFT else f"version {step.version}"
