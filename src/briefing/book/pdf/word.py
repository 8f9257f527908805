"""The brief as a Word document, for people who must edit it: the same text, without the look and the figure."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from io import BytesIO

from docutils import nodes
from docx import Document
from docx.document import Document as WordDocument
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from briefing.book.core.nodes import chart_data
from briefing.exports.archive import packed
from briefing.versions.edition import NO_TIME

STYLES = {"emphasis": "italic", "strong": "bold"}
#: How a paragraph of each kind is called in Word; of a list or quotation, each of its items is one.
PARAGRAPHS = {"paragraph": "Normal", "caption": "Caption"}
LISTS = {"block_quote": "Intense Quote", "bullet_list": "List Bullet", "enumerated_list": "List Number"}


def word_file(page: nodes.section, imprint: Mapping[str, str]) -> bytes:
    """Return the brief as `.docx`: title, lines of its head, then headings, paragraphs, lists and quotations."""
    document = Document()
    document.styles["Normal"].font.size = Pt(11)
    properties = document.core_properties
    properties.title, properties.author, properties.language = (imprint[n] for n in ("title", "author", "language"))
    properties.created = properties.modified = NO_TIME
    document.add_heading(imprint["title"], 0)
    whole = f"The whole book, with every source: {imprint['site']}" if imprint["site"] else ""
    for line in filter(None, (f"{imprint['stamp']}. {imprint['as-of']}.", imprint["signed"], whole)):
        document.add_paragraph(line)
    _write(document, [child for child in page.children if not isinstance(child, nodes.title)], 1)
    written = BytesIO()
    document.save(written)
    return _dateless(written.getvalue())


def _write(document: WordDocument, children: list[nodes.Node], level: int) -> None:
    for node in children:
        kind = type(node).__name__
        if kind == "title":
            document.add_heading(_line(node.astext()), level - 1)
        elif kind in PARAGRAPHS:
            _say(document.add_paragraph(style=PARAGRAPHS[kind]), node)
        elif kind in LISTS:
            for item in node.children:
                _say(document.add_paragraph(style=LISTS[kind]), item)
        elif not isinstance(node, chart_data | nodes.image):
            _write(document, list(node.children), level + isinstance(node, nodes.section))


def _say(paragraph: Paragraph, node: nodes.Node, style: str = "") -> None:
    """Add the words of a node to a paragraph, emphasis kept."""
    if isinstance(node, nodes.Text):
        run = paragraph.add_run(_line(str(node)))
        if style:
            setattr(run, style, True)
    for child in node.children:
        _say(paragraph, child, STYLES.get(type(child).__name__, style))


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _dateless(content: bytes) -> bytes:
    """Return the document without the times at which its parts were written."""
    with zipfile.ZipFile(BytesIO(content)) as dated:
        return packed({name: dated.read(name) for name in dated.namelist()})
