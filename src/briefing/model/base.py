"""What every record is made of: its types, its place in a file, spans of text, and issues found with it.

Offsets are Unicode code points over the article as it lies on disk.
"""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Verbatim = Annotated[str, StringConstraints(min_length=1)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]
Word = Annotated[str, StringConstraints(min_length=1)]
WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+\S*$", strip_whitespace=True)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
VersionNumber = Annotated[str, StringConstraints(pattern=r"^[0-9]+\.[0-9]+\.[0-9]+$")]


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
