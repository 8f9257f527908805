"""What changed in the evidence of one claim: quotes gained, lost, cut differently or read differently.

A piece of evidence has no id of its own, so two lists are matched first: what is equal, then the
same words of the same article, then words of the same article that are alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, Protocol

from pydantic import JsonValue
from rapidfuzz import fuzz

from briefing.model.base import Record

# Below this likeness of two quotes (0 to 100) a reader sees two quotes, not one cut differently.
# Too low pairs strangers, too high calls a longer cut of the same words a loss and a gain.
ALIKE = 60.0

Dump = Mapping[str, Any]
EvidenceKind = Literal["evidence gained", "evidence lost", "requoted", "reworded", "re-coded", "reordered"]


class EditLike(Protocol):
    """The fields of a change that say what happened to a piece of evidence."""

    @property
    def kind(self) -> str: ...
    @property
    def field(self) -> str: ...
    @property
    def part(self) -> str: ...
    @property
    def position(self) -> int | None: ...
    @property
    def before(self) -> JsonValue: ...
    @property
    def after(self) -> JsonValue: ...


class EvidenceEdit(Record):
    """One difference in a claim's evidence; `position` counts from 0 in the earlier list."""

    kind: EvidenceKind
    field: str = ""
    part: str = ""
    position: int | None = None
    before: JsonValue = None
    after: JsonValue = None

    @classmethod
    def of(cls, change: EditLike) -> EvidenceEdit:
        """Return the edit that a change of a claim's evidence holds."""
        return cls.model_validate({name: getattr(change, name) for name in cls.model_fields})


def evidence_edits(claim: str, left: Sequence[Dump], right: Sequence[Dump]) -> Iterator[EvidenceEdit]:
    """Yield the edits that turn the evidence `left` into `right`.

    A lost piece carries its key in the earlier ledger, every other its key in the later one.
    """
    pairs = _match(left, right)
    back = {j: i for i, j in pairs.items()}
    for i, dump in enumerate(left):
        if i not in pairs:
            yield EvidenceEdit(kind="evidence lost", part=f"{claim}-{i + 1}", position=i, before=dict(dump))
    for j, dump in enumerate(right):
        part = f"{claim}-{j + 1}"
        if j not in back:
            yield EvidenceEdit(kind="evidence gained", part=part, after=dict(dump))
            continue
        before = left[back[j]]
        for field in dump:
            if before[field] != dump[field]:
                kind: EvidenceKind = (
                    "requoted"
                    if field in ("exact", "prefix", "suffix")
                    else "reworded"
                    if field == "note"
                    else "re-coded"
                )
                yield EvidenceEdit(
                    kind=kind, field=field, part=part, position=back[j], before=before[field], after=dump[field]
                )
    natural = [*sorted(pairs), *(-1 - j for j in range(len(right)) if j not in back)]
    wanted = [back.get(j, -1 - j) for j in range(len(right))]
    if natural != wanted:
        yield EvidenceEdit(kind="reordered", field="evidence", after=[natural.index(w) for w in wanted])


def edit_evidence(left: Sequence[Dump], edits: Sequence[EvidenceEdit]) -> list[dict[str, Any]]:
    """Return the evidence that `edits` lead to from `left`."""
    kept: dict[int, dict[str, Any]] = {i: dict(dump) for i, dump in enumerate(left)}
    gained: list[dict[str, Any]] = []
    order: list[int] | None = None
    for edit in edits:
        if edit.kind == "evidence lost" and edit.position is not None:
            del kept[edit.position]
        elif edit.kind == "evidence gained" and isinstance(edit.after, dict):
            gained.append(dict(edit.after))
        elif edit.kind == "reordered" and isinstance(edit.after, list):
            order = [int(str(i)) for i in edit.after]
        elif edit.position is not None:
            kept[edit.position][edit.field] = edit.after
    items = [*kept.values(), *gained]
    return items if order is None else [items[i] for i in order]


def _match(left: Sequence[Dump], right: Sequence[Dump]) -> dict[int, int]:
    """Return which piece of `left` became which of `right`, the surest pairs first."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()

    def pair(i: int, j: int) -> None:
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)

    for i, old in enumerate(left):
        for j, new in enumerate(right):
            if old == new:
                pair(i, j)
    for i, old in enumerate(left):
        for j, new in enumerate(right):
            if (old["article"], old["exact"]) == (new["article"], new["exact"]):
                pair(i, j)
    for _, i, j in sorted(_alike(left, right), reverse=True):
        pair(i, j)
    return pairs


def _alike(left: Sequence[Dump], right: Sequence[Dump]) -> Iterator[tuple[float, int, int]]:
    for i, old in enumerate(left):
        for j, new in enumerate(right):
            if old["article"] == new["article"]:
                whole = old["exact"] in new["exact"] or new["exact"] in old["exact"]
                score = 100.0 if whole else fuzz.ratio(old["exact"], new["exact"])
                if score >= ALIKE:
                    yield score, i, j
