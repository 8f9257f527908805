"""The brief: one chapter of the book, of two pages at most, that works alone.

Its tables become text: a judgement with a decisive quotation and what follows from it, other rows as lists. Codes that
only the whole book explains are left out. The PDF and the Word document are both written from what this makes.
"""

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from itertools import groupby

from docutils import nodes
from docx import Document
from docx.document import Document as WordDocument
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from pypdf import PdfReader

from briefing.book.core.nodes import chart_data, guide
from briefing.book.pdf import TypstError
from briefing.book.pdf.book import HANDLERS, is_bare_id
from briefing.book.pdf.compiler import Page
from briefing.book.pdf.literals import Code, call
from briefing.book.pdf.tables import EMPTY, cells_of, is_text, rows_of
from briefing.book.pdf.translator import ID, Translator, Volume
from briefing.exports.catalogue import packed
from briefing.model.ledger import Ledger
from briefing.model.records import Judgement
from briefing.model.words import dated_name
from briefing.versions.edition import NO_TIME

PAGES = 2
#: Sizes of the body in points: the one wanted, and the least that is put before a reader.
SIZES_PT = (11.0, 10.5)
#: References that are left out unless they stand under words of their own.
CODES = frozenset({"claim-ref", "passage-ref", "ledger-ref"})
#: Codes that were left out, with what parts them from each other and from the reference after them.
LEFT_OUT = "\0"
GAP = re.compile(rf"(?:[\s,]*{LEFT_OUT})+([\s,]*$)?")
#: What Word calls an emphasis, and a paragraph of each kind; of a list or quotation, each of its items is one.
STYLES = {"emphasis": "italic", "strong": "bold"}
PARAGRAPHS = {"paragraph": "Normal", "caption": "Caption", "block_quote": "Intense Quote"}
PARAGRAPHS |= {"bullet_list": "List Bullet", "enumerated_list": "List Number"}


def brief_page(volume: Volume, docname: str) -> nodes.section:
    """Return the chapter as it stands in the brief."""
    page = next(iter(volume.doctrees[docname].findall(nodes.section)), None)
    if page is None:
        message = f"{docname}: the brief has no heading."
        raise TypstError(message)
    page = page.deepcopy()
    for table in list(page.findall(nodes.table)):
        listed = _judgements(volume.ledger, table) if table.get("layout") == "judgements" else _rows(table)
        table.parent.replace(table, list(listed))
    for source in [node for node in page.findall(nodes.inline) if "source-claims" in node.get("classes", ())]:
        source.parent.remove(source)
    for element in list(page.findall(nodes.TextElement)):
        _leave_out_codes(element)
    return page


def brief_body(page: nodes.section, docname: str, volume: Volume) -> list[Code]:
    """Return the head of the brief and its text. Raises `TypstError` as the book does."""
    volume.own = frozenset(str(name) for node in page.findall(nodes.Element) for name in node.get("ids", ()))
    volume.anchors.add(docname)
    translator = Translator(docname, HANDLERS, volume, depth=1)
    body = translator.block([child for child in page.children if not isinstance(child, nodes.title)])
    volume.require_anchors()
    return [call("masthead", Code("edition")), body]


def fitted(docname: str, made: Callable[[float], tuple[bytes, list[Page]]]) -> tuple[bytes, list[Page]]:
    """Return the brief on as few pages as it takes, in the larger size, or stop the build and say what is too much.

    `made` returns the PDF and its pages for a size of the body in points.
    """
    tried = []
    for size in SIZES_PT:
        tried.append(made(size))
        if len(tried[-1][1]) == 1:
            break
    pdf, pages = min(tried, key=lambda one: len(one[1]))
    if len(pages) <= PAGES:
        return pdf, pages
    over = sum(page.lines for page in pages[PAGES:])
    begins = PdfReader(BytesIO(pdf)).pages[PAGES].extract_text().strip().partition("\n")[0]
    message = (
        f"{docname}: the brief is {over} {'line' if over == 1 else 'lines'} too long for {PAGES} pages at "
        f"{SIZES_PT[-1]} points. What does not fit begins with “{begins[:60]}”. Cut words."
    )
    raise TypstError(message)


def _judgements(ledger: Ledger, table: nodes.Element) -> Iterator[nodes.Node]:
    """Yield the judgements that a table names, each with its confidence, a decisive quotation and its so-what.

    Each is put over one sentence that no other was put over, where there is one.
    """
    quoted: set[str] = set()
    for row in rows_of(table)[1]:
        named = (str(link.get("judgement_id")) for link in row.findall(nodes.reference) if link.get("judgement_id"))
        if judgement := ledger.judgement_by_id.get(next(named, "")):
            yield _judgement(ledger, judgement, quoted)


