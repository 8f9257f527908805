"""From a folder of Typst to the bytes of a PDF: archival (PDF/A-3a), accessible (PDF/UA-1), the same every time."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path

import typst

from briefing.book.pdf.errors import TypstError
from briefing.book.pdf.fonts import FALLBACK, FOLDER
from briefing.book.pdf.literals import array, string
from briefing.exhibits.palette import LIGHT, SANS, SERIF

HERE = Path(__file__).parent
STANDARDS: list[typst.PDFStandard] = ["a-3a", "ua-1"]
#: The time a PDF carries when no commit tells one: plainly none.
NO_DATE = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)
#: How the translator marks in the source where its words come from.
WHENCE = re.compile(r"^.*//@ (.+)$")
#: How Typst names a file and a line.
WHERE = re.compile(r"─ ([^\s:]+):(\d+)")
#: Typst's own excerpts and traces say where in the source: they are of no use to a reader of the message.
LONGEST_MESSAGE = 300


def design() -> str:
    """Return the look as Typst: families and colours of `briefing.exhibits.palette`, on white paper."""
    colours = "".join(f"{name}:rgb({string(value)})," for name, value in LIGHT.items())
    return (
        f"#let serif = {string(SERIF)}\n#let sans = {string(SANS)}\n"
        f"#let fallback = {array(map(string, FALLBACK))}\n#let colour = ({colours})\n"
    )


def write_folder(folder: Path, main: str, source: str, files: Mapping[str, bytes]) -> None:
    """Write what the compiler reads: the templates, the look, the source and the files that it names."""
    templates = {path.name: path.read_bytes() for path in (HERE / "templates").glob("*.typ")}
    for name, data in {**templates, "design.typ": design().encode(), main: source.encode(), **files}.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def compile_pdf(folder: Path, main: str, made: dt.datetime) -> bytes:
    """Return the PDF of `folder/main`. What Typst warns of stops the build as an error does."""
    compiler = typst.Compiler(str(folder / main), root=str(folder), font_paths=[str(FOLDER)], ignore_system_fonts=True)
    try:
        pdf, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards=STANDARDS, timestamp=made)
    except typst.TypstError as error:
        raise TypstError(_message(folder / main, error)) from error
    if warnings:
        raise TypstError("\n".join(_message(folder / main, warning) for warning in warnings))
    if not isinstance(pdf, bytes):
        message = f"{main}: Typst gave no PDF."
        raise TypstError(message)
    return pdf


def _message(main: Path, said: typst.TypstError | typst.TypstWarning) -> str:
    """Say what Typst said in one line, with the place in the chapter that the words or the picture come from."""
    told = "\n".join([said.diagnostic or "", *(said.trace or ())])
    source = main.read_text(encoding="utf-8").splitlines()
    named = [(Path(found[1]).name, int(found[2])) for found in WHERE.finditer(told)]
    line = next((number for name, number in named if name == main.name), 0)
    pictures = (n for name, _ in named for n, text in enumerate(source, 1) if f'/{name}"' in text)
    line = line or next(pictures, 0)
    whence = next((marked[1] for text in reversed(source[:line]) if (marked := WHENCE.match(text))), main.name)
    hints = "".join(f" ({hint})" for hint in said.hints or ())
    return f"{whence}: Typst cannot set this: {said.message}{hints}"[:LONGEST_MESSAGE]
