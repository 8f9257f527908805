"""From a folder of Typst to the bytes of a PDF: archival (PDF/A-3a), accessible (PDF/UA-1), the same every time."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from pathlib import Path

import typst
from pypdf import PdfReader

from briefing.book.pdf.errors import TypstError
from briefing.book.pdf.literals import string
from briefing.exhibits.palette import CJK, LIGHT, SANS, SERIF

HERE = Path(__file__).parent
FONTS = HERE.parent.parent / "assets" / "fonts"
LONGEST_LINE = 160
STANDARDS: list[typst.PDFStandard] = ["a-3a", "ua-1"]
#: The time a PDF carries when no commit tells one: plainly none.
NO_DATE = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)


def design() -> str:
    """Return the look as Typst: families and colours of `briefing.exhibits.palette`, on white paper."""
    colours = "".join(f"{name}:rgb({string(value)})," for name, value in LIGHT.items())
    return (
        f"#let serif = {string(SERIF)}\n#let sans = {string(SANS)}\n#let cjk = {string(CJK)}\n"
        f"#let colour = ({colours})\n"
    )


def write_folder(folder: Path, sources: dict[str, str], files: dict[str, bytes]) -> None:
    """Write what the compiler reads: the templates, the look, the sources and the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    for template in sorted((HERE / "templates").glob("*.typ")):
        (folder / template.name).write_bytes(template.read_bytes())
    for name, content in ({"design.typ": design()} | sources).items():
        (folder / name).write_text(content, encoding="utf-8", newline="\n")
    for name, data in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def compile_pdf(folder: Path, main: str, made: dt.datetime) -> bytes:
    """Return the PDF of `folder/main`. What Typst warns of stops the build as an error does."""
    compiler = typst.Compiler(str(folder / main), root=str(folder), font_paths=[str(FONTS)], ignore_system_fonts=True)
    try:
        pdf, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards=STANDARDS, timestamp=made)
    except typst.TypstError as error:
        message = _message(main, error.message, error.diagnostic, error.hints)
        raise TypstError(message) from error
    if warnings:
        message = "\n".join(_message(main, found.message, found.diagnostic, found.hints) for found in warnings)
        raise TypstError(message)
    if not isinstance(pdf, bytes):
        message = f"{main}: Typst gave no PDF."
        raise TypstError(message)
    return pdf


def page_count(pdf: bytes) -> int:
    """Return the number of pages."""
    return len(PdfReader(BytesIO(pdf)).pages)


def _message(main: str, message: str, diagnostic: str | None, hints: list[str] | None) -> str:
    """Say what Typst said, each line short enough to read."""
    said = [f"{main}: {message}", *(diagnostic or "").splitlines(), *(f"hint: {hint}" for hint in hints or ())]
    return "\n".join(line[:LONGEST_LINE] for line in said)
