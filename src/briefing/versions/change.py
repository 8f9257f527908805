"""The records of a comparison: one `Change` for each difference, all of them in `Changes`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field, JsonValue

from briefing.model.base import Record

Kind = Literal[
    "added",
    "removed",
    "withdrawn",
    "reinstated",
    "moved",
    "merged",
    "reworded",
    "re-coded",
    "evidence gained",
    "evidence lost",
    "requoted",
    "renumbered",
]


class Change(Record):
    """One difference: which record, which field, from what, to what."""

    group: str = Field(description="The collection of the ledger that holds the record.")
    id: str = Field(description="The record's id; of a passage without one, its article and words.")
    kind: Kind = Field(description="What happened to it.")
    field: str = Field(default="", description="The field that changed; empty when the whole record did.")
    part: str = Field(default="", description="The evidence key, when one piece of evidence changed.")
    before: JsonValue = Field(default=None, description="What it was; null when it was not there.")
    after: JsonValue = Field(default=None, description="What it is; null when it is gone.")
    subject: str = Field(default="", description="The record in its own words: a statement, a title, a question.")
    touches: tuple[str, ...] = Field(default=(), description="Key judgements that rest on, or are challenged by, it.")


class Changes(Record):
    """All differences between two ledgers, in the order of the collections; false when there are none."""

    changes: tuple[Change, ...] = ()
    before: Mapping[str, int] = Field(default={}, description="How much there was: `measure` of the earlier ledger.")
    after: Mapping[str, int] = Field(default={}, description="How much there is.")

    def __bool__(self) -> bool:
        return bool(self.changes)

    def of(self, *kinds: Kind, group: str | None = None) -> tuple[Change, ...]:
        """Return the changes of the given kinds, of one collection when it is named."""
        return tuple(c for c in self.changes if c.kind in kinds and group in (None, c.group))
