"""Typst code: a text becomes a string literal wherever it is passed on, so it is never markup and never dropped."""

import re
from collections.abc import Iterable, Mapping

import regex

#: A run without a space that is longer than this may be broken anywhere; a longer word of prose is rare.
LONGEST_WORD = 26
#: Pieces of a run that may be broken, of whole letters with their accents: addresses and paths break after their own
#: punctuation first.
PIECE = regex.compile(r"(?:(?!{0})\X){{1,8}}(?:(?={0})\X)*|(?:(?={0})\X){{1,8}}".format(r"[/.\-_?&=:,;|]"))
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
    plain = (ESCAPES.get(c, c if c.isprintable() else f"\\u{{{ord(c):x}}}") for c in text)
    return Code(f'"{"".join(plain)}"')


def words(text: str, longest: int = LONGEST_WORD) -> Code:
    """Return running text with spaces folded; a run longer than `longest` may be broken, which adds nothing to it."""
    parts: list[str] = []
    for position, run in enumerate(re.split(rf"(\S{{{longest + 1},}})", SPACES.sub(" ", text))):
        pieces = PIECE.findall(run) if position % 2 else [run] if run else []
        parts.append(";may-break;".join(map(string, pieces)))
    return block(*parts)


def in_language(tag: str, expression: str) -> Code:
    """Return an expression whose words are in another language, and so perhaps in another direction."""
    return call("in-language", tag, block(expression))
