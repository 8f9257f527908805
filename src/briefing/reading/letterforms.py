"""Which characters can be printed: those that one of the fonts that the PDFs are made with has a form for."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import regex
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).parents[1] / "assets" / "fonts"
#: Characters that have no form by nature, such as what joins two letters; an archive forbids two of them all the same.
_FORMLESS = regex.compile(r"[\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\n\t\r]")
_FORBIDDEN = frozenset("\ufeff\ufffe")


def without_form(text: str) -> list[str]:
    """Return the characters of a text that cannot be printed, each once."""
    held = set(text)
    left = {character for character in held if not _FORMLESS.match(character)}
    for font in _fonts():
        if left:  # to read a font takes longer than all else
            left -= _held(font)
    return sorted(left | held & _FORBIDDEN)


def named(character: str) -> str:
    """Return a character as a message shows it: itself, if it can be seen, its number and its name."""
    shown = f"“{character}” " if character.isprintable() else ""
    return f"{shown}(U+{ord(character):04X} {unicodedata.name(character, 'without a name')})"


def _fonts() -> list[Path]:
    """Return the fonts, those that hold the most common letters first."""
    # Matplotlib carries the same DejaVu Sans Mono as Typst, where it can be read.
    drawing = find_spec("matplotlib")
    mono = Path(drawing.origin if drawing and drawing.origin else "").parent / "mpl-data/fonts/ttf/DejaVuSansMono.ttf"
    return [*sorted(FOLDER.glob("*.ttf"), reverse=True), *([mono] if mono.is_file() else [])]


@cache
def _held(font: Path) -> frozenset[str]:
    """Return the characters that a font has a form for; those for private use an archive forbids."""
    held = map(chr, TTFont(font, lazy=True).getBestCmap())
    return frozenset(character for character in held if unicodedata.category(character) != "Co")
