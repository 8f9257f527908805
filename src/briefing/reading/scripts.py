"""Which script a text is written in, and whether a language is written in it."""

from __future__ import annotations

import regex

#: The scripts that are told apart: their letters, and the language that a text in them is likely in.
_LIKELY = {
    "Latin": "", "Cyrillic": "ru", "Greek": "el", "Arabic": "ar", "Hebrew": "he", "Devanagari": "hi", "Thai": "th",
    "Han": "zh", "Hiragana": "ja", "Hangul": "ko",
}  # fmt: skip
#: By the codes that tags of languages have for scripts, in which of these a text may be.
_OF_CODE = {
    "Latn": "Latin", "Cyrl": "Cyrillic", "Grek": "Greek", "Arab": "Arabic", "Hebr": "Hebrew", "Deva": "Devanagari",
    "Thai": "Thai", "Hans": "Han", "Hant": "Han", "Jpan": "Hiragana Han", "Kore": "Hangul Han",
}  # fmt: skip
_LETTERS = {name: regex.compile(rf"\p{{Script={name}}}") for name in _LIKELY}
_DENSE, _MIXED = 3, 10  # letters that one of Han counts as; of Han, so many to one of kana are still Japanese


def script_of(text: str) -> str:
    """Return the script of most letters of a text, as in `Latin`; an empty string where it has none."""
    counts = {name: len(letters.findall(text)) * (_DENSE if name == "Han" else 1) for name, letters in _LETTERS.items()}
    most = max(counts, key=counts.__getitem__)
    japanese = most == "Han" and _MIXED * counts["Hiragana"] > counts["Han"]
    return ("Hiragana" if japanese else most) if counts[most] else ""


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
    return code not in _OF_CODE or script_of(text) in {"", *_OF_CODE[code].split()}
