"""What changed in the evidence of one claim: quotes gained, lost, cut differently or read differently.

A piece of evidence has no id of its own, so two lists are matched first: what is equal, then the
same words of the same article, then words of the same article that are alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from rapidfuzz import fuzz

from briefing.versions.change import Change, Kind

# Below this likeness of two quotes (0 to 100) a reader sees two quotes, not one cut differently.
# Too low pairs strangers, too high calls a longer cut of the same words a loss and a gain.
ALIKE = 60.0
QUOTED = frozenset({"exact", "prefix", "suffix"})
WORDED = frozenset({"note", "outside"})

Dump = Mapping[str, Any]


def evidence_changes(claim: str, left: Sequence[Dump], right: Sequence[Dump]) -> Iterator[Change]:
    """Yield what turned the evidence `left` of a claim into `right`.

    A lost piece carries its key in the earlier ledger, every other its key in the later one.
    """
    pairs = _match(left, right)
    change = partial(Change, group="claims", id=claim)
    keys = [f"{claim}-{position}" for position in range(1, max(len(left), len(right)) + 1)]  # as `Evidence.key`
    for i, dump in enumerate(left):
        if i not in pairs.values():
            yield change(kind="evidence lost", part=keys[i], before=dict(dump))
    for j, dump in enumerate(right):
        part = keys[j]
        if j not in pairs:
            yield change(kind="evidence gained", part=part, after=dict(dump))
            continue
        before = left[pairs[j]]
        if pairs[j] != j:
            yield change(kind="renumbered", part=part, before=keys[pairs[j]], after=part)
        for field in dump:
            if before[field] != dump[field]:
                kind: Kind = "requoted" if field in QUOTED else "reworded" if field in WORDED else "re-coded"
                yield change(kind=kind, field=field, part=part, before=before[field], after=dump[field])


def _match(left: Sequence[Dump], right: Sequence[Dump]) -> dict[int, int]:
    """Return, for each piece of `right` that was there before, which of `left` it was; the surest pairs first."""
    pairs: dict[int, int] = {}
    for score, i, j in sorted(_scored(left, right), key=lambda pair: (-pair[0], pair[1], pair[2])):
        if score >= ALIKE and j not in pairs and i not in pairs.values():
            pairs[j] = i
    return pairs


def _scored(left: Sequence[Dump], right: Sequence[Dump]) -> Iterator[tuple[float, int, int]]:
    for i, old in enumerate(left):
        for j, new in enumerate(right):
            if old == new:
                yield 300.0, i, j
            elif old["article"] == new["article"]:
                same = old["exact"] == new["exact"]
                whole = old["exact"] in new["exact"] or new["exact"] in old["exact"]
                yield 200.0 if same else 100.0 if whole else fuzz.ratio(old["exact"], new["exact"]), i, j
