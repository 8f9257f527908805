"""How a source text is set: whole, with every quoted passage tinted and the ids of its claims beside it."""

from __future__ import annotations

from docutils import nodes

from briefing.book.pdf.literals import array, string, words
from briefing.book.pdf.translator import Handler, Translator

ROLES = frozenset({"title", "heading", "paragraph", "bullet", "line"})


def source_text(translator: Translator, node: nodes.Element) -> str:
    """Return an article; a bullet of its own stays in its words, so lists are set as lines."""
    return f"source-text({translator.content(node)})"


def source_block(translator: Translator, node: nodes.Element) -> str:
    """Return a line of an article in its role."""
    role = str(node.get("role", "paragraph"))
    furniture = "true" if node.get("furniture") else "false"
    chosen = role if role in ROLES else "paragraph"
    return f"source-block({string(chosen)},{furniture},{translator.content(node)})"


def mark(translator: Translator, node: nodes.Element) -> str:
    """Return a run of words under one coding; the ids stand where a quoted passage begins."""
    body = translator.content(node)
    if node.get("status") != "claimed":
        return f"mark-{node.get('status', 'plain')}({body})"
    items = []
    for claim in node.get("starting", ()):
        label = translator.targets.find(translator.targets.ledger_doc, claim, node)
        items.append(array([translator.link(label, node) if label else "none", words(claim), '""']))
    return f"mark-claimed({array(items)},{body})"


HANDLERS: dict[str, Handler] = {"source_text": source_text, "source_block": source_block, "mark": mark}
