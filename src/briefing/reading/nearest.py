"""The passage most like a quote that is not found, for the message only: likeness never anchors anything."""

from __future__ import annotations

import unicodedata
from difflib import SequenceMatcher
from typing import NamedTuple

import regex
from rapidfuzz.fuzz import partial_ratio_alignment

from briefing.model.base import Span
from briefing.reading.articles import Page
from briefing.reading.normalisation import normalise

NEAR = 55.0  # of 100: below, a "nearest passage" is a coincidence and helps nobody
SHOWN_DIFFERENCES = 3
Step = tuple[str, int, int, int, int]
Words = list[tuple[int, int]]
_ALONE = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"  # scripts written without spaces: each character a word
_WORD = regex.compile(rf"[{_ALONE}]|[^\W{_ALONE}]+|[^\w\s]")


class Nearest(NamedTuple):
    """The passage most like a quote that was not found, and how the two differ."""

    span: Span
    exact: str
    line: int
    differences: tuple[tuple[str, str], ...]


def nearest_passage(exact: str, page: Page) -> Nearest | None:
    """Return the passage most like the quote, in whole words, or None when nothing is near.

    Rapidfuzz finds the neighbourhood; an alignment word by word finds the passage in it.
    """
    quote, text = normalise(exact).text.strip(), page.normalised.text
    alignment = partial_ratio_alignment(quote, text, score_cutoff=NEAR) if quote and text.strip() else None
    if alignment is None:
        return None
    swapped = len(quote) > len(text)
    start, end = (0, len(text)) if swapped else (alignment.dest_start, alignment.dest_end)
    slack = max(20, len(quote) // 4)
    wanted, around = _words(quote, 0, len(quote)), _words(text, start - slack, end + slack)
    steps = _aligned([quote[i:j] for i, j in wanted], [text[i:j] for i, j in around])
    first, last = steps[0][3], steps[-1][4]
    found = Span(around[first][0], around[last - 1][1]) if first < last else Span(start, end)
    span = page.normalised.to_raw(found)
    differences = tuple(_difference(s, (quote, wanted), (text, around)) for s in steps if s[0] != "equal")
    return Nearest(span, " ".join(page.article.text[slice(*span)].split()), page.lines.number(span.start), differences)


def _words(text: str, start: int, end: int) -> Words:
    """Return the spans of the words that lie in or reach into a stretch of the text."""
    start, end = max(0, start), min(len(text), end)
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return [match.span() for match in _WORD.finditer(text, start, end)]


def _aligned(wanted: list[str], around: list[str]) -> list[Step]:
    """Align a quote with its neighbourhood, word by word, leaving out what stands before and after the passage."""
    steps: list[Step] = list(SequenceMatcher(None, wanted, around, autojunk=False).get_opcodes())
    while len(steps) > 1 and steps[0][0] == "insert":
        steps.pop(0)
    while len(steps) > 1 and steps[-1][0] == "insert":
        steps.pop()
    if len(steps) > 1:  # of what replaces the quote's first and last words, as many words as these are
        kind, i, j, k, m = steps[0]
        steps[0] = (kind, i, j, max(k, m - (j - i)), m)
        kind, i, j, k, m = steps[-1]
        steps[-1] = (kind, i, j, k, min(m, k + (j - i)))
    return steps


def _difference(step: Step, quote: tuple[str, Words], page: tuple[str, Words]) -> tuple[str, str]:
    """Return a differing stretch of the quote and of the article, each with the word before it (or after it)."""
    kind, i, j, k, m = step
    before = i > 0 and k > 0
    after = not before or kind in {"insert", "delete"}
    return _stretch(*quote, i - before, j + after), _stretch(*page, k - before, m + after)


def _stretch(text: str, words: Words, first: int, last: int) -> str:
    chosen = words[first:last]
    return text[chosen[0][0] : chosen[-1][1]] if chosen else ""


def differences_told(differences: tuple[tuple[str, str], ...]) -> str:
    """Return in words how a quote and the passage nearest to it differ."""
    told = [
        f'you wrote "{wrote}", the article has "{has}"{_look_alikes(wrote, has)}'
        for wrote, has in differences[:SHOWN_DIFFERENCES]
    ]
    more = len(differences) - SHOWN_DIFFERENCES
    return "; ".join(told) + (f"; and {more} more" if more > 0 else "")


def _look_alikes(wrote: str, has: str) -> str:
    """Name the characters that differ when the eye may not see that they do."""
    odd = sorted(c for c in set(wrote) ^ set(has) if not c.isascii())[:2]
    names = [f"{c} is U+{ord(c):04X} {unicodedata.name(c, 'unnamed')}" for c in odd]
    return f" ({', '.join(names)})" if names else ""
