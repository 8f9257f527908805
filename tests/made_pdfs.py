"""Small books printed for tests: pages given as Markdown, a ledger given as records, no kernel."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO, StringIO
from pathlib import Path
from typing import NamedTuple

import nbformat
import page as conformance
import pikepdf
import pypdfium2 as pdfium
from pypdf import PdfReader
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from briefing.book.core.printed import WRITTEN
from briefing.book.core.state import set_ledger
from briefing.exhibits.display import Chart, Table
from briefing.model.ledger import Ledger

SETTINGS = {
    "extensions": ["myst_nb", "briefing.book"],
    "nb_execution_mode": "off",
    "nb_render_markdown_format": "myst",
    "nb_mime_priority_overrides": [["*", "text/markdown", 1], ["typst", "text/plain", 100]],
    "smartquotes": False,
    "root_doc": "index",
    "exclude_patterns": ["data"],
    "numfig": True,
    "numfig_format": {"figure": "Figure %s", "table": "Table %s"},
    "myst_enable_extensions": ["colon_fence", "deflist"],
    "briefing_ledger_doc": "ledger",
    "briefing_sources_doc": "sources",
    "briefing_judgements_doc": "index",
    "briefing_brief_doc": "brief",
    "language": "en",
}


@dataclass(frozen=True, eq=False)
class Printed:
    """The PDFs of a build by name, its warnings, the folder of its Typst source, and what it says of each file."""

    files: Mapping[str, bytes]
    warnings: str
    source: Path
    told: Sequence[str]

    def reader(self, name: str = "briefing.pdf") -> PdfReader:
        return PdfReader(BytesIO(self.files[name]))

    @cache  # noqa: B019  the few books of a test run
    def pages(self, name: str = "briefing.pdf") -> list[str]:
        return [page.extract_text() for page in self.reader(name).pages]

    def text(self, name: str = "briefing.pdf") -> str:
        return "\n".join(self.pages(name))

    def tree(self, name: str = "briefing.pdf") -> pikepdf.Pdf:
        return pikepdf.open(BytesIO(self.files[name]))


def print_book(
    folder: Path, ledger: Ledger, pages: Mapping[str, str], pdfs: Sequence[str] = ("briefing.pdf",), **settings: object
) -> Printed:
    """Build the PDFs of a book whose root is `index`; its other pages follow in the order given."""
    source = folder / "book"
    (source / "data").mkdir(parents=True, exist_ok=True)
    (source / "_config.yml").write_text("title: t\n", encoding="utf-8")
    others = "\n".join(name for name in pages if name != "index")
    contents = f"\n\n```{{toctree}}\n:hidden:\n{others}\n```\n"
    for name, text in pages.items():
        body = text + (contents if name == "index" and others else "")
        suffix = ".ipynb" if body.startswith("{") else ".md"
        (source / f"{name}{suffix}").write_text(body, encoding="utf-8")
    warnings, told = StringIO(), list[str]()
    with patch_docutils(None), docutils_namespace():
        app = Sphinx(
            source, None, folder / "out", folder / "trees", "typst",
            confoverrides={**SETTINGS, "briefing_pdfs": list(pdfs), **settings},
            status=StringIO(), warning=warnings, freshenv=True,
        )  # fmt: skip
        set_ledger(app, ledger)
        app.connect(WRITTEN, lambda _app, line: told.append(line))
        app.build(force_all=True)
    files = {path.name: path.read_bytes() for path in sorted((folder / "out").glob("*.*"))}
    return Printed(files, warnings.getvalue(), folder / "trees" / "typst", told)


def markdown(shown: Table | Chart) -> str:
    """Return what a chapter's cell prints for a table or a chart."""
    return str(shown._repr_mimebundle_()["text/markdown"])


def notebook(heading: str, *cells: tuple[str, dict[str, object]]) -> str:
    """Return an executed notebook: a heading, then cells, each its code and what it showed, by MIME type."""
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(heading)])
    for code, shown in cells:
        output = nbformat.v4.new_output("display_data", data=shown)
        made.cells.append(nbformat.v4.new_code_cell(code, outputs=[output], execution_count=1))
    for number, cell in enumerate(made.cells):
        cell["id"] = f"cell-{number}"
    return str(nbformat.writes(made))


