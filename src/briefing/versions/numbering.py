"""How much a change weighs: the next version number, and which changes a reader must see first.

The rule, after Semantic Versioning 2.0.0, read for a reader who carries the judgements into a room:

- MAJOR: the statement or the confidence of a key judgement changed, or it was withdrawn, removed or
  reinstated. What was said in the room no longer holds as it was said.
- MINOR: a claim, article or judgement came, or no longer stands, or what counts as one origin changed.
  A withdrawn claim is MINOR: as long as no judgement moved, the answer stands on what is left.
- PATCH: wording, coding, quotes, gaps, corrections, vocabulary.
"""

from typing import Literal

from packaging.version import Version

from briefing.model.base import grouped
from briefing.versions.compare import CHAPTERS, Change, Changes, Kind

Level = Literal["major", "minor", "patch"]
FIRST = "1.0.0"
_ORDER: tuple[Level, ...] = ("major", "minor", "patch")
#: What readers are told of when it comes or goes; the kinds of change after which it is gone; what a source comes from.
CAME_OR_WENT = {"articles": "article", "origins": "origin", "conflicts": "conflict", "gaps": "gap"}
GONE: frozenset[Kind] = frozenset({"withdrawn", "removed", "merged"})
DESCENT = frozenset({"derives_from", "may_derive_from", "held"})
#: What only coders need: how a quote is pinned, and their notes. It stands in the data, not in a reader's table.
FOR_CODERS = frozenset({"prefix", "suffix", "note", "outside", "passing"})

# What a change weighs, what a reader must see first on top: collection, kinds, field (none means any), and which part
# of the version number it moves. The last row fits every change.
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
    ("", (), "", "patch"),
)


def for_readers(change: Change) -> bool:
    """Tell whether readers are told of a change: of a judgement or claim, of what they read of it.

    Of an article, origin, conflict or gap it is that it came or went, and what it goes back to.
    """
    if change.group in ("judgements", "claims"):
        return change.field not in FOR_CODERS and change.kind != "renumbered"
    if change.group in CAME_OR_WENT:
        return change.kind in {"added", *GONE, "reinstated"} or change.field in DESCENT
    return change.group == "corrections" and change.kind == "added"


def needs_reason(change: Change) -> bool:
    """Tell whether a release must say why.

    Readers are told of a claim or judgement, a record no longer stands, or the chapters say something else.
    """
    told = change.group in ("claims", "judgements") and for_readers(change)
    return told or change.kind == "withdrawn" or change.group == CHAPTERS


def level(change: Change) -> Level:
    """Return which part of the version number a change moves."""
    return _WEIGHTS[_row(change)][-1]


def propose_version(previous: str | None, changes: Changes) -> str:
    """Return the number of the next version; the previous one when nothing changed.

    Never lower for more changes, and always higher than `previous` for any change at all.
    """
    if previous is None or not changes:
        return previous or FIRST
    heaviest = min(_ORDER.index(level(change)) for change in changes.changes)
    numbers = Version(previous).release
    return ".".join(map(str, (*numbers[:heaviest], numbers[heaviest] + 1, 0, 0)[:3]))


def by_record(changes: Changes) -> tuple[tuple[Change, ...], ...]:
    """Return what readers are told of, heaviest first: of each judgement, claim or correction all its changes.

    Of equal changes the one that touches more judgements comes first.
    """
    told = sorted(filter(for_readers, changes.changes), key=lambda change: (_row(change), -len(change.touches)))
    return tuple(map(tuple, grouped(((change.group, change.id), change) for change in told).values()))


def _row(change: Change) -> int:
    return next(
        position
        for position, (group, kinds, field, _) in enumerate(_WEIGHTS)
        if group in ("", change.group) and field in ("", change.field) and change.kind in (kinds or (change.kind,))
    )
