"""What pages ask for beside their text: style sheet, scripts, fonts and a picture, of the theme and the palette.

One style sheet, one script that runs before the first paint (the theme choice), one for the
rest, and one each for the ledger and the search: a page asks for nothing else but its fonts.
"""

import json
import shutil
from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from briefing.exhibits import palette
from briefing.model.digest import bytes_digest
from briefing.reading.letterforms import FOLDER
from briefing.versions.edition import Edition

THEME = Path(__file__).parent / "theme" / "briefing"

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
    "briefing.js": ("page.js", "versions.js", "cards.js", "figures.js", "compare.js", "source.js"),
    "ledger.js": ("ledger.js",),
    "find.js": ("find.js",),
    "search.js": ("search.js",),
}
#: What there is to find, and the quotations that the ledger's page downloads.
SEARCH_INDEX, LEDGER_ROWS = "search-index.js", "ledger-rows.js"
#: What finds records by words, in the order in which it is loaded.
ENGINE = ("minisearch.js", SEARCH_INDEX, "find.js")
#: Says which other versions there are; a site of several versions writes it anew.
VERSIONS = "versions.js"
#: The same faces for a book opened from the file system, where nothing can be preloaded and a late face is better
#: than none.
FILE_FACES, ICON = "faces.css", "icon.svg"
#: And for a picture that is taken along, which carries them in itself.
FIGURE_FACES = "figure-faces.js"

#: The picture that stands beside a link to the book elsewhere: in pixels, as services ask for it (Open Graph).
PREVIEW, PREVIEW_WIDTH, PREVIEW_HEIGHT, PIXELS_TO_THE_INCH = "preview.png", 1200, 630, 144

_parts = Environment(loader=FileSystemLoader(THEME), autoescape=select_autoescape(), undefined=StrictUndefined)


def part(template: str, **context: Any) -> Markup:  # noqa: ANN401 -- whatever the template prints
    """Return a part of a page, written by a template of the theme's folder; what is printed in HTML is escaped."""
    return Markup(_parts.get_template(template).render(context))  # noqa: S704 -- it was escaped right now


def keep_compiled(templates: Environment, folder: Path, code: str) -> None:
    """Have what templates are compiled to, pages and their parts, kept in a folder while the `code` is the same."""
    own = folder / bytes_digest(code.encode())[:16]
    if folder.is_dir() and not own.is_dir():
        shutil.rmtree(folder)
    for name, environment in {"pages": templates, "parts": _parts}.items():  # the first is Sphinx's, which compiles
        (own / name).mkdir(parents=True, exist_ok=True)  # the same templates to something else
        environment.bytecode_cache = FileSystemBytecodeCache(str(own / name))


def write_text(path: Path, text: str) -> None:
    """Write a text, in a folder that there may not be yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", "surrogatepass", "\n")


def write_script(path: Path, name: str, value: object) -> None:
    """Write a script that sets one variable of a page; `<` is escaped so that it may stand anywhere."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    write_text(path, f"window.{name}={body};\n")


def write_assets(static: Path) -> str:
    """Write style sheet, scripts, fonts and their licences into `static`; return a short digest of them."""
    static.mkdir(parents=True, exist_ok=True)
    sheets = [path.read_text("utf-8") for path in sorted((THEME / "css").glob("*.css"))]
    faces = {display: part("faces.css", faces=WEB_FONTS, display=display) for display in ("optional", "swap")}
    texts = {
        "briefing.css": "\n".join([part("palette.css", palette=palette), faces["optional"], *sheets]),
        FILE_FACES: faces["swap"] + "\n",
        FIGURE_FACES: f"window.briefing.faces = {json.dumps(_carried_faces())};\n",
        ICON: part("icon.svg", palette=palette),
    }
    for name, parts in SCRIPTS.items():
        texts[name] = "\n".join((THEME / "js" / file).read_text("utf-8") for file in parts)
    for name, text in {**texts, VERSIONS: "window.BRIEFING_VERSIONS = null;\n"}.items():
        write_text(static / name, text)
    for path in _font_files():
        shutil.copyfile(path, static / path.name)
    return bytes_digest("\0".join(texts.values()).encode())[:10]


def _carried_faces() -> str:
    """Return the faces of figures as a style sheet that has the fonts in itself."""
    faces = [face for face in WEB_FONTS if face[0] == palette.SANS]
    sheet = str(part("faces.css", faces=faces, display="block"))
    for _, stem, _, _ in faces:
        font = b64encode((FOLDER / f"{stem}.woff2").read_bytes()).decode()
        sheet = sheet.replace(f"{stem}.woff2", f"data:font/woff2;base64,{font}")
    return sheet


def prune(static: Path, own: Sequence[Path]) -> None:
    """Drop from `static` what neither the theme nor one of a team's `own` folders has put there."""
    kept = asset_names() | {path.name for folder in own if folder.is_dir() for path in folder.iterdir()}
    for path in sorted(static.iterdir()):
        if path.name not in kept:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def asset_names() -> frozenset[str]:
    """Return every name that the theme puts into the static folder."""
    copied = {path.name for path in (*_font_files(), *(THEME / "static").iterdir())}
    return frozenset(
        {"briefing.css", FILE_FACES, FIGURE_FACES, ICON, VERSIONS, SEARCH_INDEX, LEDGER_ROWS, *SCRIPTS, *copied}
    )


def _font_files() -> list[Path]:
    stems = {f"{stem}.woff2" for _, stem, _, _ in WEB_FONTS}
    return sorted(path for path in FOLDER.iterdir() if path.name in stems or path.name.startswith("OFL-Source"))


def preview_png(edition: Edition, language: str) -> bytes:
    """Return as PNG the book's question and its edition, the same bytes for the same edition.

    What it prints is text, never markup.
    """
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