def source_pages(ledger: Ledger) -> str:
    """Return the page of the source texts."""
    blocks = [f"## {a.publisher}\n\n```{{source-text}} {a.id}\n```" for a in ledger.articles]
    return "# Source texts\n\n" + "\n\n".join(blocks)


def faults(file: bytes, profile: str) -> list[str]:
    """Return what `page-validation` finds wrong with a PDF, by the profile `3a` or `ua1`.

    Where the last byte of a stream is a carriage return, it takes that byte for a part of the line's end and
    reports a wrong length. Such a report is left out when the stream is as long as it says.
    """
    report = conformance.validate_pdf_bytes(file, profile=profile)
    return [
        f"{failure.rule_id}: {failure.message}"
        for failure in report.failures
        if not ("STREAM-LENGTH" in failure.rule_id and failure.object_id and _is_as_long(file, failure.object_id))
    ]


def _is_as_long(file: bytes, number: conformance.PdfObjectId) -> bool:
    found = re.compile(rb"\n%d 0 obj\b.*?/Length (\d+).*?>>\s*stream\n" % number.object_number, re.DOTALL).search(file)
    return found is not None and file[found.end() + int(found[1]) :].startswith(b"\nendstream")


def squeezed(text: str) -> str:
    """Return text without white space and soft hyphens, which differ with where a line ends."""
    return re.sub(r"[\s\u00ad]+", "", text)


class Box(NamedTuple):
    """A character and where it stands, in points from the lower left corner of the paper."""

    character: str
    left: float
    bottom: float
    right: float
    top: float


def boxes(file: bytes) -> Iterator[list[Box]]:
    """Yield, for every page, its printed characters; spaces and the like are left out."""
    for page in pdfium.PdfDocument(file):
        text = page.get_textpage()
        found = [(text.get_text_range(n, 1), *text.get_charbox(n)) for n in range(text.count_chars())]
        yield [Box(*box) for box in found if box[0].strip() and box[3] > box[1]]


def outline(pdf: pikepdf.Pdf) -> list[tuple[int, str]]:
    """Return the bookmarks as depth and title, in order."""

    def walk(items: Sequence[pikepdf.OutlineItem], depth: int) -> Iterator[tuple[int, str]]:
        for item in items:
            yield depth, str(item.title)
            yield from walk(item.children, depth + 1)

    with pdf.open_outline() as found:
        return list(walk(found.root, 1))


def link_targets(pdf: pikepdf.Pdf) -> Iterator[tuple[int, int | None]]:
    """Yield, for every link inside the file, the page it stands on and the page it leads to; none when it is broken."""
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
    names = _named_places(pdf)
    for number, page in enumerate(pdf.pages, start=1):
        for annotation in page.obj.get("/Annots", []):
            action = annotation.get("/A", {})
            if annotation.get("/Subtype") != "/Link" or "/URI" in action:
                continue
            place = annotation.get("/Dest", action.get("/D"))
            if isinstance(place, pikepdf.String | pikepdf.Name):
                place = names.get(str(place))
            yield number, None if place is None else numbers.get(place[0].objgen)


def _named_places(pdf: pikepdf.Pdf) -> dict[str, pikepdf.Object]:
    tree = pdf.Root.get("/Names", {}).get("/Dests")
    if tree is None:
        return {}
    found = dict(pikepdf.NameTree(tree).items())
    return {name: value["/D"] if isinstance(value, pikepdf.Dictionary) else value for name, value in found.items()}


def actual_texts(pdf: pikepdf.Pdf) -> str:
    """What a screen reader says instead of shapes that stand for more than one character."""
    said = [
        str(operands[1]["/ActualText"])
        for page in pdf.pages
        for operands, operator in pikepdf.parse_content_stream(page)
        if str(operator) == "BDC" and isinstance(operands[1], pikepdf.Dictionary) and "/ActualText" in operands[1]
    ]
    return "".join(said)


def structure(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """Yield every element of the structure tree."""
    stack = [pdf.Root.StructTreeRoot]
    while stack:
        node = stack.pop()
        yield node
        kids = node.get("/K", [])
        kids = kids if isinstance(kids, pikepdf.Array) else [kids]
        stack += [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and ("/S" in kid or "/K" in kid)]
