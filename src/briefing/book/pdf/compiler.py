"""From a folder of Typst to a PDF: archival (PDF/A-3a), accessible (PDF/UA-1), the same every time; and its pages.

What Typst cannot yet say is added to the file afterwards: row headers, where links lead, rights, where the book is.
(Typst 0.15 has row headers behind a switch, `a11y-extras`, that its Python package does not offer.)
"""

from __future__ import annotations

import datetime as dt
import json
import re
from bisect import bisect
from collections.abc import Collection, Iterator, Mapping, Sequence
from io import BytesIO
from itertools import chain, pairwise
from pathlib import Path
from textwrap import shorten
from typing import Any, NamedTuple

import pikepdf
import typst
from docutils import nodes

from briefing.book.pdf import TypstError, place
from briefing.book.pdf.literals import value
from briefing.exhibits.palette import CJK, LIGHT, SANS, SERIF
from briefing.model.ledger import Ledger
from briefing.reading.letterforms import FOLDER, named, without_form

TEMPLATES = Path(__file__).parent / "templates"
STANDARDS: list[typst.PDFStandard] = ["a-3a", "ua-1"]
#: Families asked after those of the look. The last is inside Typst; `test_pdf_text` keeps the list complete.
NOTO = ("Sans Arabic", "Sans Hebrew", "Sans Devanagari", "Emoji")
FALLBACK = (CJK, f"{CJK} Level 2", f"{CJK} Traditional", *(f"Noto {name}" for name in NOTO), "DejaVu Sans Mono")
#: How a character that cannot be seen stands in the source; places that a message names.
ESCAPE, MOST_PLACES = re.compile(r"\\u\{([0-9a-f]+)\}"), 3
#: How the translator marks in the source where its words come from, and how Typst names a file and a line.
WHENCE, WHERE = re.compile(r"^.*//@ (.+)$"), re.compile(r"─ ([^\s:]+):(\d+)")
#: Typst's own excerpts and traces say where in the source: they are of no use to a reader of the message.
LONGEST_MESSAGE = 300
#: Points by which an anchor may stand above the heading that it belongs to; characters of a link's description.
SAME_PLACE, LONGEST_LINK = 16.0, 80
#: Points of the paper's height above and below which there are only running heads and feet.
TOP, BOTTOM = 40.0, 34.0
#: Lines of one column are further apart than this, in points.
SAME_LINE = 4.0
#: A page is white when less of it is used.
LEAST_FILL = 0.4


class Page(NamedTuple):
    """A page: its lines of text, and the share of its height that is used."""

    lines: int
    fill: float


def design() -> str:
    """Return the look as Typst: families and colours of `briefing.exhibits.palette`, on white paper."""
    colours = ",".join(f'{name}:rgb("{colour}")' for name, colour in LIGHT.items())
    families = {"serif": SERIF, "sans": SANS, "fallback": FALLBACK}
    return "".join(f"#let {name} = {value(held)}\n" for name, held in families.items()) + f"#let colour = ({colours})\n"


def require_letterforms(sources: Collection[str], ledger: Ledger, doctrees: Mapping[str, nodes.document]) -> None:
    """Stop the build at characters that cannot be printed, each with its name and the places where it stands.

    They are looked for in the Typst sources and in the pictures.
    """
    held = set("".join(sources)) | {chr(int(point, 16)) for source in sources for point in ESCAPE.findall(source)}
    messages = []
    for character in without_form("".join(held)):
        escaped = json.dumps(character, ensure_ascii=False)[1:-1]
        where = {
            f"{record.place} ({kind.noun} {getattr(record, 'id', '')})": None
            for kind, record in ledger.records()
            if escaped in record.model_dump_json() or character in str(getattr(record, "text", ""))
        }
        for docname, doctree in doctrees.items():
            where |= {place(node, docname): None for node in doctree.findall(nodes.Text) if character in node}
        shown = list(where)[:MOST_PLACES] or ["the settings of the book"]
        more = f" and {len(where) - MOST_PLACES} more" if len(where) > MOST_PLACES else ""
        messages.append(
            f"{', '.join(shown)}{more}: the PDF has no letterform for {named(character)}. "
            "Write it in other letters, or add a font that has it to scripts/subset_fonts.py."
        )
    if messages:
        raise TypstError("\n".join(messages))


def compile_pdf(folder: Path, main: str, source: str, files: Mapping[str, bytes], made: dt.datetime) -> bytes:
    """Return the PDF of a source, which is written to `folder/main` with the templates and the files it names.

    What Typst warns of stops the build as an error does.
    """
    templates = {path.name: path.read_bytes() for path in TEMPLATES.glob("*.typ")}
    for name, data in {**templates, "design.typ": design().encode(), main: source.encode(), **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    compiler = typst.Compiler(str(folder / main), root=str(folder), font_paths=[str(FOLDER)], ignore_system_fonts=True)
    try:
        pdf, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards=STANDARDS, timestamp=made)
    except typst.TypstError as error:
        raise TypstError(_message(main, source, error)) from error
    if warnings or not isinstance(pdf, bytes):
        raise TypstError("\n".join(_message(main, source, warning) for warning in warnings))
    return pdf


