"""Whether words that the book says itself are what they look like: no rule can read one that is dressed up.

An article's own words are another matter: its quotes are compared in a declared form, `reading.normalisation`.
"""

from __future__ import annotations

import regex

from briefing.reading.normalisation import UNREADABLE

# A joiner after a letter of a script that has joiners, a sign that chooses the form of an emoji or of a Han
# character, and a joiner between two emoji: all else that has no form of its own is hidden.
_JOINS = (
    r"(?<=[[\p{L}\p{M}]--[\p{Latin}\p{Greek}\p{Cyrillic}\p{Han}\p{Hangul}]])[\u200c\u200d]"
    r"|(?<=[\p{Emoji}--\p{ASCII}])\ufe0f|(?<=\p{Han})[\ufe00-\ufe0f\U000e0100-\U000e01ef]"
    r"|(?<=[\p{Emoji}--\p{ASCII}][\ufe0f\p{Emoji_Modifier}]?)\u200d(?=\p{Extended_Pictographic})"
)
_HIDDEN = regex.compile(
    rf"(?!{_JOINS})[[\p{{C}}\p{{Zl}}\p{{Zp}}\p{{Default_Ignorable_Code_Point}}{UNREADABLE}]--[\n\t]]", regex.V1
)
# Letters of scripts that look alike in one word, but for the Greek of units; and letters made for other uses.
_LATIN, _ALIKE = r"\p{Latin}", r"[[\p{Cyrillic}\p{Greek}\p{Armenian}\p{Cherokee}\p{Coptic}\p{Lisu}]--[μΩΔπ]]"
_MIXED = regex.compile(
    rf"[\p{{L}}\p{{M}}]*(?:{_LATIN}[\p{{L}}\p{{M}}]*{_ALIKE}|{_ALIKE}[\p{{L}}\p{{M}}]*{_LATIN})[\p{{L}}\p{{M}}]*"
    r"|[\ufb00-\ufb06\uff21-\uff3a\uff41-\uff5aⒶ-ⓩ\U0001d400-\U0001d7ff\U0001f130-\U0001f189]+",
    regex.V1,
)


def disguised(text: str) -> tuple[int, str] | None:
    """Return where a text is not what it looks like, and what stands there; None where all of it is."""
    if text.isascii() and text.isprintable():
        return None
    if found := _HIDDEN.search(text):
        return found.start(), f"U+{ord(found[0]):04X}, which no reader sees or can read"
    if found := _MIXED.search(text):
        return found.start(), f"“{found[0]}”, in letters that only look like those of the words around"
    return None
