"""What stands right outside a quote, in the same clause, and changes what its words say.

A clause ends at punctuation and at joining words of the language. A short parenthesis between commas, brackets or
dashes right beside the quote belongs to it, and what stands before such a parenthesis is still right outside. A
question is asked, not said: the mark at its end is taken in too.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

import regex

from briefing.model.base import Span
from briefing.reading.languages import Language, language_of
from briefing.reading.normalisation import normalise
from briefing.reading.text import sentences

PARENTHESIS_WORDS = 6
_STOP = regex.compile(r"[;:.!?…；：。！？]")
_INTRODUCES = regex.compile(r"[:：][\s\p{Pi}\p{Ps}\"']*$")  # a colon right before a quote: what it ends is beside it
_COMMA = regex.compile(r"[,，、()\[\]（）]|\s-+\s|--+")
_ASKS = regex.compile(r"[?？؟][\p{Pf}\p{Pe}\"']*\s*$")
# A number other than a year. A number inside a name, as in AB-4, is none.
_NUMBER = regex.compile(
    r"(?<![\w.'-])[-+]?\p{Sc}?(?!(?:1[5-9]|20)\d\d(?![\d.,]\d))\d[\d.,]*(?:bn|mn?|tn|k)?%?(?![\w-])"
)


class LeftOut(NamedTuple):
    """Words right before or right after a quote that change what it says, and the clause they stand in."""

    side: str
    clause: str
    words: tuple[str, ...]


def left_out(text: str, span: Span, tag: str) -> Iterator[LeftOut]:
    """Yield the negations, modals, hedges, quantities and limits right before and right after a quote."""
    language = language_of(tag)
    every = sentences(text, tag)
    first = bisect_right(every, span.start, key=lambda sentence: sentence.end)
    around = every[first : bisect_left(every, span.end, first, key=lambda sentence: sentence.start)]
    if not around:
        return
    before = normalise(unescape(text[around[0].start : span.start])).text
    after = normalise(unescape(text[span.end : around[-1].end])).text
    if _ASKS.search(after):
        yield LeftOut("after", " ".join(after.split()), ("?",))
    if language == Language():
        return
    for side, clauses in (("before", _left(before, language)), ("after", _right(after, language))):
        for clause in clauses:
            words = [found[0] for pattern in (language.qualifier, _NUMBER) for found in pattern.finditer(clause)]
            if words:
                yield LeftOut(side, " ".join(clause.split()), tuple(dict.fromkeys(words)))


def _left(before: str, language: Language) -> list[str]:
    """Return the parts of a clause that stand right before a quote, the nearest first."""
    clause = _STOP.split(_INTRODUCES.sub("", before))[-1]
    parts = _COMMA.split(clause)[::-1]
    kept = [found.span() for found in language.qualifier.finditer(parts[0])]  # `anything but` ends no clause
    ends = [found.end() for found in language.left_end.finditer(parts[0])]
    ends = [end for end in ends if not any(start < end <= stop for start, stop in kept)]
    nearest = parts[0][ends[-1] :] if ends else parts[0]
    return [nearest] if ends else _beside(nearest, parts, language)


def _right(after: str, language: Language) -> list[str]:
    """Return the parts of a clause that stand right after a quote, the nearest first."""
    clause = _STOP.split(after)[0] if after.strip() else ""
    parts = _COMMA.split(clause)
    end = language.right_end.search(parts[0])
    return [parts[0][: end.start()]] if end else _beside(parts[0], parts, language)


def _beside(nearest: str, parts: list[str], language: Language) -> list[str]:
    """Add a short parenthesis that follows at once, or after `says that`, and what stands on its other side."""
    touching = {word.lower() for word in regex.findall(r"\w+", nearest)} <= language.reporting | language.function
    parts = [nearest, *(part for part in parts[1:] if any(map(str.isalnum, part)))]
    short = [len(part.split()) <= PARENTHESIS_WORDS for part in parts]
    clauses = [nearest]
    if len(parts) > 1 and short[1]:
        clauses += [parts[1]] if touching else []
        clauses += parts[2:3]
    return clauses
