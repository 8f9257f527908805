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
from copy import deepcopy
from pathlib import Path
from typing import NamedTuple

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

TARGET = Path(__file__).resolve().parent.parent / "src" / "briefing" / "assets" / "fonts"
LARGEST_BYTES = 1_500_000
POSTSCRIPT_NAME = 6  # the number of that name in a font
QUOTES = "‘’"  # these keep the glyph that is kerned; letters of other scripts that look the same get the copy

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


def _decoded(encoding: str, rows: range) -> tuple[int, ...]:
    """Return the characters of a double-byte character set that stand in some of its rows."""
    cells = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    decoded = (bytes((row, cell)).decode(encoding, errors="ignore") for row in rows for cell in cells)
    return tuple(ord(text) for text in decoded if len(text) == 1 and not text.isascii())


# GB 2312: level 1 is the 3,755 characters of everyday writing, level 2 the 3,008 of names and rarer words. Then the
# characters of everyday writing in Taiwan and Hong Kong (level 1 of Big5) that are not among them. Three files,
# because no file is larger than `LARGEST_BYTES`. Forms are those of the mainland, which every reader can read.
LEVEL_1 = _decoded("gb2312", range(0xB0, 0xD8))
LEVEL_2 = _decoded("gb2312", range(0xD8, 0xF8))
TRADITIONAL = tuple(sorted({*_decoded("big5", range(0xA4, 0xC7))} - {*LEVEL_1, *LEVEL_2}))
CHINESE = (
    *LEVEL_1,
    *range(0x3000, 0x3040),  # punctuation
    *range(0x3040, 0x3100),  # kana
    *range(0x3100, 0x3130),  # Bopomofo
    *range(0xFF00, 0xFFF0),  # full-width forms
    *(0x2018, 0x2019, 0x201C, 0x201D, 0x2026, 0x2014, 0xB7),
)
#: Whole scripts: every character that the font has.
EVERYTHING = tuple(range(0x20, 0x20000))


class Cut(NamedTuple):
    """One file to make: from which package and file of it, in which formats, with which characters.

    `family` is the name of the family when it is not the source's; two files of one family and style would hide
    one another.
    """

    package: str
    source: str
    name: str
    print_characters: tuple[int, ...]
    web_characters: tuple[int, ...] = ()
    family: str = ""


def _latin_family(package: str, stem: str, styles: tuple[tuple[str, str], ...]) -> tuple[Cut, ...]:
    return tuple(
        Cut(package, f"{folder}/{stem}_{folder}.ttf", f"{stem}-{style}", (*LATIN, *GREEK_AND_CYRILLIC), WEB_LATIN)
        for folder, style in styles
    )


STYLES = (("400Regular", "Regular"), ("400Regular_Italic", "Italic"), ("600SemiBold", "SemiBold"))
SERIF = "@expo-google-fonts/source-serif-4@0.4.1"
SANS = "@expo-google-fonts/source-sans-3@0.4.1"
CJK = "@expo-google-fonts/noto-sans-sc@0.4.3"
ARABIC = "@expo-google-fonts/noto-sans-arabic@0.4.3"
HEBREW = "@expo-google-fonts/noto-sans-hebrew@0.4.1"
DEVANAGARI = "@expo-google-fonts/noto-sans-devanagari@0.4.1"
EMOJI = "@expo-google-fonts/noto-emoji@0.4.7"
CHINESE_FILE = "400Regular/NotoSansSC_400Regular.ttf"
CUTS = (
    *_latin_family(SERIF, "SourceSerif4", STYLES),
    *_latin_family(SANS, "SourceSans3", STYLES),
    Cut(CJK, CHINESE_FILE, "NotoSansSC-Regular", CHINESE),
    Cut(CJK, CHINESE_FILE, "NotoSansSC-Level2", LEVEL_2, family="Noto Sans SC Level 2"),
    Cut(CJK, CHINESE_FILE, "NotoSansSC-Traditional", TRADITIONAL, family="Noto Sans SC Traditional"),
    Cut(ARABIC, "400Regular/NotoSansArabic_400Regular.ttf", "NotoSansArabic-Regular", EVERYTHING),
    Cut(HEBREW, "400Regular/NotoSansHebrew_400Regular.ttf", "NotoSansHebrew-Regular", EVERYTHING),
    Cut(DEVANAGARI, "400Regular/NotoSansDevanagari_400Regular.ttf", "NotoSansDevanagari-Regular", EVERYTHING),
    Cut(EMOJI, "400Regular/NotoEmoji_400Regular.ttf", "NotoEmoji-Regular", EVERYTHING),
)
LICENCES = {
    SERIF: "OFL-SourceSerif4.txt",
    SANS: "OFL-SourceSans3.txt",
    CJK: "OFL-NotoSansSC.txt",
    ARABIC: "OFL-NotoSansArabic.txt",
    HEBREW: "OFL-NotoSansHebrew.txt",
    DEVANAGARI: "OFL-NotoSansDevanagari.txt",
    EMOJI: "OFL-NotoEmoji.txt",
}
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


def cut_font(source: Path, target: Path, cut: Cut, flavor: str | None = None) -> None:
    """Write the part of a font that shows the characters; time stamps stay the source's."""
    characters = cut.web_characters if flavor else cut.print_characters
    options = Options()
    options.layout_features = ["*"] if characters is EVERYTHING else FEATURES
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]
    options.notdef_outline = True
    options.hinting = False
    options.recalc_timestamp = False
    options.drop_tables += ["STAT", "DSIG", "vhea", "vmtx", "BASE"]
    font = TTFont(source, recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    if not flavor:
        give_own_glyphs(font)
    for record in font["name"].names if cut.family else ():
        if record.nameID in {1, 4, 6, 16}:
            record.string = cut.family.replace(" ", "") if record.nameID == POSTSCRIPT_NAME else cut.family
    font.flavor = flavor
    font.save(target)
    font.close()


def give_own_glyphs(font: TTFont) -> None:
    """Give every character a glyph of its own.

    A PDF tells for each glyph which character it stands for. Where blank and no-break space share a glyph, all
    blanks after the first no-break space are tagged one by one, and readers of tagged text lose the words between.
    """
    characters: dict[str, list[int]] = {}
    for point, name in font.getBestCmap().items():
        characters.setdefault(name, []).append(point)
    for name, points in characters.items():
        for point in sorted(points, key=lambda point: (chr(point) not in QUOTES, point))[1:]:
            copy = f"{name}.for{point:04X}"
            font.setGlyphOrder([*font.getGlyphOrder(), copy])
            font["glyf"].glyphs[copy] = deepcopy(font["glyf"][name])
            font["hmtx"].metrics[copy] = font["hmtx"].metrics[name]
            for table in font["cmap"].tables:
                if point in table.cmap:
                    table.cmap[point] = copy


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
            cut_font(source, TARGET / f"{cut.name}.ttf", cut)
            if cut.web_characters:
                cut_font(source, TARGET / f"{cut.name}.woff2", cut, "woff2")
    for path in sorted(TARGET.iterdir()):
        size = path.stat().st_size
        print(f"{size:>9,} {path.name}")
        if size > LARGEST_BYTES:
            sys.exit(f"{path.name} is larger than {LARGEST_BYTES:,} bytes; cut its characters.")


if __name__ == "__main__":
    main()
