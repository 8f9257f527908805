"""The letterforms of the PDFs: families in the order in which they are asked, and the characters that none has."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping

from docutils import nodes

from briefing.book.pdf.errors import TypstError, place
from briefing.exhibits.palette import CJK
from briefing.model.ledger import Ledger
from briefing.reading.letterforms import named, without_form

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
MOST_PLACES = 3


def require_letterforms(sources: Collection[str], ledger: Ledger, doctrees: Mapping[str, nodes.document]) -> None:
    """Stop the build at characters that cannot be printed, each with its name and the places where it stands.

    They are looked for in the Typst sources and in the pictures.
    """
    held = set("".join(sources)) | {chr(int(point, 16)) for source in sources for point in ESCAPE.findall(source)}
    messages = []
    for character in without_form("".join(held)):
        where = list(dict.fromkeys(_places(character, ledger, doctrees))) or ["the settings of the book"]
        more = f" and {len(where) - MOST_PLACES} more" if len(where) > MOST_PLACES else ""
        messages.append(
            f"{', '.join(where[:MOST_PLACES])}{more}: the PDF has no letterform for {named(character)}. "
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
