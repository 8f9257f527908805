"""The page's style sheet and scripts, joined from the theme's parts and the palette.

One style sheet, one script that runs before the first paint (the theme choice), one for the
rest, and one each for the ledger and the search: a page asks for nothing else but its fonts.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, NamedTuple

from briefing.exhibits import palette

THEME = Path(__file__).parent / "theme" / "briefing"
FONTS = Path(__file__).parents[2] / "assets" / "fonts"

#: The faces a page may use. The upright ones stand above the fold of every page and are preloaded:
#: a face that is late is not shown at all (`font-display: optional`), so that no text ever moves.
WEB_FONTS: tuple[tuple[str, str, int, str], ...] = (
    (palette.SERIF, "SourceSerif4-Regular", 400, "normal"),
    (palette.SANS, "SourceSans3-Regular", 400, "normal"),
    (palette.SERIF, "SourceSerif4-SemiBold", 600, "normal"),
    (palette.SANS, "SourceSans3-SemiBold", 600, "normal"),
    (palette.SERIF, "SourceSerif4-Italic", 400, "italic"),
)
PRELOADED = tuple(f"{stem}.woff2" for _, stem, _, style in WEB_FONTS if style == "normal")

#: Script file, and the theme's parts it is joined from.
SCRIPTS: dict[str, tuple[str, ...]] = {
    "theme.js": ("theme.js",),
    "briefing.js": ("page.js", "versions.js", "cards.js", "source.js"),
    "ledger.js": ("ledger.js",),
    "search.js": ("search.js",),
}

#: Says which other versions there are; a site of several versions writes it anew.
VERSIONS = "versions.js"
#: The quotations that the ledger's page downloads.
LEDGER_ROWS = "ledger-rows.js"
#: The same faces for a book opened from the file system, where nothing can be preloaded and a late face is better
#: than none.
FILE_FACES = "faces.css"


class StandIn(NamedTuple):
    """Local faces shown until ours have come, stretched so that nothing moves when they do.

    `size` is the ratio of mean advance widths over English text, ascent and descent are ours
    divided by it; all in percent.
    """

    family: str
    weight: int
    local: tuple[str, ...]
    size: float
    ascent: float
    descent: float


STAND_INS: tuple[StandIn, ...] = (
    StandIn(f"{palette.SERIF} 1", 400, ("Georgia",), 107.0, 96.9, 31.3),
    StandIn(f"{palette.SERIF} 1", 600, ("Georgia Bold", "Georgia-Bold"), 96.9, 106.9, 34.6),
    StandIn(f"{palette.SERIF} 2", 400, ("Times New Roman", "Liberation Serif"), 117.4, 88.3, 28.5),
    StandIn(f"{palette.SERIF} 2", 600, ("Times New Roman Bold", "Liberation Serif Bold"), 112.5, 92.1, 29.8),
    StandIn(f"{palette.SERIF} 3", 400, ("DejaVu Serif",), 93.0, 111.4, 36.0),
    StandIn(f"{palette.SERIF} 3", 600, ("DejaVu Serif Bold",), 85.3, 121.4, 39.3),
    StandIn(f"{palette.SANS} 1", 400, ("Arial", "Liberation Sans"), 93.3, 109.8, 42.9),
    StandIn(f"{palette.SANS} 1", 600, ("Arial Bold", "Liberation Sans Bold"), 89.1, 114.9, 44.9),
    StandIn(f"{palette.SANS} 2", 400, ("DejaVu Sans",), 82.3, 124.5, 48.6),
    StandIn(f"{palette.SANS} 2", 600, ("DejaVu Sans Bold",), 75.0, 136.5, 53.3),
)


def style_sheet() -> str:
    """Return the whole style sheet: palette, faces, then the theme's parts in the order of their names."""
    parts = [palette_css(), scale_css(), faces_css("optional"), stand_ins_css()]
    parts += [path.read_text("utf-8") for path in sorted((THEME / "css").glob("*.css"))]
    return _squeeze("\n".join(parts))


def palette_css() -> str:
    """Return the palette as custom properties: light alone where a browser knows no `light-dark()`."""
    light = "".join(f"--{name}:{colour};" for name, colour in palette.LIGHT.items())
    both = "".join(f"--{name}:light-dark({colour},{palette.DARK[name]});" for name, colour in palette.LIGHT.items())
    return (
        f":root{{color-scheme:light;{light}}}\n"
        f"@supports (color:light-dark(#000,#fff)){{:root{{color-scheme:light dark;{both}}}"
        ":root[data-theme=light]{color-scheme:light}:root[data-theme=dark]{color-scheme:dark}}\n"
        f"@media print{{:root,:root[data-theme]{{color-scheme:light;{light}}}}}"
    )


def scale_css() -> str:
    """Return the type scale and the families as custom properties."""
    sizes = "".join(f"--size-{n}:{size}rem;" for n, size in enumerate(palette.SCALE, 1))
    return f":root{{{sizes}--serif:{_family(palette.SERIF)},serif;--sans:{_family(palette.SANS)},sans-serif}}"


def faces_css(display: Literal["optional", "swap"]) -> str:
    """Return the `@font-face` rules of our faces."""
    return "\n".join(
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-style:{style};font-display:{display};'
        f'src:url("{stem}.woff2") format("woff2")}}'
        for family, stem, weight, style in WEB_FONTS
    )


def stand_ins_css() -> str:
    """Return the `@font-face` rules of the local faces that stand in for ours."""
    return "\n".join(
        f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};'
        f"src:{','.join(f'local({name!r})' for name in face.local)};size-adjust:{face.size}%;"
        f"ascent-override:{face.ascent}%;descent-override:{face.descent}%;line-gap-override:0%}}"
        for face in STAND_INS
    )


def _family(name: str) -> str:
    stand_ins = dict.fromkeys(face.family for face in STAND_INS if face.family.startswith(name))
    return ",".join(f'"{family}"' for family in (name, *stand_ins))


def write_assets(static: Path) -> str:
    """Write style sheet, scripts, fonts and their licences into `static`; return a short digest of them."""
    static.mkdir(parents=True, exist_ok=True)
    texts = {"briefing.css": style_sheet(), FILE_FACES: faces_css("swap") + "\n"}
    for name, parts in SCRIPTS.items():
        texts[name] = _squeeze("\n".join((THEME / "js" / part).read_text("utf-8") for part in parts))
    for name, text in texts.items():
        (static / name).write_text(text, "utf-8", newline="\n")
    for path in _font_files():
        shutil.copyfile(path, static / path.name)
    (static / VERSIONS).write_text("window.BRIEFING_VERSIONS = null;\n", "utf-8", newline="\n")
    return hashlib.sha256("\0".join(texts.values()).encode()).hexdigest()[:10]


def asset_names() -> frozenset[str]:
    """Return every name that may stand in the static folder; whatever else Sphinx puts there is dropped."""
    theme = {path.name for path in (THEME / "static").iterdir()}
    return frozenset(
        {
            "briefing.css",
            FILE_FACES,
            "search-index.js",
            VERSIONS,
            LEDGER_ROWS,
            *SCRIPTS,
            *(path.name for path in _font_files()),
            *theme,
        }
    )


def _font_files() -> Iterable[Path]:
    stems = {f"{stem}.woff2" for _, stem, _, _ in WEB_FONTS}
    return sorted(path for path in FONTS.iterdir() if path.name in stems or path.name.startswith("OFL-Source"))


def _squeeze(text: str) -> str:
    """Drop block comments, indentation and empty lines; our scripts have no string that runs over lines."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return re.sub(r"\s*\n\s*", "\n", text).strip() + "\n"
