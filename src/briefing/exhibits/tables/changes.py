"""What changed, as tables for chapters: this edition, every version, this version's changes, corrections.

A row is a judgement or a claim, with the words that went and came marked and the reason, or an article, origin,
conflict or gap that came or went. All differences, those of the coding too, stand in the data (`changes.json`).
"""

from collections.abc import Sequence
from typing import Literal

from packaging.version import Version

from briefing.exhibits.display import Column, Link, Marked, Part, Table
from briefing.exhibits.registry import record_link, record_links, table, tabulate
from briefing.model.layout import find_layout
from briefing.model.ledger import Ledger, Release
from briefing.model.words import date_words, in_id_order, listing, number_word, plural, sentence
from briefing.reading.releases import read_releases
from briefing.versions import edition as editions
from briefing.versions.compare import Change
from briefing.versions.edition import Edition
from briefing.versions.history import DRAFT, FIRST_VERSION, Step, sentences, steps, unchanged
from briefing.versions.numbering import CAME_OR_WENT, GONE, by_record
from briefing.versions.redline import record_redlines, share
from briefing.versions.wording import name_of

NO_REASON = "No reason was recorded."
ACCOUNT_ONLY = "Stands as it was; parts of its account are new."
LOOKED_AT = "Was looked at again, and stands as it was."
#: Of a judgement, what is said, how surely and how directly, and what speaks against it.
SAID = frozenset({"", "statement", "confidence", "withdrawn", "directness", "likelihood", "challenged_by"})
Releases = Sequence[Release] | None


@table
def edition(shown: Edition) -> Table:
    """Return what identifies this edition: version, evidence digest and how far the articles go.

    The commit is left to the foot of the page: it changes when nothing that a chapter reads does.
    """
    columns = (Column("what", "What", "head"), Column("value", "Value"))
    rows = [("Version", shown.version), ("Articles", sentence(shown.as_of)), ("Evidence digest", shown.digest)]
    return tabulate("edition", "The same lines stand in every output of this edition.", columns, rows)


@table
def release_history(ledger: Ledger, releases: Releases = None) -> Table:
    """Return one row a version, newest first, a draft on top when the evidence differs from the last release."""

    def what(step: Step) -> str:
        return f"{FIRST_VERSION if step.is_first else _counted(step)} It holds {_holds(step)}."

    columns = (
        Column("version", "Version", "head"),
        Column("released", "Released", of=lambda s: date_words(s.released) if s.released else "not released yet"),
        Column("what", "What changed", of=what),
    )
    versions = _versions(ledger, releases)
    number = sum(step.version != DRAFT for step in versions)
    told = sentence(plural(number, "version has", "versions have")) if number else "No version has"
    return tabulate("release_history", f"{told} been released{'' if number else ' yet'}.", columns, versions)


@table
def changes_since(ledger: Ledger, version: str | None = None, releases: Releases = None) -> Table:
    """Return what changed for readers since `version`, heaviest first; without one, in the newest.

    Raises `ValueError` when `version` was never released.
    """
    newest_first = _versions(ledger, releases)
    names = [step.version for step in newest_first]
    if version is not None and version not in names:
        message = f"{version} was never released; released: {', '.join(names)}"
        raise ValueError(message)
    wanted = newest_first[:1] if version is None else newest_first[: names.index(version)]
    rows = [row for step in wanted if not step.is_first for row in _rows(step, ledger)]
    none: tuple[object, ...] = ("None.", unchanged(wanted), "")
    caption = "Nothing changed since."
    if wanted and wanted[-1].is_first:
        none = ("First version.", f"All of it is new: {_holds(wanted[-1])}.", "")
        caption = FIRST_VERSION
    elif wanted:
        before = newest_first[len(wanted)]
        changed = share(record_redlines(before.ledger, wanted[0].ledger))
        now, then = ("this draft" if s.version == DRAFT else f"version {s.version}" for s in (wanted[0], before))
        steps_told = f". {_counted(wanted[0])}" if len(wanted) == 1 else f", in {plural(len(wanted), 'step')}."
        caption = f"{now.capitalize()}: {changed} of the words of the records changed since {then}{steps_told}"
        if not any(step.changes for step in wanted):
            caption = f"{now.capitalize()}: no record changed since {then}, and the chapters did."
    columns = (Column("record", "Record", "head"), Column("what", "What changed"), Column("why", "Why"))
    return tabulate("changes_since", caption, columns, rows or [none])


