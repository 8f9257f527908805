"""The brief: one chapter of the book, of two pages at most, that works alone.

Its tables become text: a judgement with a decisive quotation and what follows from it, other rows as lists. Codes that
only the whole book explains are left out. The PDF and the Word document are both written from what this makes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from docutils import nodes

from briefing.book.core.nodes import guide
from briefing.book.pdf.book import HANDLERS
from briefing.book.pdf.errors import TypstError
from briefing.book.pdf.imprint import attach
from briefing.book.pdf.pages import Page
from briefing.book.pdf.table_parts import EMPTY, cells_of, kind_of, layout_of, rows_of
from briefing.book.pdf.targets import Targets, dangling
from briefing.book.pdf.translator import Assets, Translator
from briefing.model.ledger import Ledger
from briefing.model.naming import dated_name
from briefing.model.records import Judgement

PAGES = 2
#: Sizes of the body in points: the one wanted, and the least that is put before a reader.
SIZES_PT = (11.0, 10.5)
#: References that are left out unless they stand under words of their own.
CODES = frozenset({"claim-ref", "passage-ref", "ledger-ref"})
PUNCTUATION = re.compile(r"\s+([.,;:!?)])")


def brief_page(doctree: nodes.document, docname: str, ledger: Ledger) -> nodes.section:
    """Return the chapter as it stands in the brief."""
    page = next(iter(doctree.findall(nodes.section)), None)
    if page is None:
        message = f"{docname}: the brief has no heading."
        raise TypstError(message)
    page = page.deepcopy()
    for table in list(page.findall(nodes.table)):
        listed = _judgements if layout_of(table) == "judgements" else _rows
        table.parent.replace(table, list(listed(ledger, table)))
    for source in [node for node in page.findall(nodes.inline) if "source-claims" in node.get("classes", ())]:
        source.parent.remove(source)
    for element in list(page.findall(nodes.TextElement)):
        _leave_out_codes(element)
    return page


def brief_source(page: nodes.section, docname: str, ledger: Ledger, edition: str, assets: Assets) -> str:
    """Return the source of the brief; its size is in `size.typ`, written when it is known."""
    own = frozenset(str(name) for node in page.findall(nodes.Element) for name in node.get("ids", ()))
    targets = Targets(ledger, frozenset({docname}), own=own)
    translator = Translator(docname, HANDLERS, targets, assets, depth=1, anchors={docname})
    body = translator.block([child for child in page.children if not isinstance(child, nodes.title)])
    broken = dangling(translator.links, translator.anchors)
    if broken:
        raise TypstError("\n".join(broken))
    return "\n".join(
        [
            '#import "brief.typ": *',
            '#import "look.typ": *',
            '#import "size.typ": size',
            f"#let edition = {edition}",
            "#show: body => brief(edition, size, body)",
            attach(),
            "#masthead(edition)",
            f"#{body}",
            "",
        ]
    )


def fitted(docname: str, made: Callable[[str], tuple[bytes, list[Page]]]) -> tuple[bytes, list[Page]]:
    """Return the brief in the larger size that keeps to its pages, or stop the build and say what is too much.

    `made` returns the PDF and its pages for the content of `size.typ`.
    """
    pages: list[Page] = []
    for size in SIZES_PT:
        pdf, pages = made(f"#let size = {size}pt\n")
        if len(pages) <= PAGES:
            return pdf, pages
    over = sum(page.lines for page in pages[PAGES:])
    message = (
        f"{docname}: the brief is {over} {'line' if over == 1 else 'lines'} too long for {PAGES} pages at "
        f"{SIZES_PT[-1]} points. What does not fit begins with “{pages[PAGES].first[:60]}”. Cut words."
    )
    raise TypstError(message)


def _judgements(ledger: Ledger, table: nodes.Element) -> Iterator[nodes.Node]:
    """Yield the judgements that a table names, each with its confidence, a decisive quotation and its so-what."""
    _, body = rows_of(table)
    quoted: set[str] = set()
    for row in body:
        named = [str(link.get("judgement_id")) for link in row.findall(nodes.reference) if link.get("judgement_id")]
        judgement = ledger.judgement_by_id.get(next(iter(named), ""))
        if judgement is not None:
            yield _judgement(ledger, judgement, quoted)


def _judgement(ledger: Ledger, judgement: Judgement, quoted: set[str]) -> nodes.Node:
    """Return one judgement; it is put under words that are not `quoted` yet, where there are any."""
    rated = f"Confidence: {ledger.label('confidence', judgement.confidence)}"
    if judgement.directness:
        rated += f"; {ledger.label('directness', judgement.directness)}"
    head = nodes.paragraph("", "", nodes.strong("", judgement.statement), nodes.Text(f" {rated}. "))
    head += nodes.inline("", judgement.id, classes=["guilabel"])
    parts: list[nodes.Node] = [head]
    carrying = [ledger.claim_by_id[claim] for claim in (*judgement.decisive, *judgement.supported_by)]
    choice = [evidence for claim in carrying for evidence in claim.evidence]
    evidence = next((one for one in choice if one.words not in quoted), choice[0] if choice else None)
    if evidence is not None:
        quoted.add(evidence.words)
        language = ledger.article_by_id[evidence.article].language
        words = nodes.inline("", f"“{evidence.words}”", lang=language)
        source = nodes.Text(f" – {dated_name(ledger, evidence.article)}")
        parts.append(nodes.block_quote("", nodes.paragraph("", "", words, source)))
    if judgement.so_what:
        parts.append(nodes.paragraph("", "", nodes.emphasis("", "So what: "), nodes.Text(judgement.so_what)))
    return nodes.container("", *parts, classes=["judgement"], ids=[judgement.id])


def _rows(_ledger: Ledger, table: nodes.Element) -> Iterator[nodes.Node]:
    """Yield a table as a list: of each row its header and the words after it, without numbers and ids."""
    title = next((child for child in table.children if isinstance(child, nodes.title)), None)
    if title is not None:
        yield guide("", nodes.paragraph("", "", *(child.deepcopy() for child in title.children)))
    items = nodes.bullet_list()
    _, body = rows_of(table)
    for row in body:
        cells = [cell for _, cell in cells_of(row) if cell.astext() not in EMPTY]
        heads = [cell for cell in cells if cell.get("rowheader")] or cells[:1]
        rest = [cell for cell in cells if cell not in heads and kind_of(cell) == "text" and not _is_id(cell)]
        said = [nodes.strong("", " · ".join(cell.astext() for cell in heads))]
        words = " ".join(cell.astext() for cell in rest[:1])
        words = f"({words})" if words and words[-1] not in ".?!" else words
        items += nodes.list_item("", nodes.paragraph("", "", *said, nodes.Text(f" {words}" if words else "")))
    yield items


def _is_id(cell: nodes.Element) -> bool:
    return re.fullmatch(r"[A-Z]\d+", cell.astext()) is not None


def _leave_out_codes(element: nodes.TextElement) -> None:
    """Take the bare codes out of a line, with what parts them, and close the gap before its full stop."""
    children: Sequence[nodes.Node] = element.children
    codes = [_is_code(child) for child in children]
    if not any(codes):
        return
    kept: list[nodes.Node] = []
    for position, child in enumerate(children):
        beside = codes[max(position - 1, 0) : position + 2]
        if codes[position] or (isinstance(child, nodes.Text) and child.strip() in {"", ","} and any(beside)):
            continue
        if isinstance(child, nodes.Text) and kept and isinstance(kept[-1], nodes.Text):
            joined = re.sub(r"\s+", " ", f"{kept.pop()} {child}")
            kept.append(nodes.Text(PUNCTUATION.sub(r"\1", joined)))
        else:
            kept.append(child)
    last = kept[-1] if kept else None
    if isinstance(last, nodes.Text):
        kept[-1] = nodes.Text(last.rstrip())
    element.children = []
    element += kept


def _is_code(node: nodes.Node) -> bool:
    bare = isinstance(node, nodes.reference) and not CODES.isdisjoint(node.get("classes", ()))
    return bare and node.astext() in {node.get("claim_id"), node.get("evidence_key")}
