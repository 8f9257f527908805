"""Lines and sentences of a text: everything that can state something, and where it begins and ends.

Offsets are code points of the text as it is. Nothing here knows of articles, claims or files.
"""

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

import regex
from sentencex import segment

from briefing.model.base import Span
from briefing.reading.normalisation import LINE_END, MARGIN, ZERO_WIDTH

BULLETS = "•·*-‣◦▪–"
WRAP_WIDTH = 120  # a paragraph with a longer line was not wrapped by hand
WRAPPED = 40  # a shorter line that ends early may be a heading, an item of a list or a verse
WRAPPED_UNSPACED = 15  # the same for a script that needs fewer characters

_LINE_END = regex.compile(LINE_END)
_LINE = regex.compile(rf"(?:(?!{LINE_END}).)+", regex.DOTALL)
_BULLET = regex.compile(rf"[\s{ZERO_WIDTH}]*(?:[{regex.escape(BULLETS)}]|\(?\d{{1,2}}[.)])[\s{ZERO_WIDTH}]+")
_ENDED = regex.compile(r"[.!?:;…。！？：；][\p{Pf}\p{Pe}\"']*$")
_CUT_WORD = regex.compile(r"\p{L}[-\u2010\u2011\u00ad]$")
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]")
_DOTTED_NAME = regex.compile(r"(?<!\w)\w++(?:\.\w++)+")
_FUSED_SENTENCES = regex.compile(r"\p{Ll}\.\p{Lu}\p{Ll}")
_QUOTATION_MARK = regex.compile(r"[\"“”„‟«»「」『』〝〞＂]|(?<!\w)['‘‹]|['’›](?!\w)")
_MARK = r"[\"“”„‟«»「」『』〝〞＂'‘’‹›]"
# Where a sentence ends that the splitter does not see.
_ENDS = (
    regex.compile(r"[.!?][)\]]\s+(?=[^\W\p{Ll}\d_])"),  # a closed bracket
    regex.compile(rf"(?<=\p{{Ll}}{{2}}[.!?…]{_MARK}?)(?:\d{{1,3}}(?:,\d{{1,3}})*|[⁰¹²³⁴-⁹]+)\s+(?={_MARK}?\p{{Lu}})"),
    regex.compile(
        rf"(?:…|\.\.\.){_MARK}?(?:\s+(?={_MARK}?\p{{Lu}})|(?=\p{{Lu}}\p{{Ll}}))|(?:…|⋯){{2}}{_MARK}*"
    ),  # an ellipsis
    regex.compile(rf"[。！？](?:{_MARK}|[）】》])*\s*"),
)
_GOES_ON = regex.compile(r"\p{Ll}(?!\p{Lu})|(?<!\s)\p{N}")  # a small letter, but for iPhone, or a footnote's mark


class Lines:
    """The lines of a text, to tell the line of an offset; `starts` holds where each of them begins."""

    def __init__(self, text: str) -> None:
        self.starts = [0, *(found.end() for found in _LINE_END.finditer(text))]

    def number(self, offset: int) -> int:
        """Return the line, counted from 1, on which the character at `offset` stands."""
        return bisect_right(self.starts, offset)


@lru_cache(maxsize=256)
def sentences(text: str, language: str = "en") -> tuple[Span, ...]:
    """Return the raw spans of everything that can state something: sentences, bullets, headings, single lines.

    A sentence inside quotation marks is a sentence. It crosses a line only where the text was wrapped by hand. Bullet
    signs and the white space around a sentence stay outside its span; what holds neither letter nor digit is none.
    """
    return tuple(span for block in blocks(text) for span in _of_block(text, block, language))


def blocks(text: str) -> Iterator[Span]:
    """Yield the raw spans of lines, those that were wrapped by hand joined."""
    paragraph: list[Span] = []
    for line in (Span(*found.span()) for found in _LINE.finditer(text)):
        blank = not text[slice(*line)].strip(MARGIN)
        if blank or (paragraph and _LINE_END.sub("", text[paragraph[-1].end : line.start], count=1)):
            yield from _joined(text, paragraph)
            paragraph = []
        if not blank:
            paragraph.append(line)
    yield from _joined(text, paragraph)


def _joined(text: str, lines: list[Span]) -> Iterator[Span]:
    words = [text[slice(*line)].strip(MARGIN) for line in lines]
    width = max(map(len, words), default=0)
    fills = [_fills(one, other, width) for one, other in pairwise(words)]
    goes_on = [fill and after[:1].islower() for fill, after in zip(fills, words[1:], strict=False)]
    wrapped = all(fills) and width <= WRAP_WIDTH and (len(fills) > 1 or any(goes_on))
    first = 0
    for at, line in enumerate(lines):
        joins = at + 1 < len(lines) and (goes_on[at] or wrapped)
        if not joins or _ENDED.search(words[at]) or _BULLET.match(text, *lines[at + 1]):
            yield Span(lines[first].start, line.end)
            first = at + 1


def _fills(line: str, following: str, width: int) -> bool:
    """Whether the next line's first word would not have fitted on this one, or a word goes on in it."""
    if _CUT_WORD.search(line) and following[:1].islower():
        return True
    unspaced = _UNSPACED.match(following)
    first = 1 if unspaced else len(following.split(maxsplit=1)[0])
    return len(line) >= (WRAPPED_UNSPACED if unspaced else WRAPPED) and (
        len(line) + 1 + first > width or following[:1].islower()
    )


def _of_block(text: str, block: Span, language: str) -> Iterator[Span]:
    bullet = _BULLET.match(text, *block)
    start = bullet.end() if bullet and any(map(str.isalnum, text[bullet.end() : block.end])) else block.start
    for piece in _pieces(text[start : block.end], language):
        if any(map(str.isalnum, piece)):
            words = piece.strip(MARGIN)
            begin = start + piece.index(words)
            yield Span(begin, begin + len(words))
        start += len(piece)


def _pieces(block: str, language: str) -> Iterator[str]:
    # The splitter keeps a quotation together and ends a sentence at a line end: it sees neither.
    masked = _LINE_END.sub(lambda end: " " * len(end[0]), _DOTTED_NAME.sub(_mask, block))
    masked = _QUOTATION_MARK.sub(" ", masked)
    ends = sorted({0, len(block), *(found.end() for pattern in _ENDS for found in pattern.finditer(block))})
    start = 0
    for opening, closing in pairwise(ends):
        pieces, cut = list(segment(language.partition("-")[0], masked[opening:closing])), opening
        if "".join(pieces) != masked[opening:closing]:  # one that loses characters must not lose evidence
            pieces = [masked[opening:closing]]
        for piece in pieces:
            cut += len(piece)
            before = _before_opening(block, cut)
            if before > start and not _GOES_ON.match(block, before):
                yield block[start:before]
                start = before
    if start < len(block):
        yield block[start:]


def _before_opening(block: str, cut: int) -> int:
    """Move a cut before the quotation mark that opens the next sentence, which the splitter took for a space."""
    start = cut
    while start > 0 and not block[start - 1].isspace() and _QUOTATION_MARK.match(block, start - 1):
        start -= 1
    return start if start > 0 and block[start - 1].isspace() else cut


def _mask(name: regex.Match[str]) -> str:
    """Hide the dots of `21.Stone` or `example.com`, but not those of initials or between two fused sentences."""
    initials = all(len(part) == 1 and part.isalpha() for part in name[0].split("."))
    return name[0] if initials or _FUSED_SENTENCES.search(name[0]) else name[0].replace(".", "_")
