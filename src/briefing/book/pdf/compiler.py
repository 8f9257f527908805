"""From a folder of Typst to a PDF: archival (PDF/A-3a), accessible (PDF/UA-1), the same every time; and its pages.

What Typst cannot yet say is added to the file afterwards: row headers, where links lead, rights, where the book is.
(Typst 0.15 has row headers behind a switch, `a11y-extras`, that its Python package does not offer.)
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from textwrap import shorten
from typing import Any, NamedTuple

import pikepdf
import typst
from pypdf import PdfReader

from briefing.book.pdf.errors import TypstError
from briefing.book.pdf.fonts import FALLBACK
from briefing.book.pdf.literals import value
from briefing.exhibits.palette import LIGHT, SANS, SERIF
from briefing.reading.letterforms import FOLDER

TEMPLATES = Path(__file__).parent / "templates"
STANDARDS: list[typst.PDFStandard] = ["a-3a", "ua-1"]
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


Matrix = tuple[float, ...]
UNMOVED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Page(NamedTuple):
    """A page: its lines of text, and the share of its height that is used."""

    lines: int
    fill: float


def design() -> str:
    """Return the look as Typst: families and colours of `briefing.exhibits.palette`, on white paper."""
    colours = ",".join(f'{name}:rgb("{colour}")' for name, colour in LIGHT.items())
    families = {"serif": SERIF, "sans": SANS, "fallback": FALLBACK}
    return "".join(f"#let {name} = {value(held)}\n" for name, held in families.items()) + f"#let colour = ({colours})\n"


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
    named = [
        (Path(name).name, int(line)) for name, line in WHERE.findall("\n".join([said.diagnostic or "", *said.trace]))
    ]
    lines = source.splitlines()
    line = next((number for name, number in named if name == main), 0)
    pictures = (n for name, _ in named for n, text in enumerate(lines, 1) if f'/{name}"' in text)
    line = line or next(pictures, 0)
    whence = next((marked[1] for text in reversed(lines[:line]) if (marked := WHENCE.match(text))), main)
    hints = "".join(f" ({hint})" for hint in said.hints or ())
    if "converge" in said.message:
        hints += " A page number moves what it names: add or cut a few words, or raise briefing_pdf_pages and look."
    return f"{whence}: Typst cannot set this: {said.message}{hints}"[:LONGEST_MESSAGE]


def finish(pdf: bytes, row_headers: Sequence[int | None], *, author: str, rights: str, address: str) -> bytes:
    """Return the PDF with its row headers tagged, given their column by table, and with rights and address.

    Raises `TypstError` when the file has not as many tables as are given: then tags would go astray.
    """
    with pikepdf.open(BytesIO(pdf)) as file:
        tables = [node for node in _elements(file.Root.StructTreeRoot) if node.S == "/Table"]
        if len(tables) != len(row_headers):
            message = f"{len(tables)} tables are tagged in the PDF, and {len(row_headers)} were printed."
            raise TypstError(message)
        for table, column in zip(tables, row_headers, strict=True):
            for row in (row for body in _children(table) if body.S == "/TBody" for row in _children(body)):
                for cell in list(_children(row))[column : column + 1] if column is not None else ():
                    cell.S, cell.A = pikepdf.Name.TH, pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Row)
        _tell_where_links_lead(file)
        with file.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            metadata["dc:rights"] = rights
            if author:
                metadata["dc:publisher"] = {author}
            if address:
                metadata["dc:source"] = address
        finished = BytesIO()
        # Streams stay as they are, so that the same book is the same file whatever compresses them.
        keep = pikepdf.ObjectStreamMode.preserve
        file.save(finished, deterministic_id=True, compress_streams=True, object_stream_mode=keep)
    return finished.getvalue()


def _tell_where_links_lead(file: pikepdf.Pdf) -> None:
    """Describe each link inside the file by the bookmark that it leads to, or below which it leads, and the page."""
    numbers = {page.objgen: number for number, page in enumerate(file.pages, 1)}
    with file.open_outline() as outline:
        marks = sorted((*_position(numbers, item.destination), str(item.title)) for item in _items(outline.root))
    for page in file.pages:
        for link in page.get("/Annots", []):
            if "/Dest" in link and marks:
                number, depth = _position(numbers, link.Dest)
                at, down, title = marks[max(0, bisect(marks, (number, depth + SAME_PLACE)) - 1)]
                told = shorten(title, LONGEST_LINK, placeholder=" …")
                exact = at == number and abs(down - depth) <= SAME_PLACE
                link.Contents = pikepdf.String(f"{told if exact else f'below “{told}”'}, page {number}")


def _position(numbers: Mapping[Any, int], place: Any) -> tuple[int, float]:  # noqa: ANN401  an array of pikepdf's
    """Return the page of a destination, and how far down it lies there."""
    return numbers[place[0].objgen], -float(place[3])


def _items(items: Iterable[pikepdf.OutlineItem]) -> Iterator[pikepdf.OutlineItem]:
    for item in items:
        yield item
        yield from _items(item.children)


def _elements(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """Yield the elements of a structure tree in their order."""
    for child in _children(node):
        yield child
        yield from _elements(child)


def _children(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    kids: Any = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid


def read_pages(pdf: bytes) -> list[Page]:
    """Return every page of a PDF, running heads and feet left out."""
    pages = []
    with pikepdf.open(BytesIO(pdf)) as file:
        for page in file.pages:
            height = float(page.mediabox[3])
            found = {place for place in _places(page, page.Resources, UNMOVED) if BOTTOM < place < height - TOP}
            places = sorted(found, reverse=True)
            lines = bool(places) + sum(before - after > SAME_LINE for before, after in pairwise(places))
            pages.append(Page(lines, (height - TOP - places[-1]) / (height - TOP - BOTTOM) if places else 0.0))
    return pages


def first_words(pdf: bytes, number: int) -> str:
    """Return how the text of a page begins, which is counted from 0."""
    found: list[str] = []

    def visit(text: str, outer: Sequence[float], inner: Sequence[float], *_: object) -> None:
        place = outer[1] * inner[4] + outer[3] * inner[5] + outer[5]
        if text.strip() and BOTTOM < place < float(page.mediabox.height) - TOP:
            found.append(text.strip())

    page = PdfReader(BytesIO(pdf)).pages[number]
    page.extract_text(visitor_text=visit)
    return found[0] if found else ""


def _places(holder: pikepdf.Page | pikepdf.Object, resources: pikepdf.Object, outer: Matrix) -> Iterator[float]:
    """Yield how high each run of text stands, in points from the paper's lower edge, those in pictures included."""
    kept: list[Matrix] = []
    line = UNMOVED
    shown: Any = pikepdf.parse_content_stream(holder, "q Q cm BT Tm Td TD T* Tj TJ ' \" Do")
    for operands, operator in shown:
        match str(operator):
            case "q":
                kept.append(outer)
            case "Q":
                outer = kept.pop()
            case "cm":
                outer = _moved(_matrix(operands), outer)
            case "BT":
                line = UNMOVED
            case "Tm":
                line = _matrix(operands)
            case "Td" | "TD":
                line = _moved((*UNMOVED[:4], *map(float, operands)), line)
            case "Do":
                form = resources.XObject[str(operands[0])]
                if form.Subtype == "/Form":
                    inner = _moved(_matrix(form.get("/Matrix", UNMOVED)), outer)
                    yield from _places(form, form.get("/Resources", resources), inner)
            case _:
                yield _moved(line, outer)[5]


def _matrix(operands: Iterable[Any]) -> Matrix:
    return tuple(map(float, operands))


def _moved(inner: Matrix, outer: Matrix) -> Matrix:
    """Return the product of two of PDF's matrices (ISO 32000-2, 8.3.3)."""
    (a, b, c, d, e, f), (k, l, m, n, o, p) = inner, outer  # noqa: E741 -- six numbers, in the standard's order
    return (a * k + b * m, a * l + b * n, c * k + d * m, c * l + d * n, e * k + f * m + o, e * l + f * n + p)


def report(pages: Sequence[Page]) -> str:
    """Return number and fill of the pages in one line."""
    fills = ", ".join(f"{number}: {page.fill:.0%}" for number, page in enumerate(pages, 1) if page.fill < LEAST_FILL)
    mean = sum(page.fill for page in pages) / (len(pages) or 1)
    more = f"; less than {LEAST_FILL:.0%} full: {fills}" if fills else ""
    return f"{len(pages)} pages, {mean:.0%} full on average{more}"
