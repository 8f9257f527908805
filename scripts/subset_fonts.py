"""Cut the book's fonts down to what a briefing needs, and write them to `src/briefing/assets/fonts`.

Takes the pinned npm packages below with the ordinary npm client, so it needs npm and a registry;
building the book needs neither. Same packages, same bytes. Run it as `python scripts/subset_fonts.py`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import NamedTuple

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._c_m_a_p import cmap_format_13

TARGET = Path(__file__).resolve().parent.parent / "src" / "briefing" / "assets" / "fonts"
LARGEST_BYTES = 1_500_000

LATIN = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),  # Latin-1, Extended-A
    *range(0x1CD, 0x1DD),  # the vowels of Pinyin with a caron
    *range(0x2BB, 0x2BE),
    *range(0x2C6, 0x2DE),
    *range(0x300, 0x36F),  # combining marks
    *range(0x1E00, 0x1F00),  # Extended Additional
    *range(0x2000, 0x2070),  # punctuation and spaces
    *range(0x2070, 0x20A0),  # superscripts, subscripts
    *range(0x20A0, 0x20C1),  # currencies
    *range(0x2100, 0x2150),  # letterlike
    *range(0x2150, 0x2190),  # fractions
    *range(0x2190, 0x2200),  # arrows
    *(0x2202, 0x2206, 0x220F, 0x2211, 0x2212, 0x2215, 0x2219, 0x221A, 0x221E, 0x222B, 0x2248, 0x2260, 0x2264, 0x2265),
    *range(0x25A0, 0x2600),  # geometric shapes
    *(0x2610, 0x2611, 0x2612, 0x2713, 0x2717, 0x2660, 0x2663, 0x2665, 0x2666),
    *range(0xFB00, 0xFB05),  # ligatures
)
# A page waits for its faces, so the web has the European languages and Pinyin only; a browser takes any other
# character from a face of the system.
WEB_LATIN = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *range(0x1CD, 0x1DD),
    *range(0x2000, 0x2070),
    *(0x20AC, 0x2122, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265, 0xFB01, 0xFB02),
)
GREEK_AND_CYRILLIC = (*range(0x370, 0x530), *range(0x1F00, 0x2000))
# Level 1 of GB 2312: the 3,755 characters of everyday writing, 99.7 % of running text. The whole standard
# would be 2.4 MB; a character beyond it is shown by the last-resort box and keeps its place in the text.
# Rows 0xB0 to 0xD7 of the standard; the last five cells are empty.
LEVEL_1 = tuple(
    ord(character)
    for row in range(0xB0, 0xD8)
    for cell in range(0xA1, 0xFF)
    for character in bytes((row, cell)).decode("gb2312", errors="ignore")
)
CHINESE = (
    *LEVEL_1,
    *range(0x3000, 0x3040),  # punctuation
    *range(0x3040, 0x3100),  # kana
    *range(0x3100, 0x3130),  # Bopomofo
    *range(0xFF00, 0xFFF0),  # full-width forms
    *(0x2018, 0x2019, 0x201C, 0x201D, 0x2026, 0x2014, 0xB7),
)


class Cut(NamedTuple):
    """One file to make: from which package and file of it, in which formats, with which characters."""

    package: str
    source: str
    name: str
    print_characters: tuple[int, ...]
    web_characters: tuple[int, ...] = ()


def _latin_family(package: str, stem: str, styles: tuple[tuple[str, str], ...]) -> tuple[Cut, ...]:
    return tuple(
        Cut(package, f"{folder}/{stem}_{folder}.ttf", f"{stem}-{style}", (*LATIN, *GREEK_AND_CYRILLIC), WEB_LATIN)
        for folder, style in styles
    )


STYLES = (("400Regular", "Regular"), ("400Regular_Italic", "Italic"), ("600SemiBold", "SemiBold"))
SERIF = "@expo-google-fonts/source-serif-4@0.4.1"
SANS = "@expo-google-fonts/source-sans-3@0.4.1"
CJK = "@expo-google-fonts/noto-sans-sc@0.4.3"
CUTS = (
    *_latin_family(SERIF, "SourceSerif4", STYLES),
    *_latin_family(SANS, "SourceSans3", STYLES),
    Cut(CJK, "400Regular/NotoSansSC_400Regular.ttf", "NotoSansSC-Regular", CHINESE),
)
LICENCES = {SERIF: "OFL-SourceSerif4.txt", SANS: "OFL-SourceSans3.txt", CJK: "OFL-NotoSansSC.txt"}
FEATURES = ["kern", "liga", "mark", "mkmk", "ccmp", "locl", "tnum", "lnum", "pnum", "onum", "calt", "case"]


def fetch_package(specification: str, folder: Path) -> Path:
    """Return the unpacked folder of an npm package."""
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm is not installed; it is needed to take the fonts' packages.")
    packed = subprocess.run(
        [npm, "pack", "--silent", specification], cwd=folder, check=True, capture_output=True, text=True
    )
    target = folder / specification.split("/")[1]
    with tarfile.open(folder / packed.stdout.strip().splitlines()[-1]) as archive:
        archive.extractall(target, filter="data")
    return target / "package"


def cut_font(source: Path, target: Path, characters: tuple[int, ...], flavor: str | None) -> None:
    """Write the part of a font that shows the characters; time stamps stay the source's."""
    options = Options()
    options.layout_features = FEATURES
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]
    options.notdef_outline = True
    options.hinting = False
    options.recalc_timestamp = False
    options.drop_tables += ["STAT", "DSIG", "vhea", "vmtx", "BASE"]
    font = TTFont(source, recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    font.flavor = flavor
    font.save(target)
    font.close()


def draw_last_resort(target: Path) -> None:
    """Write a font that shows every character as one box, so that no text is ever dropped for want of a glyph.

    Left out: controls, surrogates, private use and non-characters, which an archival PDF may not map.
    """
    pen = TTGlyphPen(None)
    for left, bottom, right, top, outer in ((60, 0, 540, 700, True), (110, 50, 490, 650, False)):
        corners = [(left, bottom), (left, top), (right, top), (right, bottom)]
        pen.moveTo(corners[0] if outer else corners[3])
        for corner in corners[1:] if outer else corners[2::-1]:
            pen.lineTo(corner)
        pen.closePath()
    box = pen.glyph()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "box"])
    builder.setupCharacterMap({0x25A1: "box"})
    builder.setupGlyf({".notdef": box, "box": box})
    builder.setupHorizontalMetrics({".notdef": (600, 60), "box": (600, 60)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable(
        {"familyName": "Briefing Last Resort", "styleName": "Regular", "psName": "BriefingLastResort"}
    )
    builder.setupOS2(sTypoAscender=800, sTypoDescender=-200, usWinAscent=800, usWinDescent=200)
    builder.setupPost()
    everything = cmap_format_13(13)
    everything.platformID, everything.platEncID, everything.language = 3, 10, 0
    everything.cmap = dict.fromkeys(_assignable(), "box")
    table = newTable("cmap")
    table.tableVersion, table.tables = 0, [everything]
    font = builder.font
    font["cmap"] = table
    font.recalcTimestamp = False
    font["head"].created = font["head"].modified = 0
    font.save(target)


def _assignable() -> list[int]:
    left_out = (range(0x21), range(0x7F, 0xA1), range(0xD800, 0xF900), range(0xFDD0, 0xFDF0))
    skipped = frozenset(point for part in left_out for point in part)
    last_two = 0xFFFE  # of every plane: never characters
    return [p for p in range(0xF0000) if p not in skipped and p & last_two != last_two]


def main() -> None:
    """Regenerate every font file, and say how large each is."""
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        packages = {name: fetch_package(name, Path(scratch)) for name in LICENCES}
        for name, licence in LICENCES.items():
            text = (packages[name] / "LICENSE_FONT").read_text(encoding="utf-8")
            lines = "\n".join(line.rstrip() for line in text.splitlines()).rstrip("\n")
            (TARGET / licence).write_text(lines + "\n", encoding="utf-8")
        for cut in CUTS:
            source = packages[cut.package] / cut.source
            cut_font(source, TARGET / f"{cut.name}.ttf", cut.print_characters, None)
            if cut.web_characters:
                cut_font(source, TARGET / f"{cut.name}.woff2", cut.web_characters, "woff2")
    draw_last_resort(TARGET / "LastResort.ttf")
    for path in sorted(TARGET.iterdir()):
        size = path.stat().st_size
        print(f"{size:>9,} {path.name}")
        if size > LARGEST_BYTES:
            sys.exit(f"{path.name} is larger than {LARGEST_BYTES:,} bytes; cut its characters.")


if __name__ == "__main__":
    main()
