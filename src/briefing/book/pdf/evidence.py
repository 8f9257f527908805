"""How a source text is set: its own headings, paragraphs and lists, quoted passages tinted, ids in the margin."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from docutils import nodes

from briefing.book.pdf.literals import array, flag, string, words
from briefing.book.pdf.translator import Handler, Translator
from briefing.reading.text import BULLETS


def source_text(translator: Translator, node: nodes.Element) -> str:
    """Return an article: lines that are bullets as one list, others as what they are."""
    parts, titled = [], False
    for role, group in groupby(node.children, key=lambda block: str(block.get("role", "paragraph"))):
        blocks = list(group)
        if role == "bullet":
            parts.append(_beside(translator, blocks, f"list(..{array(_bullet(translator, b) for b in blocks)})"))
            continue
        for block in blocks:
            level = {"title": 1, "heading": 2 if titled else 1}.get(role, 0)
            titled = titled or role == "title"
            quiet = flag(bool(block.get("furniture")))
            body = translator.content(block)
            depth = translator.level + level if level else 0
            parts.append(_beside(translator, [block], f"source-block({depth},{quiet},{body})"))
    return f"source-text({array(parts)})"


def _bullet(translator: Translator, block: nodes.Element) -> str:
    """Return a line without the bullet that it is typed with; the list prints one."""
    for text in block.findall(nodes.Text):
        if text.strip():
            text.parent.replace(text, nodes.Text(str(text).lstrip().lstrip(BULLETS).lstrip()))
            break
    return translator.content(block)


def _beside(translator: Translator, blocks: Sequence[nodes.Element], body: str) -> str:
    """Return words of the article with, in the margin, the claims whose quotes begin in a line of them."""
    marks = [run for block in blocks for run in block.findall(nodes.Element) if run.get("starting")]
    items = []
    for run in marks:
        start = f"{translator.docname}#{run['ids'][0]}"
        for claim in run["starting"]:
            if translator.ledger.claim_by_id[claim].withdrawn is None:
                label = translator.targets.find(translator.targets.ledger_doc, claim, run)
                place_of = translator.link(label, run) if label else "none"
                items.append(array([place_of, words(claim), string(start)]))
    whole = flag(sum(len(block.astext()) for block in blocks) < WHOLE_PARAGRAPH)
    return f"beside({array(items)},{body},keep:{whole})"


#: Characters up to which a paragraph is kept on one page, so that its ids stand beside their lines.
WHOLE_PARAGRAPH = 1200


def mark(translator: Translator, node: nodes.Element) -> str:
    """Return a run of words under one coding; neighbouring runs differ in shade, so that each quote's ends show."""
    body = translator.content(node)
    status = node.get("status", "plain")
    if status != "claimed":
        return f"mark-{status}({body})"
    before = [n for n in node.parent.children[: node.parent.index(node)] if isinstance(n, nodes.Element)]
    claimed = [n for n in before if n.get("status") == "claimed"]
    return f"mark-claimed({flag(len(claimed) % 2 == 1)},{body})"


HANDLERS: dict[str, Handler] = {"source_text": source_text, "mark": mark}
