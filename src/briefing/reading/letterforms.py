"""Letters: which can be printed, which are not what they look like, and in which script and language a text is.

An article's own words are another matter: its quotes are compared in a declared form, `reading.normalisation`.
"""

import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import regex

from briefing.reading.normalisation import UNREADABLE

FOLDER = Path(__file__).parents[1] / "assets" / "fonts"
#: Characters that have no form by nature, such as what joins two letters; an archive forbids two of them all the same.
_FORMLESS = regex.compile(r"[\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\n\t\r]")
_FORBIDDEN = frozenset("\ufeff\ufffe")
#: Characters that the first font has: a text that holds no others need not wait until a font is read.
COMMON = frozenset({*map(chr, range(0x20, 0x7F)), *"‘’“”–—…"})
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
_INNER, _LATIN = r"[\p{L}\p{M}]", r"\p{Latin}"
_ALIKE = r"[[\p{Cyrillic}\p{Greek}\p{Armenian}\p{Cherokee}\p{Coptic}\p{Lisu}]--[μΩΔπ]]"
_MIXED = regex.compile(
    rf"(?<!{_INNER})(?:{_INNER}*+|[{_INNER}--[{_LATIN}{_ALIKE}]]*+)"  # to the word's end, or to its first of the two
    rf"(?:{_LATIN}[{_INNER}--{_ALIKE}]*+{_ALIKE}|{_ALIKE}[{_INNER}--{_LATIN}]*+{_LATIN}){_INNER}*"
    r"|[\ufb00-\ufb06\uff21-\uff3a\uff41-\uff5aⒶ-ⓩ\U0001d400-\U0001d7ff\U0001f130-\U0001f189]+",
    regex.V1,
)
#: The scripts that are told apart, the language that a text in one is likely in, and the codes that tags have for it.
_SCRIPTS = {
    "Latin": ("", "Latn"), "Cyrillic": ("ru", "Cyrl"), "Greek": ("el", "Grek"), "Arabic": ("ar", "Arab"),
    "Hebrew": ("he", "Hebr"), "Devanagari": ("hi", "Deva"), "Thai": ("th", "Thai"),
    "Han": ("zh", "Hans Hant Jpan Kore"), "Hiragana": ("ja", "Jpan"), "Hangul": ("ko", "Kore"),
}  # fmt: skip
_DENSE, _KANA = 3, 10  # letters that one of Han counts as; of Han, so many to one of kana are still Japanese


def without_form(text: str) -> list[str]:
    """Return the characters of a text that none of the PDFs' fonts has a form for, each once."""
    held = set(text)
    left = {character for character in held - COMMON if not _FORMLESS.match(character)}
    # Matplotlib carries the same DejaVu Sans Mono as Typst, where it can be read.
    drawing = find_spec("matplotlib")
    mono = Path(drawing.origin if drawing and drawing.origin else "").parent / "mpl-data/fonts/ttf/DejaVuSansMono.ttf"
    for font in (*sorted(FOLDER.glob("*.ttf"), reverse=True), mono):  # first that with the most common letters
        if left and font.is_file():  # to read a font takes longer than all else
            left -= _held(font)
    return sorted(left | held & _FORBIDDEN)


@cache
def _held(font: Path) -> frozenset[str]:
    """Return the characters that a font has a form for; those for private use an archive forbids."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 -- a ledger is opened without

    held = map(chr, TTFont(font, lazy=True).getBestCmap())
    return frozenset(character for character in held if unicodedata.category(character) != "Co")


def named(character: str) -> str:
    """Return a character as a message shows it: itself, if it can be seen, its number and its name."""
    shown = f"“{character}” " if character.isprintable() else ""
    return f"{shown}(U+{ord(character):04X} {unicodedata.name(character, 'without a name')})"


def disguised(text: str) -> tuple[int, str] | None:
    """Return where words of the book's own are not what they look like, and what stands there; None where all are."""
    if text.isascii() and text.isprintable():
        return None
    if found := _HIDDEN.search(text):
        return found.start(), f"U+{ord(found[0]):04X}, which no reader sees or can read"
    if found := _MIXED.search(text):
        return found.start(), f"“{found[0]}”, in letters that only look like those of the words around"
    return None


def script_of(text: str) -> str:
    """Return the script of most letters of a text, as in `Latin`; an empty string where it has none."""
    counts = {name: len(regex.findall(rf"\p{{Script={name}}}", text)) for name in _SCRIPTS}
    counts["Han"] *= _DENSE
    most = max(counts, key=counts.__getitem__)
    japanese = most == "Han" and _KANA * counts["Hiragana"] > counts["Han"]
    return ("Hiragana" if japanese else most) if counts[most] else ""


def likely_language(text: str) -> str:
    """Return the tag of the language that a text is likely in by its script, and nothing where that says too little."""
    return _SCRIPTS.get(script_of(text), ("", ""))[0]


def is_written_in(text: str, tag: str) -> bool:
    """Whether a text is in the script of a language, as far as both are told apart here."""
    from babel import Locale  # noqa: PLC0415 -- a ledger is opened without
    from babel.core import get_global  # noqa: PLC0415

    locale = Locale.parse(tag, sep="-")
    likely = str(get_global("likely_subtags").get(locale.language, "")).split("_")
    code = locale.script or next((part for part in likely if len(part) == len("Latn")), "")
    scripts = {name for name, (_, codes) in _SCRIPTS.items() if code in codes.split()}
    return not scripts or script_of(text) in {"", *scripts}
