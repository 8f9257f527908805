"""Text in the form in which quotes are compared, with a map back to the raw characters, and in the form it is shown in.

The normalisation is declared here whole. It mends what typing and extraction do to letters: spaces and line ends,
invisible characters, quotation marks and dashes, ligatures, decomposed and full-width letters, and words that a line
end cut in two. Case stays. Offsets are code points; nothing here knows of articles, claims or files.
"""

from __future__ import annotations

import unicodedata
from array import array
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import regex

from briefing.model.base import Span

ZERO_WIDTH = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"
)
SPACES = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
#: What may stand around words without being a part of them.
MARGIN = SPACES + ZERO_WIDTH
SINGLE_QUOTES = "\u2018\u2019\u201a\u201b\u2032\u02bc\u2039\u203a"
DOUBLE_QUOTES = "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb"
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
#: Stand for what could not be read, for what only one font knows, and for no character at all.
UNREADABLE = r"\ufffd\p{Co}\p{Noncharacter_Code_Point}"
LINE_END = r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]"
#: Stands in compared text for a hyphen at a line's end, which may or may not belong to the word. No character.
LINE_HYPHEN = "\ufdd0"
SOFT_HYPHEN = "\u00ad"

_NUMBER_SPACES = "\xa0\u2009\u202f"  # may stand inside a number, so they are still told apart where words end
_PLAIN = {"'": SINGLE_QUOTES, '"': DOUBLE_QUOTES, "-": DASHES, " ": _NUMBER_SPACES, LINE_HYPHEN: SOFT_HYPHEN}
_FOLDED = str.maketrans({typed: plain for plain, several in _PLAIN.items() for typed in several})
# A soft hyphen is dropped too, except where a line end cuts a word at it.
_INVISIBLE = regex.compile(
    rf"(?:[{ZERO_WIDTH}--{SOFT_HYPHEN}]|{SOFT_HYPHEN}(?!(?<=\p{{L}}{SOFT_HYPHEN})[ \t]*(?:{LINE_END})[ \t]*\p{{Ll}}))+",
    regex.V1,
)
# Unicode's bound for one letter (UAX 15): to put very many marks in order takes the square of their number.
_MARKS = r"\p{M}{1,30}+(?!\p{M})"
_FORMS = (
    r"(?:[\ufb00-\ufb06\uff01-\uff5e]|[\uff66-\uff9d][\uff9e\uff9f]?)"  # ligatures, full-width and half-width forms
)
_CHANGED = regex.compile(
    rf"(?P<hyphen>(?<=\p{{L}})[-\u2010\u2011{SOFT_HYPHEN}][ \t]*(?:{LINE_END})[ \t]*(?=\p{{Ll}}))"
    rf"|(?P<space>[{SPACES}]+)"
    rf"|(?P<letters>(?:[^\p{{M}}{SPACES}]{_MARKS}|[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?"
    rf"|[\uac00-\ud7a3][\u11a8-\u11c2]|[\u2126\u212a\u212b\uf900-\ufad9]|{_FORMS}))"
)
_FORM = regex.compile(_FORMS)
_EXTENDING = frozenset("\u034f\u17b4\u17b5\u200c\u200d")  # of the invisible characters, those that extend a grapheme
_UNSIGHTLY = regex.compile(
    rf"(?P<hyphen>[-\u2010\u2011{SOFT_HYPHEN}][ \t]*(?:{LINE_END})[ \t]*(?=\p{{Ll}}))"
    rf"|(?P<space>(?<![ \t])[ \t]*+(?:{LINE_END})\s*)"
    rf"|(?P<letters>[^\p{{M}}\s]{_MARKS}|[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?)"
    r"|(?P<forms>[\ufb00-\ufb06\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff66-\uff9f]+)"
    rf"|(?P<dropped>[{ZERO_WIDTH}--\u200c\u200d]+)",
    regex.V1,
)
_WHOLE: dict[str | None, Literal["NFC", "NFKC"]] = {"letters": "NFC", "forms": "NFKC"}
_HYPHENATED = regex.compile(r"(?<![\p{L}\p{M}])([\p{L}\p{M}]++)-(?=(\p{Ll}+))")
_HEAD, _TAIL = regex.compile(r"[\p{L}\p{M}]+$"), regex.compile(r"\p{Ll}+")


