"""How much a change weighs: the next version number, and which changes a reader must see first.

The rule, after Semantic Versioning 2.0.0, read for a reader who carries the judgements into a room:

- MAJOR: the statement or the confidence of a key judgement changed, or it was withdrawn, removed or
  reinstated. What was said in the room no longer holds as it was said.
- MINOR: a claim, article or judgement came, or no longer stands, or what counts as one origin changed.
  A withdrawn claim is MINOR: as long as no judgement moved, the answer stands on what is left.
- PATCH: wording, coding, quotes, gaps, corrections, vocabulary.
"""

from __future__ import annotations

from typing import Literal

from packaging.version import Version

from briefing.model.base import grouped
from briefing.versions.compare import Change, Changes, Kind
from briefing.versions.wording import for_readers

Level = Literal["major", "minor", "patch"]
FIRST = "1.0.0"
_ORDER: tuple[Level, ...] = ("patch", "minor", "major")

# What a change weighs, what a reader must see first on top: collection, kinds, field (none means any), and which part
# of the version number it moves. What is not here is a patch, and is seen last.
_WEIGHTS: tuple[tuple[str, tuple[Kind, ...], str, Level], ...] = (
    ("judgements", ("withdrawn", "removed"), "", "major"),
    ("judgements", ("moved",), "", "major"),
    ("corrections", ("added",), "", "patch"),
    ("judgements", (), "statement", "major"),
    ("judgements", ("reinstated",), "", "major"),
    ("judgements", ("added",), "", "minor"),
    ("claims", ("withdrawn", "removed"), "", "minor"),
    ("claims", ("added", "reinstated"), "", "minor"),
    ("claims", ("evidence lost",), "", "patch"),
    ("claims", ("reworded",), "statement", "patch"),
    ("claims", ("evidence gained",), "", "patch"),
    ("judgements", (), "", "patch"),
    ("claims", ("re-coded", "requoted"), "", "patch"),
    ("articles", ("added", "removed", "withdrawn", "reinstated"), "", "minor"),
    ("", ("merged",), "", "minor"),
    ("", (), "derives_from", "minor"),
)


def level(change: Change) -> Level:
    """Return which part of the version number a change moves."""
    return next((row[-1] for row in _WEIGHTS if _fits(change, row)), "patch")


def propose_version(previous: str | None, changes: Changes) -> str:
    """Return the number of the next version; the previous one when nothing changed.

    Never lower for more changes, and always higher than `previous` for any change at all.
    """
    if previous is None:
        return FIRST
    if not changes:
        return previous
    major, minor, patch = Version(previous).release
    heaviest = max((level(c) for c in changes.changes), key=_ORDER.index)
    if heaviest == "major":
        return f"{major + 1}.0.0"
    return f"{major}.{minor + 1}.0" if heaviest == "minor" else f"{major}.{minor}.{patch + 1}"


def by_record(changes: Changes) -> tuple[tuple[Change, ...], ...]:
    """Return what readers are told of, heaviest first: of each judgement, claim or correction all its changes."""
    told = sorted(filter(for_readers, changes.changes), key=_weight)
    return tuple(map(tuple, grouped(((change.group, change.id), change) for change in told).values()))


def _weight(change: Change) -> tuple[int, int]:
    """Return a sorting key, lowest first; of equal changes the one that touches more judgements comes first."""
    return next((n for n, row in enumerate(_WEIGHTS) if _fits(change, row)), len(_WEIGHTS)), -len(change.touches)


def _fits(change: Change, row: tuple[str, tuple[Kind, ...], str, Level]) -> bool:
    group, kinds, field, _ = row
    return group in ("", change.group) and field in ("", change.field) and change.kind in (kinds or (change.kind,))


def needs_reason(change: Change) -> bool:
    """Tell whether a release must say why: readers are told of a claim or judgement, or a record no longer stands."""
    return change.kind == "withdrawn" or (change.group in ("claims", "judgements") and for_readers(change))
