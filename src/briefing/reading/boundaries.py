"""Where a quote may begin and end: between whole words, numbers and characters, never inside one.

Graphemes and words are Unicode's (UAX 29), as the `regex` library finds them. UAX 29 ends a word at a hyphen, a sign
or a currency; a reader does not, so what is joined without a space counts as one. Text is given as it is seen:
`Normalised.seen`, without invisible characters.
"""

from __future__ import annotations

from functools import cache

import regex

from briefing.model.base import Span
from briefing.reading.languages import Language

_BOUNDARY = regex.compile(r"\b", regex.WORD)
_GRAPHEME = regex.compile(r"\X")
_SAFE = regex.compile(r"[\x00-\x7f\u3000-\u9fff]")  # a grapheme ends before and after each, but for marks after it
_UNSPACED = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"
_W = rf"[\p{{L}}\p{{M}}\p{{N}}_\xad--{_UNSPACED}]"
_HYPHEN = r"[-\u2010\u2011\u2012\u2013\u2212\uff0d\ufe63\u00b7\u2027]"
_SIGN = r"[-+\u2010-\u2013\u2212\uff0b\uff0d±~≈<>≤≥=#№§@]"
_CURRENCY = "AUD|CAD|CHF|CNY|EUR|GBP|HKD|INR|JPY|KRW|RMB|RUB|SGD|TWD|USD"  # codes that stand before or after a number
_NARROW = r"[\xa0\u2009\u202f]"
# What stands between two words, or parts of a number, and makes them one.
_JOIN = rf"""(?:
    \.?{_HYPHEN} | ['’`´′‛ʼʹ＇&@+/] | :// | :?\\ | (?<=[\p{{L}}\d])\p{{Sc}}(?=\d) | [<>=≤≥≈](?=\d) | \(\p{{Ll}}{{1,6}}\)
  | (?<=\d)(?:[,:·٫٬×]|{_NARROW}(?=\d{{3}}(?!\d)))(?=\d) | (?<=(?<![\d.,])\d{{1,3}})[ ](?=\d{{3}}(?!\d))
  | (?<!\p{{Ll}}(?=\.\p{{Lu}}(?:\p{{Ll}}|\s)))(?<!\p{{Ll}}{{2}}(?=\.\d{{1,3}}(?:\s|$)))\.
)"""
_BEFORE = (
    rf"(?:\p{{Sc}}[ \xa0\u202f]?(?=[\d.])|\p{{Sc}}(?=\p{{Lu}})|{_SIGN}(?=[\d.\p{{Sc}}])|[<>≤≥≈~±][ \xa0\u202f](?=\d)"
    rf"|(?:{_CURRENCY})[ \xa0\u202f](?=\d)|[#@](?=\p{{L}})|\.(?=\d)|(?<!\.)\.(?=\p{{Lu}}{{2}})|['’](?=\d0s\b)"
    r"|(?:\(\p{L}{1,4}\)|\[\p{L}{1,4}\]|[\"“]\p{L}{1,4}[\"”]|«\p{L}{1,4}»)(?=\p{L}))"
)
_AFTER = (
    rf"(?:(?<=[\d⁰¹²³⁴-⁹])(?:[ \xa0\u202f]?[%‰‱°]|[ \xa0\u202f]?\p{{Sc}}(?![ \xa0]?\d)|[ \xa0\u202f](?:{_CURRENCY})\b)"
    rf"|[+#]++(?!\w)|\({_W}{{1,3}}\))"
)
_JOINED = regex.compile(
    rf"(?<!{_W}){_BEFORE}{{1,4}}+{_W}++(?:{_JOIN}{_W}++)*+{_AFTER}*+|{_W}++(?:{_JOIN}{_W}++)*+{_AFTER}*+",
    regex.V1 | regex.VERBOSE,
)
# Two sentences that stand together without a space, and a footnote's digits after a full stop, are not one word.
_FUSED = regex.compile(
    r"(?<=\p{Ll}[.!?])(?=\p{Lu}(?:\p{Ll}|\s))|(?<=\p{Ll})(?=[.!?]\p{Lu}(?:\p{Ll}|\s))"
    r"|(?<=\p{Ll}{2}[.!?…])(?=\d{1,3}(?:\s|$))|(?<=\p{Ll}{2})(?=[.!?…]\d{1,3}(?:\s|$))"
)
_LAST_WORD = regex.compile(r"[\w'’-]+$")
NEIGHBOURHOOD = 200  # characters to each side in which a joined word is looked for; longer words are cut wherever cut


def cut_word(text: str, edge: int, language: Language, *, is_end: bool) -> Span | None:
    """Return the word, number or name that a quote would cut at `edge` of a text as it is seen; None when it cuts none.

    A possessive ending may be left off at a quote's end.
    """
    if not 0 < edge < len(text) or _FUSED.match(text, edge):
        return None
    if is_end and _possessive(text, edge, language):
        return None
    start, end = max(0, edge - NEIGHBOURHOOD), min(len(text), edge + NEIGHBOURHOOD)
    while start > 0 and not text[start].isspace() and edge - start < 2 * NEIGHBOURHOOD:
        start -= 1
    for pattern in (_JOINED, _measured(language.numbers, language.units)):
        for found in pattern.finditer(text, start, end):
            if found.start() < edge < found.end():
                return Span(*found.span())
            if found.start() >= edge:
                break
    return None if _BOUNDARY.match(text, edge) else _unbroken(text, edge)


def cuts_character(raw: str, edge: int) -> bool:
    """Whether an edge in the raw text lies between a letter and its mark, or inside an emoji or a flag."""
    if not 0 < edge < len(raw):
        return False
    start = edge
    while start > 0 and not _SAFE.match(raw, start - 1):
        start -= 1
    start = max(0, start - 1)
    return all(found.end() != edge for found in _GRAPHEME.finditer(raw, start, min(len(raw), edge + NEIGHBOURHOOD)))


def _possessive(text: str, edge: int, language: Language) -> bool:
    following = text[edge : edge + 4].replace("’", "'").lower()
    for ending in language.possessives:
        if following.startswith(ending) and not following[len(ending) : len(ending) + 1].isalnum():
            word = _LAST_WORD.search(text, max(0, edge - NEIGHBOURHOOD), edge)
            return word is not None and word[0].lower() not in language.contracted
    return False


def _unbroken(text: str, edge: int) -> Span:
    start, end = edge - 1, edge + 1
    while start > 0 and edge - start < NEIGHBOURHOOD and not _BOUNDARY.match(text, start):
        start -= 1
    while end < len(text) and end - edge < NEIGHBOURHOOD and not _BOUNDARY.match(text, end):
        end += 1
    return Span(start, end)


@cache
def _measured(numbers: tuple[str, ...], units: tuple[str, ...]) -> regex.Pattern[str]:
    """Match a number with its unit, such as 3.5 percent or one billion."""
    if not units:
        return regex.compile(r"(?!)")
    words, measures = ("|".join(map(regex.escape, sorted(forms, key=len, reverse=True))) for forms in (numbers, units))
    number = rf"(?:[\p{{Sc}}+\-−–]*\d[\d.,٫٬]*|\b(?:{words or '(?!)'}))"
    unspaced = rf"(?=\p{{Han}})(?:{measures})"  # a script without blanks between words
    return regex.compile(rf"{number}(?:[\s-](?:{measures})\b|{unspaced})+", regex.IGNORECASE)
