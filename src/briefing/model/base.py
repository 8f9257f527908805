"""What every record is made of: its types, its place in a file, spans of text, and issues found with it.

Offsets are Unicode code points over the article as it lies on disk.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Annotated, Any, NamedTuple, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

K = TypeVar("K")
V = TypeVar("V")

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Verbatim = Annotated[str, StringConstraints(min_length=1)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]
Word = Annotated[str, StringConstraints(min_length=1)]
ADDRESS_FORM = r"^https?://[^\s/?#\"<>\\^`{|}]+[^\s\"<>\\^`{|}]*$"
WebAddress = Annotated[str, StringConstraints(pattern=ADDRESS_FORM, strip_whitespace=True)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
VersionNumber = Annotated[str, StringConstraints(pattern=r"^[0-9]+\.[0-9]+\.[0-9]+$")]


class PartialDate(dt.date):
    """A month or a year alone, as in 2024-05: the date of its first day, written with no more than is known."""

    written: str

    def __new__(cls, written: str) -> Self:
        year, month = (*map(int, written.split("-")), 1)[:2]
        made = super().__new__(cls, year, month, 1)
        made.written = written
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.written,)

    def isoformat(self) -> str:
        return self.written


def _dated(value: object) -> object:
    """Return a month or a year alone as a date of that precision; no other number is a date."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if isinstance(value, str):
        value = value.strip()
        if re.fullmatch(r"[0-9]{4}(-(0[1-9]|1[0-2]))?", value) and value >= "0001":
            return PartialDate(value)
    if isinstance(value, dt.date) or (isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value)):
        return value
    kind, message = "no_date", "it is no date"
    raise PydanticCustomError(kind, message)


DATE_FORM: dict[str, Any] = {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"}
#: A day, or a month or year alone.
Date = Annotated[
    dt.date,
    BeforeValidator(_dated),
    PlainSerializer(lambda day: day.isoformat(), return_type=str, when_used="json"),
    WithJsonSchema(DATE_FORM),
]


def date_parts(day: dt.date) -> tuple[int, ...]:
    """Return year, month and day, as far as they are known."""
    return tuple(map(int, day.isoformat().split("-")))


def grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    """Return what stands after each key, keys and values in their order."""
    groups: dict[K, list[V]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups


def reached(start: Iterable[str], onward: Callable[[str], Iterable[str]]) -> set[str]:
    """Return every name that is met on the way on from some names, these included."""
    found, ahead = set[str](), list(start)
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            ahead += onward(name)
    return found


class Place(NamedTuple):
    """A file, relative to the root, and a line, counted from 1."""

    file: str = ""
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


class Span(NamedTuple):
    """A half-open range of code points, `text[start:end]`."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


class Issue(NamedTuple):
    """One finding of a check: where, what (subject and stable code), got, and how to mend it."""

    place: Place
    subject: str
    code: str
    got: str
    mend: str

    def __str__(self) -> str:
        return f"{self.place}: {self.subject}: {self.code}: {self.got} {self.mend}"


class Record(BaseModel):
    """A frozen record; an unknown key is an error, never dropped."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))


class Located(Record):
    """A record that knows the file and line it was read from; excluded from every export."""

    place: Place = Field(default=Place(), exclude=True, repr=False)
