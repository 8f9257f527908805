"""Word lists by language: what a quote may not leave outside unsaid, and what of a sentence needs no record.

The package knows no language by default; a language without a list has none of these words.
"""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache, cached_property, lru_cache
from importlib.resources import files

import regex

from briefing.model.base import Record

NOTHING = regex.compile(r"(?!)")


class Language(Record):
    """The lists of one language, in lower case and with straight apostrophes."""

    possessives: tuple[str, ...] = ()
    contracted: frozenset[str] = frozenset()
    numbers: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    function: frozenset[str] = frozenset()
    reporting: frozenset[str] = frozenset()
    qualifiers: tuple[str, ...] = ()
    left_ends: tuple[str, ...] = ()
    right_ends: tuple[str, ...] = ()
    prose: Mapping[str, tuple[str, ...]] = {}

    @cached_property
    def listed(self) -> frozenset[str]:
        """Every word of the lists of prose."""
        phrases = (phrase for listed in self.prose.values() for phrase in listed)
        return frozenset(word for phrase in phrases for word in regex.findall(r"\w+", phrase))

    def same_number(self, word: str) -> tuple[str, ...]:
        """Return a number in words for one in figures, and the other way round: `forty` and `40`; nothing of others."""
        pairs = [(str(number), figure) for number, figure in enumerate(self.prose.get("figures", ()))]
        return tuple(pair[pair[0] == word] for pair in pairs if word.lower() in pair)

    def phrases(self, name: str, /, **parts: Iterable[str]) -> regex.Pattern[str]:
        """Return what finds a phrase of a list of `prose`; a `{part}` of it is any of the words given for the part."""
        listed = tuple((part, tuple(words)) for part, words in parts.items())
        return _phrases(self.prose.get(name, ()), listed)


@lru_cache(maxsize=200)
def _phrases(phrases: tuple[str, ...], parts: tuple[tuple[str, tuple[str, ...]], ...]) -> regex.Pattern[str]:
    choices = {part: either(words) for part, words in parts}
    found = either(phrases).replace(r"\*", r"\w+")
    used = sorted({*regex.findall(r"\\{(\w+)\\}", found)})  # each is written out once, which is much the faster
    defined = "".join(f"(?P<{part}>(?-i:{choices.get(part, NOTHING.pattern)}))" for part in used)
    found = regex.sub(r"\\{(\w+)\\}", r"(?&\1)", found)
    return regex.compile(rf"(?(DEFINE){defined})(?<!\w)(?:{found})(?!\w)", regex.IGNORECASE)


def either(words: Iterable[str]) -> str:
    """Return the pattern of any of some words, the longest of them first; of none, what finds nothing."""
    forms = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(regex.escape(form, special_only=True) for form in forms) or NOTHING.pattern


def whole_words(words: Iterable[str]) -> regex.Pattern[str]:
    """Return what finds any of some words or names as they are written, whole, and the longest of them first."""
    return _whole_words(frozenset(words))


@lru_cache(maxsize=50)
def _whole_words(words: frozenset[str]) -> regex.Pattern[str]:
    return regex.compile(rf"(?<!\w)(?:{either(words)})(?!\w)")


@cache
def language_of(tag: str) -> Language:
    """Return the lists for a BCP 47 tag, by its primary language; empty lists when there are none."""
    name = tag.lower().partition("-")[0]
    file = files(__package__) / "languages" / f"{name}.toml"
    if not name.isalpha() or not file.is_file():
        return Language()
    return Language.model_validate(tomllib.loads(file.read_text("utf-8")))


@lru_cache(maxsize=50)
def any_of(words: tuple[str, ...]) -> regex.Pattern[str]:
    """Return what finds any of some words in any case, whole where their script leaves blanks between words."""
    choices, unspaced = either(words).replace(r"\*", r"\w+"), either(filter(regex.compile(r"\p{Han}").match, words))
    return regex.compile(rf"(?<![\w'-])(?:{choices})(?![\w-]|'\w)|{unspaced}", regex.IGNORECASE)
