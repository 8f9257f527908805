"""How words inside a line are set."""

from __future__ import annotations

from docutils import nodes

from briefing.book.pdf.literals import string
from briefing.book.pdf.translator import MOST_IN_CAPTION, Handler, Translator


def wrapped(function: str) -> Handler:
    """Return a handler that passes the node's content to a Typst function."""

    def handle(translator: Translator, node: nodes.Element) -> str:
        return f"{function}({translator.content(node)})"

    return handle


def plain(translator: Translator, node: nodes.Element) -> str:
    """Return the content as it is."""
    return translator.content(node)


def nothing(_translator: Translator, _node: nodes.Element) -> str:
    """Leave the node out on purpose: it holds nothing for a reader on paper."""
    return ""


def styled(translator: Translator, node: nodes.Element) -> str:
    """Return an inline node, in the style of its first class that print knows."""
    classes = node.get("classes", ())
    if "source-claims" in classes:
        with translator.paging(MOST_IN_CAPTION):
            return f"source-claims({translator.content(node)})"
    return f"strong({translator.content(node)})" if "guilabel" in classes else translator.content(node)


def reference(translator: Translator, node: nodes.Element) -> str:
    """Return a link: outside the book by its address, inside it by its label."""
    uri = str(node.get("refuri", ""))
    if uri.partition(":")[0] in {"http", "https", "mailto"}:
        return f"web-link({string(uri)},{translator.content(node)})"
    label = translator.target(node)
    if label is None:
        return translator.content(node)
    return f"book-link({translator.link(label, node)},{translator.content(node)})"


def footnote_reference(translator: Translator, node: nodes.Element) -> str:
    """Return the raised number of a footnote."""
    label = translator.targets.find(translator.docname, str(node["refid"]), node)
    body = f"super({translator.content(node)})"
    return f"book-link({translator.link(label, node)},{body})" if label else body


HANDLERS: dict[str, Handler] = {
    "emphasis": wrapped("emph"),
    "strong": wrapped("strong"),
    "literal": wrapped("code-words"),
    "literal_emphasis": wrapped("emph"),
    "literal_strong": wrapped("strong"),
    "title_reference": wrapped("emph"),
    "superscript": wrapped("super"),
    "subscript": wrapped("sub"),
    "inline": styled,
    "generated": plain,
    "abbreviation": plain,
    "acronym": plain,
    "PassthroughTextElement": plain,
    "reference": reference,
    "number_reference": reference,
    "download_reference": plain,
    "footnote_reference": footnote_reference,
    "target": plain,
    "index": nothing,
    "comment": nothing,
    "substitution_definition": nothing,
    "meta": nothing,
    "highlightlang": nothing,
    "tabular_col_spec": nothing,
    "toctree": nothing,
}
