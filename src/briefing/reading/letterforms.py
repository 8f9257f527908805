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
    return sorted({c for c in held - _covered() if not _FORMLESS.match(c)} | held & _FORBIDDEN)


def named(character: str) -> str:
    """Return a character as a message shows it: itself, if it can be seen, its number and its name."""
    shown = f"“{character}” " if character.isprintable() else ""
    return f"{shown}(U+{ord(character):04X} {unicodedata.name(character, 'without a name')})"


@cache
def _covered() -> frozenset[str]:
    """Return every character that one of the fonts has a form for; those for private use an archive forbids."""
    # Matplotlib carries the same DejaVu Sans Mono as Typst, where it can be read.
    drawing = find_spec("matplotlib")
    mono = Path(drawing.origin if drawing and drawing.origin else "").parent / "mpl-data/fonts/ttf/DejaVuSansMono.ttf"
    files = [*sorted(FOLDER.glob("*.ttf")), *([mono] if mono.is_file() else [])]
    held = {chr(point) for file in files for point in TTFont(file, lazy=True).getBestCmap()}
    return frozenset(character for character in held if unicodedata.category(character) != "Co")
