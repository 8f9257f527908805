"""The letterforms of the PDFs: families in the order in which they are asked, and the characters that none has."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from pathlib import Path

import matplotlib as mpl
import regex
from docutils import nodes
from fontTools.ttLib import TTFont

from briefing.book.pdf.errors import TypstError, place
from briefing.exhibits.palette import CJK
from briefing.model.ledger import Ledger

FOLDER = Path(__file__).parents[2] / "assets" / "fonts"
#: Asked after the families of the look. The last is inside Typst; `test_pdf_text` keeps the list complete.
FALLBACK = (
    CJK,
    f"{CJK} Level 2",
    f"{CJK} Traditional",
    "Noto Sans Arabic",
    "Noto Sans Hebrew",
    "Noto Sans Devanagari",
    "Noto Emoji",
    "DejaVu Sans Mono",
)
ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")
#: Characters that have no form by nature, such as what joins two letters; an archive forbids two of them all the same.
FORMLESS = regex.compile(r"[\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\n\t\r]")
FORBIDDEN = frozenset("\ufeff\ufffe")
MOST_PLACES = 3


@cache
def covered() -> frozenset[str]:
    """Return every character that one of the fonts has a form for; those for private use an archive forbids."""
    # Matplotlib carries the same DejaVu Sans Mono as Typst, where it can be read.
    mono = Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSansMono.ttf"
    files = [*sorted(FOLDER.glob("*.ttf")), mono]
    held = {chr(point) for file in files for point in TTFont(file, lazy=True).getBestCmap()}
    return frozenset(character for character in held if unicodedata.category(character) != "Co")


def require_letterforms(sources: Collection[str], ledger: Ledger, doctrees: Mapping[str, nodes.document]) -> None:
    """Stop the build at characters that cannot be printed, each with its name and the places where it stands.

    They are looked for in the Typst sources and in the pictures.
    """
    held = set("".join(sources)) | {chr(int(point, 16)) for source in sources for point in ESCAPE.findall(source)}
    messages = []
    for character in sorted({c for c in held - covered() if not FORMLESS.match(c)} | held & FORBIDDEN):
        named = f"U+{ord(character):04X} {unicodedata.name(character, 'without a name')}"
        shown = f"“{character}” " if character.isprintable() else ""
        where = list(dict.fromkeys(_places(character, ledger, doctrees))) or ["the settings of the book"]
        more = f" and {len(where) - MOST_PLACES} more" if len(where) > MOST_PLACES else ""
        messages.append(
            f"{', '.join(where[:MOST_PLACES])}{more}: the PDF has no letterform for {shown}({named}). "
            "Write it in other letters, or add a font that has it to scripts/subset_fonts.py."
        )
    if messages:
        raise TypstError("\n".join(messages))


def _places(character: str, ledger: Ledger, doctrees: Mapping[str, nodes.document]) -> Iterable[str]:
    escaped = json.dumps(character, ensure_ascii=False)[1:-1]
    for kind, record in ledger.records():
        if escaped in record.model_dump_json() or character in str(getattr(record, "text", "")):
            yield f"{record.place} ({kind.noun} {getattr(record, 'id', '')})".strip()
    for docname, doctree in doctrees.items():
        for node in doctree.findall(nodes.Text):
            if character in node:
                yield place(node, docname)