def _message(main: str, source: str, said: typst.TypstError | typst.TypstWarning) -> str:
    """Say what Typst said in one line, with the place in the chapter that the words or the picture come from."""
    found = WHERE.findall("\n".join([said.diagnostic or "", *said.trace]))
    lines = source.splitlines()
    of_words = (int(line) for path, line in found if Path(path).name == main)
    of_pictures = (n for path, _ in found for n, text in enumerate(lines, 1) if f'/{Path(path).name}"' in text)
    line = next(chain(of_words, of_pictures), 0)
    whence = next((marked[1] for text in reversed(lines[:line]) if (marked := WHENCE.match(text))), main)
    hints = "".join(f" ({hint})" for hint in said.hints or ())
    if "converge" in said.message:
        hints += " A page number moves what it names: add or cut a few words, or raise briefing_pdf_pages and look."
    return f"{whence}: Typst cannot set this: {said.message}{hints}"[:LONGEST_MESSAGE]


def finish(pdf: bytes, row_headers: Sequence[int | None], *, author: str, rights: str, address: str) -> bytes:
    """Return the PDF with its row headers tagged, given their column by table, and with rights and address.

    Raises `TypstError` when the file has not as many tables as are given: then tags would go astray.
    """
    finished = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as file:
        tables = [node for node in _elements(file.Root.StructTreeRoot) if node.S == "/Table"]
        if len(tables) != len(row_headers):
            message = f"{len(tables)} tables are tagged in the PDF, and {len(row_headers)} were printed."
            raise TypstError(message)
        for table, column in zip(tables, row_headers, strict=True):
            for row in (node for node in _elements(table) if node.S == "/TR"):
                cells = [node for node in _elements(row) if node.S == "/TD"]
                for cell in cells[column : column + 1] if column is not None else ():
                    cell.S, cell.A = pikepdf.Name.TH, pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Row)
        _tell_where_links_lead(file)
        with file.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            metadata["dc:rights"] = rights
            if author:
                metadata["dc:publisher"] = {author}
            if address:
                metadata["dc:source"] = address
        # Streams stay as they are, so that the same book is the same file whatever compresses them.
        keep = pikepdf.ObjectStreamMode.preserve
        file.save(finished, deterministic_id=True, compress_streams=True, object_stream_mode=keep)
    return finished.getvalue()


def _elements(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """Yield the elements of a structure tree in their order."""
    kids: Any = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _elements(kid)


def _tell_where_links_lead(file: pikepdf.Pdf) -> None:
    """Describe each link inside the file by the bookmark that it leads to, or below which it leads, and the page."""
    numbers = {page.objgen: number for number, page in enumerate(file.pages, 1)}

    def position(destination: Any) -> tuple[int, float]:  # noqa: ANN401 -- an array of pikepdf's
        """Return the page of a destination, and how far down it lies there."""
        return numbers[destination[0].objgen], -float(destination[3])

    with file.open_outline() as outline:
        items = list(outline.root)
        for item in items:
            items += item.children
        marks = sorted((*position(item.destination), str(item.title)) for item in items)
    for page in file.pages:
        for link in page.get("/Annots", []):
            if "/Dest" in link and marks:
                number, depth = position(link.Dest)
                at, down, title = marks[max(0, bisect(marks, (number, depth + SAME_PLACE)) - 1)]
                told = shorten(title, LONGEST_LINK, placeholder=" …")
                exact = at == number and abs(down - depth) <= SAME_PLACE
                link.Contents = pikepdf.String(f"{told if exact else f'below “{told}”'}, page {number}")


def read_pages(pdf: bytes) -> list[Page]:
    """Return every page of a PDF, running heads and feet left out."""
    pages = []
    with pikepdf.open(BytesIO(pdf)) as file:
        for page in file.pages:
            height = float(page.mediabox[3])
            found = {at for at in _heights(page, page.Resources, pikepdf.Matrix()) if BOTTOM < at < height - TOP}
            heights = sorted(found, reverse=True)
            lines = bool(heights) + sum(before - after > SAME_LINE for before, after in pairwise(heights))
            pages.append(Page(lines, (height - TOP - heights[-1]) / (height - TOP - BOTTOM) if heights else 0.0))
    return pages


def _heights(holder: Any, resources: pikepdf.Object, outer: pikepdf.Matrix) -> Iterator[float]:  # noqa: ANN401
    """Yield how high each run of text stands, in points from the paper's lower edge, those in pictures included.

    Typst gives every run of text a matrix of its own.
    """
    kept: list[pikepdf.Matrix] = []
    shown: Any = pikepdf.parse_content_stream(holder, "q Q cm Tm Do")
    for operands, operator in shown:
        match str(operator):
            case "q":
                kept.append(outer)
            case "Q":
                outer = kept.pop()
            case "cm":
                outer = pikepdf.Matrix(*map(float, operands)) @ outer
            case "Tm":
                yield (pikepdf.Matrix(*map(float, operands)) @ outer).f
            case _:
                form = resources.XObject[str(operands[0])]
                if form.Subtype == "/Form":
                    inner = pikepdf.Matrix(*map(float, form.get("/Matrix", (1, 0, 0, 1, 0, 0)))) @ outer
                    yield from _heights(form, form.get("/Resources", resources), inner)


def report(pages: Sequence[Page]) -> str:
    """Return number and fill of the pages in one line."""
    fills = ", ".join(f"{number}: {page.fill:.0%}" for number, page in enumerate(pages, 1) if page.fill < LEAST_FILL)
    mean = sum(page.fill for page in pages) / (len(pages) or 1)
    more = f"; less than {LEAST_FILL:.0%} full: {fills}" if fills else ""
    return f"{len(pages)} pages, {mean:.0%} full on average{more}"