@dataclass(frozen=True, slots=True, eq=False)
class Normalised:
    """A text in the form in which quotes are compared.

    Its character i was made from `raw[starts[i]:ends[i]]`. `seen` is the same text character by character, before
    quotation marks and dashes were folded, and with a soft hyphen for a hyphen at a line's end.
    """

    raw: str
    text: str
    seen: str
    starts: array[int]
    ends: array[int]

    def to_raw(self, span: Span) -> Span:
        """Return the raw characters that a slice of the normalised text was made from.

        Invisible characters that belong to the last one, such as a stray joiner, come with it.
        """
        if span.end <= span.start:
            start = self.starts[span.start] if span.start < len(self.starts) else len(self.raw)
            return Span(start, start)
        end = self.ends[span.end - 1]
        while end < len(self.raw) and self.raw[end] in _EXTENDING:
            end += 1
        return Span(self.starts[span.start], end)


def normalise(raw: str) -> Normalised:
    """Return a text as it is compared; one function serves quote and article, so that both meet in the same form."""
    visible, places = _visible(raw)
    pieces, starts, ends, last = list[str](), array("q"), array("q"), 0

    def keep(start: int, end: int) -> None:
        pieces.append(visible[start:end])
        starts.extend(places[start:end])
        ends.extend(place + 1 for place in places[start:end])

    for change in _CHANGED.finditer(visible):
        kind, old, (start, end) = change.lastgroup, change[0], change.span()
        if kind == "hyphen":
            new = SOFT_HYPHEN
        elif kind == "space":
            new = old[0] if old[0] in _NUMBER_SPACES else " "
        else:
            new = _FORM.sub(lambda form: unicodedata.normalize("NFKC", form[0]), old)
            new = unicodedata.normalize("NFC", new)
        if new != old:
            keep(last, start)
            pieces.append(new)
            last, end = end, start + 1 if kind == "space" else end
            starts.extend([places[start]] * len(new))
            ends.extend([places[end - 1] + 1] * len(new))
    keep(last, len(visible))
    seen = "".join(pieces)
    return Normalised(raw, seen.translate(_FOLDED), seen, starts, ends)


def _visible(raw: str) -> tuple[str, range | list[int]]:
    """Return a text without its invisible characters, and where each of the rest stood."""
    dropped = [found.span() for found in _INVISIBLE.finditer(raw)]
    if not dropped:
        return raw, range(len(raw))
    edges = [0, *(edge for span in dropped for edge in span), len(raw)]
    places = [place for start, end in zip(edges[::2], edges[1::2], strict=True) for place in range(start, end)]
    return "".join(map(raw.__getitem__, places)), places


def repaired(raw: str, article: str = "") -> str:
    """Return words as they are shown: letters whole, a word cut by a line end joined, line ends as spaces.

    Quotation marks, dashes and full-width punctuation stay the article's own. A hyphen at a line's end stays where the
    article writes the same word with a hyphen elsewhere.
    """

    def mended(found: regex.Match[str]) -> str:
        if found.lastgroup == "hyphen":
            head = _HEAD.search(raw[max(0, found.start() - 40) : found.start()])
            tail = _TAIL.match(raw, found.end())
            return "-" if head is None or tail is None or (head[0], tail[0]) in _hyphenated(article) else ""
        if found.lastgroup in _WHOLE:
            return unicodedata.normalize(_WHOLE[found.lastgroup], found[0])
        return " " if found.lastgroup == "space" else ""

    return _UNSIGHTLY.sub(mended, raw)


@lru_cache(maxsize=4)
def _hyphenated(article: str) -> frozenset[tuple[str, str]]:
    """Return what stands before and after each hyphen that an article has inside a line."""
    return frozenset(_HYPHENATED.findall(article))
