"""Text as Typst string literals: whatever a text holds, it is never markup and never dropped."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

#: A run without a space that is longer than this may be broken anywhere; a longer word of prose is rare.
LONGEST_WORD = 26
#: Pieces of a run that may be broken: addresses and paths break after their own punctuation first.
PIECE = re.compile(r"[^/.\-_?&=:,;|]{1,8}[/.\-_?&=:,;|]*|[/.\-_?&=:,;|]{1,8}")
ZERO_WIDTH_JOINER = "\u200d"
SPACES = re.compile(r"[ \t\r\n\f\v]+")


def string(text: str) -> str:
    """Return a Typst string literal that stands for exactly these characters."""
    return f'"{"".join(_escaped(character) for character in text)}"'


def words(text: str, longest: int = LONGEST_WORD) -> str:
    """Return running text as Typst expressions joined by semicolons, with spaces folded.

    A run longer than `longest` gets invisible places to break; they are not part of the text.
    """
    folded = SPACES.sub(" ", text)
    parts: list[str] = []
    position = 0
    for run in re.finditer(rf"\S{{{longest + 1},}}", folded):
        if run.start() > position:
            parts.append(string(folded[position : run.start()]))
        parts.append(";may-break;".join(string(piece) for piece in _pieces(run[0])))
        position = run.end()
    if position < len(folded):
        parts.append(string(folded[position:]))
    return ";".join(parts)


def array(items: Iterator[str] | list[str]) -> str:
    """Return a Typst array of expressions."""
    return "(" + "".join(f"{item},\n" for item in items) + ")"


def _pieces(run: str) -> Iterator[str]:
    piece = ""
    for found in PIECE.finditer(run):
        if piece and not _joins(piece[-1], found[0][0]):
            yield piece
            piece = ""
        piece += found[0]
    if piece:
        yield piece


def _joins(before: str, after: str) -> bool:
    """Tell whether two characters belong to one shape, which a break would tear."""
    together = unicodedata.category(after).startswith("M") or unicodedata.category(after) in {"Cf", "Sk"}
    return together or before == ZERO_WIDTH_JOINER


def _escaped(character: str) -> str:
    if character in '\\"':
        return "\\" + character
    if character.isprintable() or character in "\u00a0\u202f\u2009\u3000":
        return character
    if character in "\n\t":
        return {"\n": "\\n", "\t": "\\t"}[character]
    if not _archivable(character):
        return f"[U+{ord(character):04X}]"
    return f"\\u{{{ord(character):x}}}"


def _archivable(character: str) -> bool:
    """Tell whether an archival PDF may hold the character: no control, surrogate, private use, non-character."""
    last_two = 0xFFFE
    if unicodedata.category(character) in {"Cc", "Cs", "Co"}:
        return False
    point = ord(character)
    return point & last_two != last_two and not 0xFDD0 <= point < 0xFDF0 and point < 0xF0000  # noqa: PLR2004