def _judgement(ledger: Ledger, judgement: Judgement, quoted: set[str]) -> nodes.Node:
    rated = f"Confidence: {ledger.label('confidence', judgement.confidence)}"
    if judgement.directness:
        rated += f"; {ledger.label('directness', judgement.directness)}"
    if judgement.likelihood:  # apart from the confidence, which is said of the evidence
        rated += f". Likelihood: {ledger.label('likelihood', judgement.likelihood)}"
    name = nodes.inline("", judgement.id, classes=["guilabel"])
    parts: list[nodes.Node] = [_paragraph(nodes.strong("", judgement.statement), nodes.Text(f" {rated}. "), name)]
    carrying = [ledger.claim_by_id[claim] for claim in (*judgement.decisive, *judgement.supported_by)]
    if choice := [evidence for claim in carrying for evidence in claim.evidence]:
        evidence = min(choice, key=lambda one: (one.words in quoted, ". " in one.words))
        quoted.add(evidence.words)
        words = nodes.inline("", f"“{evidence.words}”", lang=ledger.article_by_id[evidence.article].language)
        source = nodes.Text(f" – {dated_name(ledger, evidence.article)}")
        parts.append(nodes.block_quote("", _paragraph(words, source)))
    if judgement.so_what:
        parts.append(_paragraph(nodes.emphasis("", "So what: "), nodes.Text(judgement.so_what)))
    return nodes.container("", *parts, classes=["judgement"], ids=[judgement.id])


def _paragraph(*parts: nodes.Node) -> nodes.paragraph:
    return nodes.paragraph("", "", *parts)


def _rows(table: nodes.Element) -> Iterator[nodes.Node]:
    """Yield a table as a list: of each row its header and the words after it, without numbers and ids."""
    for title in (child for child in table.children if isinstance(child, nodes.title)):
        yield guide("", _paragraph(*(child.deepcopy() for child in title.children)))
    items = nodes.bullet_list()
    for row in rows_of(table)[1]:
        cells = [cell for _, cell in cells_of(row) if cell.astext() not in EMPTY]
        heads = [cell for cell in cells if cell.get("rowheader")] or cells[:1]
        told = (cell.astext() for cell in cells if cell not in heads and is_text(cell))
        words = next((text for text in told if not ID.fullmatch(text)), "")
        words = f" ({words})" if words and words[-1] not in ".?!" else f" {words}"
        head = nodes.strong("", " · ".join(cell.astext() for cell in heads))
        items += nodes.list_item("", _paragraph(head, nodes.Text(words.rstrip())))
    yield items


def _leave_out_codes(element: nodes.TextElement) -> None:
    """Take the bare codes out of a line, with what parts them."""
    if any(map(_is_code, element.children)):
        kept = [nodes.Text(LEFT_OUT) if _is_code(child) else child for child in element.children]
        element.children = []
        for worded, group in groupby(kept, key=lambda child: isinstance(child, nodes.Text)):
            run = list(group)
            said = GAP.sub(lambda gap: " " if gap[1] else "", "".join(map(str, run)))
            element.extend([nodes.Text(said)] if worded else run)


def _is_code(node: nodes.Node) -> bool:
    if isinstance(node, nodes.inline) and is_bare_id(node):
        return True
    bare = isinstance(node, nodes.reference) and not CODES.isdisjoint(node.get("classes", ()))
    return bare and node.astext() in {node.get("claim_id"), node.get("evidence_key")}


def word_file(page: nodes.section, imprint: Mapping[str, str]) -> bytes:
    """Return the brief as `.docx`, for people who must edit it: the same text, without the look and the figure."""
    document, written = Document(), BytesIO()
    document.styles["Normal"].font.size = Pt(11)
    properties = document.core_properties
    properties.title, properties.author, properties.language = (imprint[n] for n in ("title", "author", "language"))
    properties.created = properties.modified = NO_TIME
    document.add_heading(imprint["title"], 0)
    whole = f"What is said rests on words quoted in the whole book, {imprint['site'] or 'briefing.pdf'}; "
    whole += "what follows from it (“So what”) is ours."
    for line in filter(None, (f"{imprint['stamp']}. {imprint['as-of']}.", imprint["signed"], whole)):
        document.add_paragraph(line)
    _write(document, [child for child in page.children if not isinstance(child, nodes.title)], 1)
    document.save(written)
    with zipfile.ZipFile(written) as dated:  # its parts carry the times at which they were written
        return packed({name: dated.read(name) for name in dated.namelist()})


def _write(document: WordDocument, children: list[nodes.Node], level: int) -> None:
    for node in children:
        kind = type(node).__name__
        if kind == "title":
            document.add_heading(re.sub(r"\s+", " ", node.astext()), level - 1)
        elif kind in PARAGRAPHS:
            for item in [node] if isinstance(node, nodes.TextElement) else node.children:
                _say(document.add_paragraph(style=PARAGRAPHS[kind]), item)
        elif not isinstance(node, chart_data | nodes.image):
            _write(document, list(node.children), level + isinstance(node, nodes.section))


def _say(paragraph: Paragraph, node: nodes.Node, style: str = "") -> None:
    """Add the words of a node to a paragraph, emphasis kept."""
    if isinstance(node, nodes.Text):
        run = paragraph.add_run(re.sub(r"\s+", " ", str(node)))
        if style:
            setattr(run, style, True)
    for child in node.children:
        _say(paragraph, child, STYLES.get(type(child).__name__, style))
