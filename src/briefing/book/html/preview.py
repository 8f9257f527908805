"""The picture that stands beside a link to the book elsewhere: its question and its edition."""

from __future__ import annotations

import json

from briefing.book.html.assets import THEME
from briefing.exhibits import palette
from briefing.reading.letterforms import FOLDER
from briefing.versions.edition import Edition

FILE = "preview.png"
#: Pixels, as the services that show such pictures ask for (Open Graph).
WIDTH, HEIGHT = 1200, 630
PIXELS_TO_THE_INCH = 144


def preview_png(edition: Edition, language: str) -> bytes:
    """Return the picture as PNG, the same bytes for the same edition. What it prints is text, never markup."""
    import typst  # noqa: PLC0415 -- a book of the same edition is built without it

    from briefing.book.pdf.compiler import FALLBACK  # noqa: PLC0415

    given = {name: palette.LIGHT[name] for name in ("paper", "ink", "muted", "accent")} | {
        "families": json.dumps([palette.SERIF, *FALLBACK]),
        "language": language.partition("-")[0],
        "title": edition.title,
        "subtitle": edition.subtitle,
        "stamp": f"{edition.stamp} · Articles {edition.as_of}",
    }
    made = typst.compile(
        THEME / "preview.typ",
        root=THEME,
        format="png",
        ppi=PIXELS_TO_THE_INCH,
        sys_inputs=given,
        font_paths=[FOLDER],
        ignore_system_fonts=True,
    )
    return bytes(made)
