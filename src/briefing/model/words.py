"""Small pieces of English that captions and alternative texts are made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def number_word(count: int) -> str:
    """Return a count as a word up to twelve, and as digits above; zero is `no`."""
    return _WORDS[count] if 0 <= count < len(_WORDS) else f"{count:,}"


def plural(count: int, singular: str, several: str | None = None) -> str:
    """Return `one claim`, `two claims`, `13 claims`."""
    return f"{number_word(count)} {singular if count == 1 else several or singular + 's'}"


def counted(count: int, singular: str, several: str | None = None) -> str:
    """Return `1 claim`, `2 claims`, `5,000 claims`: as `plural`, in digits."""
    return f"{count:,} {singular if count == 1 else several or singular + 's'}"


def all_of(count: int, singular: str, several: str | None = None) -> str:
    """Return how a sentence names all of so many: `both claims`, `all three claims`; `the one claim`, `no claims`."""
    words = {1: f"the one {singular}", 2: f"both {several or singular + 's'}"}
    return words.get(count, f"{'all ' if count else ''}{plural(count, singular, several)}")


def listing(items: Sequence[str]) -> str:
    """Return `a`, `a and b`, `a, b and c`; nothing for no items."""
    if len(items) < 2:  # noqa: PLR2004 - one item needs no "and"
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def sentence(text: str) -> str:
    """Return `text` with a capital at the start."""
    return text[:1].upper() + text[1:]


def date_words(day: dt.date | str, language: str = "en") -> str:
    """Return a date in the words of a language: `9 May 2024`; of `2024-05` and `2024` what they say.

    The standard library would name months in the language of the machine.
    """
    from babel.dates import format_date, format_skeleton  # noqa: PLC0415 -- heavy, and not every command prints a date

    year, *rest = (day if isinstance(day, str) else day.isoformat()).split("-")
    if not rest:
        return year
    first = dt.date(int(year), int(rest[0]), int(rest[1]) if len(rest) > 1 else 1)
    if len(rest) == 1:
        return str(format_skeleton("yMMMM", first, locale=language))
    return str(format_date(first, "d MMMM y" if language.startswith("en") else "long", locale=language))
