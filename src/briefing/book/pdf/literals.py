"""Text as Typst string literals: whatever a text holds, it is never markup and never dropped."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

#: A run without a space that is longer than this may be broken anywhere; a longer word of prose is rare.
LONGEST_WORD = 26
#: Pieces of a run that may be broken: addresses and paths break after their own punctuation first.
PIECE = re.compile(r"[^/.\-_?&=:,;|]{1,8}[/.\-_?&=:,;|]*|[/.\-_?&=:,;|]{1,8}")
ZERO_WIDTH_JOINER = "\u200d"
SPACES = re.compile(r"[ \t\r\n\f\v]+")
ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def string(text: str) -> str:
    """Return a Typst string literal that stands for exactly these characters."""
    return f'"{"".join(map(_escaped, text))}"'


def words(text: str, longest: int = LONGEST_WORD) -> str:
    """Return running text as one Typst expression in braces, with spaces folded.

    A run longer than `longest` gets invisible places to break; they are not part of the text.
    """
    folded = SPACES.sub(" ", text)
    parts: list[str] = []
    position = 0
    for run in re.finditer(rf"\S{{{longest + 1},}}", folded):
        parts += [
            string(folded[position : run.start()]),
            ";may-break;".join(string(piece) for piece in _pieces(run[0])),
        ]
        position = run.end()
    parts.append(string(folded[position:]))
    return "{" + ";".join(part for part in parts if part != '""') + "}"


def array(items: Iterable[str]) -> str:
    """Return a Typst array of expressions."""
    return "(" + "".join(f"{item},\n" for item in items) + ")"


def flag(fact: bool) -> str:  # noqa: FBT001  a plain fact
    """Return a Typst boolean."""
    return "true" if fact else "false"


def _escaped(character: str) -> str:
    plain = character if character.isprintable() else f"\\u{{{ord(character):x}}}"
    return ESCAPES.get(character, plain)


def _pieces(run: str) -> Iterator[str]:
    piece = ""
    for part in PIECE.finditer(run):
        if piece and not _joins(piece[-1], part[0][0]):
            yield piece
            piece = ""
        piece += part[0]
    if piece:
        yield piece


def _joins(before: str, after: str) -> bool:
    """Tell whether two characters belong to one shape, which a break would tear."""
    together = unicodedata.category(after).startswith("M") or unicodedata.category(after) in {"Cf", "Sk"}
    return together or before == ZERO_WIDTH_JOINER
