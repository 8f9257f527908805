"""Typst code: a text becomes a string literal wherever it is passed on, so it is never markup and never dropped."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

#: A run without a space that is longer than this may be broken anywhere; a longer word of prose is rare.
LONGEST_WORD = 26
#: Pieces of a run that may be broken: addresses and paths break after their own punctuation first.
PIECE = re.compile(r"[^/.\-_?&=:,;|]{1,8}[/.\-_?&=:,;|]*|[/.\-_?&=:,;|]{1,8}")
ZERO_WIDTH_JOINER = "\u200d"
SPACES = re.compile(r"[ \t\r\n\f\v]+")
ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


class Code(str):
    """Typst code, told apart from text by its type."""

    __slots__ = ()


def call(function: str, *arguments: object, **named: object) -> Code:
    """Return a call of a Typst function; texts among its arguments become literals, sequences arrays."""
    given = [*map(value, arguments), *(f"{name}:{value(thing)}" for name, thing in named.items())]
    return Code(f"{function}({','.join(given)})")


def value(thing: object) -> Code:
    """Return a value as Typst code: code as it is, anything else as the literal of its kind."""
    match thing:
        case Code():
            return thing
        case str():
            return string(thing)
        case bool() | None:
            return Code(str(thing).lower())
        case Mapping():
            return Code("(" + "".join(f"{string(str(name))}:{value(held)}," for name, held in thing.items()) + ")")
        case Iterable():
            return Code("(" + "".join(f"{value(held)},\n" for held in thing) + ")")
        case _:
            return Code(str(thing))


def block(*parts: str, between: str = ";") -> Code:
    """Return code that is set one after the other as one block of it."""
    return Code("{" + between.join(filter(None, parts)) + "}")


def string(text: str) -> Code:
    """Return a Typst string literal that stands for exactly these characters."""
    return Code(f'"{"".join(map(_escaped, text))}"')


def words(text: str, longest: int = LONGEST_WORD) -> Code:
    """Return running text with spaces folded; a run longer than `longest` may be broken, which adds nothing to it."""
    parts: list[str] = []
    for position, run in enumerate(re.split(rf"(\S{{{longest + 1},}})", SPACES.sub(" ", text))):
        pieces = _pieces(run) if position % 2 else [run] if run else []
        parts.append(";may-break;".join(map(string, pieces)))
    return block(*parts)


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
    yield piece


def _joins(before: str, after: str) -> bool:
    """Tell whether two characters belong to one shape, which a break would tear."""
    category = unicodedata.category(after)
    return category.startswith("M") or category in {"Cf", "Sk"} or before == ZERO_WIDTH_JOINER
