"""Which script a text is written in, and whether a language is written in it."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

import regex

#: The scripts that are told apart, by their codes in tags of languages: how Unicode names their letters.
_NAMES: dict[str, AbstractSet[str]] = {
    "Latn": {"Latin"}, "Cyrl": {"Cyrillic"}, "Grek": {"Greek"}, "Arab": {"Arabic"}, "Hebr": {"Hebrew"},
    "Deva": {"Devanagari"}, "Thai": {"Thai"}, "Hans": {"Han"}, "Hant": {"Han"}, "Jpan": {"Hiragana", "Katakana", "Han"},
    "Kore": {"Hangul", "Han"},
}  # fmt: skip
#: The language that most texts in a script are in; that of Latin letters is asked of a person.
_LIKELY = {
    "Cyrillic": "ru", "Greek": "el", "Arabic": "ar", "Hebrew": "he", "Devanagari": "hi", "Thai": "th", "Han": "zh",
    "Hiragana": "ja", "Katakana": "ja", "Hangul": "ko",
}  # fmt: skip
_DENSE = {"Han": 3}  # letters of others that one of these counts as
_LETTERS = {name: regex.compile(rf"\p{{Script={name}}}") for name in sorted(set().union(*_NAMES.values()))}


def script_of(text: str) -> str:
    """Return the script of most letters of a text, as in `Latin`; an empty string where it has none."""
    counts = {name: len(letters.findall(text)) * _DENSE.get(name, 1) for name, letters in _LETTERS.items()}
    kana = counts["Hiragana"] + counts["Katakana"]
    most = max(counts, key=counts.__getitem__)
    return ("Hiragana" if most == "Han" and 10 * kana > counts["Han"] else most) if counts[most] else ""


def likely_language(text: str) -> str:
    """Return the tag of the language that a text is likely in by its script, and nothing where that says too little."""
    return _LIKELY.get(script_of(text), "")


def is_written_in(text: str, tag: str) -> bool:
    """Whether a text is in the script of a language, as far as both are told apart here."""
    from babel import Locale  # noqa: PLC0415 -- a ledger is opened without
    from babel.core import get_global  # noqa: PLC0415

    locale = Locale.parse(tag, sep="-")
    likely = str(get_global("likely_subtags").get(locale.language, "")).split("_")
    code = locale.script or next((part for part in likely if len(part) == len("Latn")), "")
    return code not in _NAMES or script_of(text) in {"", *_NAMES[code]}
