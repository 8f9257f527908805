"""What stands on the pages of a PDF: how many lines, how full each is, and where it begins."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from itertools import pairwise
from typing import Any, NamedTuple

from pypdf import PdfReader
from pypdf.generic import RectangleObject

#: Points of the paper's height above and below which there are only running heads and feet.
TOP, BOTTOM = 40.0, 34.0
#: Lines of one column are further apart than this, in points.
SAME_LINE = 4.0
#: A page is white when less of it is used.
LEAST_FILL = 0.4


class Page(NamedTuple):
    """A page: its lines of text, the share of its height that is used, and its first words."""

    lines: int
    fill: float
    first: str


def read_pages(pdf: bytes) -> list[Page]:
    """Return every page of a PDF, running heads and feet left out."""
    return [_page(page, page.mediabox) for page in PdfReader(BytesIO(pdf)).pages]


def _page(page: Any, paper: RectangleObject) -> Page:  # noqa: ANN401  a page of pypdf's
    height = float(paper.height)
    spoken: list[tuple[float, str]] = []

    def visit(text: str, matrix: Sequence[float], text_matrix: Sequence[float], *_: object) -> None:
        if text.strip():
            spoken.append((matrix[1] * text_matrix[4] + matrix[3] * text_matrix[5] + matrix[5], text.strip()))

    page.extract_text(visitor_text=visit)
    inside = [(place, text) for place, text in spoken if BOTTOM < place < height - TOP]
    if not inside:
        return Page(0, 0.0, "")
    places = sorted({place for place, _ in inside}, reverse=True)
    lines = 1 + sum(before - after > SAME_LINE for before, after in pairwise(places))
    fill = (height - TOP - places[-1]) / (height - TOP - BOTTOM)
    return Page(lines, fill, inside[0][1])


def report(pages: Sequence[Page]) -> str:
    """Return number and fill of the pages in one line."""
    fills = ", ".join(f"{number}: {page.fill:.0%}" for number, page in enumerate(pages, 1) if page.fill < LEAST_FILL)
    mean = sum(page.fill for page in pages) / (len(pages) or 1)
    return f"{len(pages)} pages, {mean:.0%} full on average" + (
        f"; less than {LEAST_FILL:.0%} full: {fills}" if fills else ""
    )
