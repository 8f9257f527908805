"""The edges of a quote: between whole words, numbers and characters, never inside one; and what it leaves outside them.

Graphemes and words are Unicode's (UAX 29), as the `regex` library finds them. UAX 29 ends a word at a hyphen, a sign
or a currency; a reader does not, so what is joined without a space counts as one. Text is given as it is seen:
`Normalised.seen`, without invisible characters. Right outside is what stands in the same clause, which ends at
punctuation and at joining words of the language. A short parenthesis between commas, brackets or dashes right beside
the quote belongs to it, and what stands before such a parenthesis is still right outside. A question is asked, not
said: the mark at its end is taken in too.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache, lru_cache

import regex

from briefing.model.base import Span
from briefing.reading.languages import NOTHING, Language, any_of, either, language_of
from briefing.reading.normalisation import normalise
from briefing.reading.text import sentences

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
_JOINED = rf"(?<!{_W}){_BEFORE}{{1,4}}+{_W}++(?:{_JOIN}{_W}++)*+{_AFTER}*+|{_W}++(?:{_JOIN}{_W}++)*+{_AFTER}*+"
# Two sentences that stand together without a space, and a footnote's digits after a full stop, are not one word.
_FUSED = regex.compile(
    r"(?<=\p{Ll}[.!?])(?=\p{Lu}(?:\p{Ll}|\s))|(?<=\p{Ll})(?=[.!?]\p{Lu}(?:\p{Ll}|\s))"
    r"|(?<=\p{Ll}{2}[.!?…])(?=\d{1,3}(?:\s|$))|(?<=\p{Ll}{2})(?=[.!?…]\d{1,3}(?:\s|$))"
)
_LAST_WORD = regex.compile(r"[\w'’-]+$")
NEIGHBOURHOOD = 200  # characters to each side in which a word is looked for
PARENTHESIS_WORDS = 6
_STOP = regex.compile(r"[;:.!?…；：。！？]")
_INTRODUCES = regex.compile(r"[:：][\s\p{Pi}\p{Ps}\"']*$")  # a colon right before a quote: what it ends is beside it
_COMMA = regex.compile(r"[,，、()\[\]（）]|\s-+\s|--+")
_ASKS = regex.compile(r"[?？؟][\p{Pf}\p{Pe}\"']*\s*$")
# A number other than a year. A number inside a name, as in AB-4, is none.
_NUMBER = regex.compile(
    r"(?<![\w.'-])[-+]?\p{Sc}?(?!(?:1[5-9]|20)\d\d(?![\d.,]\d))\d[\d.,]*(?:bn|mn?|tn|k)?%?(?![\w-])"
)


def cut_word(text: str, edge: int, language: Language, *, is_end: bool) -> Span | None:
    """Return the word, number or name that a quote would cut at `edge` of a text as it is seen; None when it cuts none.

    A possessive ending may be left off at a quote's end.
    """
    if not 0 < edge < len(text) or _FUSED.match(text, edge) or (is_end and _possessive(text, edge, language)):
        return None
    for pattern in _wholes(language.numbers, language.units):
        spans = _spans(text, pattern)
        before = bisect_left(spans, (edge,)) - 1
        if before >= 0 and edge < spans[before].end:
            return spans[before]
    if _BOUNDARY.match(text, edge):
        return None
    least, end = max(0, edge - NEIGHBOURHOOD), min(len(text), edge + NEIGHBOURHOOD)
    breaks = [found.start() for found in _BOUNDARY.finditer(text, least, end)]
    return Span(max((b for b in breaks if b < edge), default=least), min((b for b in breaks if b > edge), default=end))


def _possessive(text: str, edge: int, language: Language) -> bool:
    following = text[edge : edge + 4].replace("’", "'").lower()
    for ending in language.possessives:
        if following.startswith(ending) and not following[len(ending) : len(ending) + 1].isalnum():
            word = _LAST_WORD.search(text, max(0, edge - NEIGHBOURHOOD), edge)
            return word is not None and word[0].lower() not in language.contracted
    return False


@cache
def _wholes(numbers: tuple[str, ...], units: tuple[str, ...]) -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    """Return what finds a joined word, and a number with its unit, such as 3.5 percent or one billion."""
    measures = either(units)
    sign, marks = r"[\p{Sc}+\-−–]", "[.,٫٬]"
    # Digits and signs are begun with at their first alone: from each of the others, a long run would be read again.
    digits = rf"(?:(?<!{sign}){sign}++|(?=\d)(?<!{sign}|\d{marks}*+))\d[\d.,٫٬]*+"
    number = rf"(?:{digits}|\b(?:{either(numbers)}))"
    unspaced = rf"(?=\p{{Han}})(?:{measures})"  # a script without blanks between words
    measured = rf"{number}(?:[\s-](?:{measures})\b|{unspaced})+" if units else NOTHING.pattern
    return regex.compile(_JOINED, regex.V1 | regex.VERBOSE), regex.compile(measured, regex.IGNORECASE)


@lru_cache(maxsize=64)  # many quotes stand in the same text
def _spans(text: str, pattern: regex.Pattern[str]) -> list[Span]:
    return [Span(*found.span()) for found in pattern.finditer(text)]


def cuts_character(raw: str, edge: int) -> bool:
    """Whether an edge in the raw text lies between a letter and its mark, or inside an emoji or a flag."""
    if not 0 < edge < len(raw):
        return False
    start = edge
    while start > 0 and not _SAFE.match(raw, start - 1):
        start -= 1
    ends = (found.end() for found in _GRAPHEME.finditer(raw, max(0, start - 1), min(len(raw), edge + NEIGHBOURHOOD)))
    return edge not in ends


def left_out(text: str, span: Span, tag: str) -> Iterator[tuple[str, str, list[str]]]:
    """Yield the negations, modals, hedges, quantities and limits right beside a quote: side, clause, and the words."""
    from html import unescape  # noqa: PLC0415 -- a ledger is opened without

    language, every = language_of(tag), sentences(text, tag)
    first = bisect_right(every, span.start, key=lambda sentence: sentence.end)
    around = every[first : bisect_left(every, span.end, first, key=lambda sentence: sentence.start)]
    if not around:
        return
    before = normalise(unescape(text[around[0].start : span.start])).text
    after = normalise(unescape(text[span.end : around[-1].end])).text
    if _ASKS.search(after):
        yield "after", " ".join(after.split()), ["?"]
    if language == Language():
        return
    for side, clauses in (("before", _left(before, language)), ("after", _right(after, language))):
        for clause in clauses:
            words = [found[0] for way in (any_of(language.qualifiers), _NUMBER) for found in way.finditer(clause)]
            if words:
                yield side, " ".join(clause.split()), list(dict.fromkeys(words))


def _left(before: str, language: Language) -> list[str]:
    """Return the parts of a clause that stand right before a quote, the nearest first."""
    parts = _COMMA.split(_STOP.split(_INTRODUCES.sub("", before))[-1])[::-1]
    kept = [found.span() for found in any_of(language.qualifiers).finditer(parts[0])]  # `anything but` ends no clause
    ends = [found.end() for found in any_of(language.left_ends).finditer(parts[0])]
    ends = [end for end in ends if not (at := bisect_left(kept, (end,))) or kept[at - 1][1] < end]
    return [parts[0][ends[-1] :]] if ends else _beside(parts, language)


def _right(after: str, language: Language) -> list[str]:
    """Return the parts of a clause that stand right after a quote, the nearest first."""
    parts = _COMMA.split(_STOP.split(after)[0] if after.strip() else "")
    end = any_of(language.right_ends).search(parts[0])
    return [parts[0][: end.start()]] if end else _beside(parts, language)


def _beside(parts: list[str], language: Language) -> list[str]:
    """Return the nearest part, a short parenthesis that follows at once or after `says that`, and what is behind it."""
    touching = {word.lower() for word in regex.findall(r"\w+", parts[0])} <= language.reporting | language.function
    further = [part for part in parts[1:] if any(map(str.isalnum, part))]
    if not further or len(further[0].split()) > PARENTHESIS_WORDS:
        return parts[:1]
    return [parts[0], *(further[:1] if touching else []), *further[1:2]]