@table
def corrections(ledger: Ledger) -> Table:
    """Return the corrections of the version that corrected last: what was wrong, and who should know.

    The caption counts the others; the page of each says since when, and why.
    """
    columns = (
        Column("id", "Correction", "head", of=lambda c: record_link(ledger, c.id)),
        Column("wrong", "What was wrong"),
        Column("affects", "Who should know"),
        Column("concerns", "Concerns", of=lambda c: _corrected(ledger, c.concerns)),
    )
    every = ledger.corrections[::-1]
    last = max((c.corrected_in for c in every), key=Version, default="")
    shown = [c for c in every if c.corrected_in == last]
    caption = f"{sentence(plural(len(shown), 'error was', 'errors were'))} corrected"
    if not every:
        caption = "Nothing that was published has had to be corrected so far"
    elif len(shown) < len(every):
        caption += f" in version {last}, and {number_word(len(every) - len(shown))} before it"
    return tabulate("corrections", f"{caption}.", columns, shown)


def _versions(ledger: Ledger, releases: Releases) -> tuple[Step, ...]:
    """Return the versions of the briefing around the working directory, or those of the given releases."""
    if releases is not None:
        return steps(ledger, releases)
    return steps(ledger, read_releases(find_layout()), as_released=editions.is_as_released(find_layout()))


def _corrected(ledger: Ledger, names: Sequence[str]) -> tuple[str | Link, ...]:
    """Return the links to what was corrected, and the ids alone of what a ledger does not hold, as with a claim out."""
    held, gone = ([n for n in names if (n in ledger.kind_by_id) == there] for there in (True, False))
    return (*record_links(ledger, held), *([", " * bool(held) + ", ".join(gone)] if gone else []))


def _of_readers(step: Step) -> list[tuple[Change, ...]]:
    """Return the changes of each record that has a row; corrections have a table of their own."""
    return [changes for changes in by_record(step.changes) if changes[0].group != "corrections"]


def _rows(step: Step, ledger: Ledger) -> list[tuple[object, ...]]:
    """Return a row a record that says another thing, came or went, and one for all claims withdrawn for one reason."""
    ops: dict[str, Literal["ins", "del"]] = {"added": "ins", "removed": "del"}
    withdrawn: dict[str, list[str]] = {}
    rows: list[tuple[object, ...]] = []
    for changes in _of_readers(step):
        name, group = changes[0].id, changes[0].group
        why = step.why(name) or ("" if group in CAME_OR_WENT else NO_REASON)  # of these, nobody is asked for one
        if group == "claims" and any(change.kind == "withdrawn" for change in changes):
            withdrawn.setdefault(why, []).append(name)
            continue
        told = [c for c in changes if not c.part and c.field in SAID]
        what: list[Part] = [LOOKED_AT if {c.field for c in changes} == {"reviewed"} else ACCOUNT_ONLY]
        if told or group != "judgements":  # what is said and how surely; all of it when only the rest changed
            pieces = sentences(told or changes, step.ledger)
            what = [Marked(piece.text, ops[piece.op]) if piece.op in ops else piece.text for piece in pieces]
        known = name in ledger.record_by_id  # an article or origin that went leaves no page to lead to
        rows.append((record_link(ledger, name) if known else name_of(changes[0], step.ledger), tuple(what), why))
    for reason, names in withdrawn.items():
        listed: list[Part] = []
        for name in in_id_order(names):  # each with what took its place
            gone = step.ledger.claim_by_id[name].withdrawn
            successors = record_links(step.ledger, gone.replaced_by) if gone else ()
            listed += [", ", Link("claim", name, name), *(["\u2009→\u2009"] if successors else []), *successors]
        rows.append(("Withdrawn", tuple(listed[1:]), reason))
    return rows


def _holds(step: Step) -> str:
    held = {"article": "articles", "claim": "claims", "key judgement": "judgements"}
    return listing([plural(step.changes.after[key], name) for name, key in held.items()])


def _counted(step: Step) -> str:
    """Return how many judgements, claims and other records are new, changed or withdrawn, as a sentence."""
    told = []
    for group, noun in {"judgements": "judgement", "claims": "claim", **CAME_OR_WENT}.items():
        kinds = [{c.kind for c in changes} for changes in _of_readers(step) if changes[0].group == group]
        new = sum("added" in each for each in kinds)
        gone = sum(not each.isdisjoint(GONE) for each in kinds)
        numbers = {"changed": len(kinds) - new - gone, "new": new, "withdrawn": gone}
        told += [f"{plural(number, noun)} {what}" for what, number in numbers.items() if number]
    return f"{listing(told).capitalize()}." if told else unchanged([step])
