"""Text as it is quoted: normalised with a map back to the raw characters, and split into sentences.

Offsets are code points. Nothing here knows of articles, claims or files.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from sentencex import segment

from briefing.model.base import Span

ZERO_WIDTH = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"
)
SPACES = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
SINGLE_QUOTES = "\u2018\u2019\u201a\u201b\u2032\u02bc\u2039\u203a\uff07"
DOUBLE_QUOTES = "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\uff02"
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d"
BULLETS = "•*-‣◦–"

_DROPPED = 0xFFFFFFFF
_SPACE = ord(" ")
_LINE = re.compile(r"[^\r\n]+")
_LINE_END = re.compile(r"\r\n|\r|\n")
_BULLET = re.compile(rf"[\s{ZERO_WIDTH}]*[{re.escape(BULLETS)}][\s{ZERO_WIDTH}]+")
_DOTTED_NAME = re.compile(r"\w+(?:\.\w+)+")
_FUSED_SENTENCES = re.compile(r"[a-z]\.[A-Z][a-z]")
_CLOSED_BRACKET = re.compile(r"[.!?][)\]]\s+(?=[^\W\da-z_])")
_MARGIN = SPACES + ZERO_WIDTH


@cache
def _folding_table() -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
    table = np.arange(0x110000, dtype=np.uint32)
    for characters, folded in ((ZERO_WIDTH, _DROPPED), (SPACES, _SPACE), (SINGLE_QUOTES, ord("'"))):
        table[[ord(c) for c in characters]] = folded
    for characters, folded in ((DOUBLE_QUOTES, ord('"')), (DASHES, ord("-"))):
        table[[ord(c) for c in characters]] = folded
    return table


@dataclass(frozen=True, slots=True, eq=False)
class Normalised:
    """A text in the form in which quotes are compared; `offsets[i]` is where its character i stood in `raw`."""

    raw: str
    text: str
    offsets: np.ndarray[tuple[int], np.dtype[np.int64]]

    def to_raw(self, span: Span) -> Span:
        """Return the raw characters that a slice of the normalised text was made from."""
        if span.end <= span.start:
            start = int(self.offsets[span.start]) if span.start < len(self.offsets) else len(self.raw)
            return Span(start, start)
        return Span(int(self.offsets[span.start]), int(self.offsets[span.end - 1]) + 1)


def normalise(raw: str) -> Normalised:
    """Drop zero-width characters, straighten quotes and dashes, and make each run of white space one space.

    Case stays as it is. One function serves quote and article, so that both meet in the same form.
    """
    points = np.frombuffer(raw.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    folded = _folding_table()[points]
    offsets = np.flatnonzero(folded != _DROPPED)
    folded = folded[offsets]
    is_space = folded == _SPACE
    first_of_run = np.ones(len(folded), dtype=np.bool_)
    first_of_run[1:] = ~(is_space[1:] & is_space[:-1])
    text = folded[first_of_run].tobytes().decode("utf-32-le", "surrogatepass")
    return Normalised(raw, text, offsets[first_of_run])


@dataclass(frozen=True)
class Lines:
    """The lines of a text, to tell the line of an offset."""

    text: str

    @cached_property
    def starts(self) -> list[int]:
        return [0, *(m.end() for m in _LINE_END.finditer(self.text))]

    def number(self, offset: int) -> int:
        """Return the line, counted from 1, on which the character at `offset` stands."""
        return bisect_right(self.starts, offset)


def sentences(text: str) -> list[Span]:
    """Return the raw spans of everything that can state something: sentences, bullets, headings, single lines.

    A sentence never crosses a line. Bullet signs and the white space around a sentence stay outside its span;
    what holds neither letter nor digit is no sentence.
    """
    return [span for line in _LINE.finditer(text) for span in _of_line(text, line.start(), line.end())]


def _of_line(text: str, start: int, end: int) -> Iterator[Span]:
    bullet = _BULLET.match(text, start, end)
    start = bullet.end() if bullet else start
    for piece in _pieces(text[start:end]):
        stop = start + len(piece)
        left = len(piece) - len(piece.lstrip(_MARGIN))
        right = len(piece) - len(piece.rstrip(_MARGIN))
        if any(map(str.isalnum, piece)):
            yield Span(start + left, stop - right)
        start = stop


def _pieces(line: str) -> Iterator[str]:
    masked = _DOTTED_NAME.sub(_mask, line)
    pieces = segment("en", masked)
    if "".join(pieces) != masked:  # a splitter that loses characters must not lose evidence
        pieces = [masked]
    start = 0
    for piece in pieces:
        stop = start + len(piece)
        for cut in [*(m.end() for m in _CLOSED_BRACKET.finditer(line, start, stop)), stop]:
            if cut > start:
                yield line[start:cut]
            start = cut


def _mask(name: re.Match[str]) -> str:
    """Hide the dots of `21.Stone` or `example.com`, but not those of initials or between two fused sentences."""
    word = name[0]
    initials = all(len(part) == 1 and part.isalpha() for part in word.split("."))
    return word if initials or _FUSED_SENTENCES.search(word) else word.replace(".", "_")
