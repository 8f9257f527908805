"""How paragraphs, headings, lists and boxes are set."""

from __future__ import annotations

from docutils import nodes

from briefing.book.pdf.inline import nothing, plain, wrapped
from briefing.book.pdf.literals import array, string
from briefing.book.pdf.translator import Handler, Translator

ADMONITIONS = ("attention", "caution", "danger", "error", "hint", "important", "note", "seealso", "tip", "warning")
CONTAINERS = {"evidence": "evidence", "bottom-line": "bottom-line", "key-facts": "key-facts"}
#: A quote up to this long stands on one page, with its coding.
WHOLE_QUOTE = 600
PARAGRAPHS = {"quote": "quote-words", "coding": "coding", "lead": "lead"}


def section(translator: Translator, node: nodes.Element) -> str:
    """Return a section, one level below the one around it."""
    translator.level += 1
    try:
        return translator.content(node)
    finally:
        translator.level -= 1


def title(translator: Translator, node: nodes.Element) -> str:
    """Return a heading that carries the anchors of its section."""
    parent = node.parent
    if not isinstance(parent, nodes.section):
        return f"label-line({translator.content(node)})"
    labels = translator.labels(parent)
    if translator.level == 1 and translator.docname not in translator.anchors:
        translator.anchors.add(translator.docname)
        labels.append(translator.docname)
    start = "chapter-start();" if translator.level == 1 and translator.targets.paged else ""
    marks = "".join(f"anchor({string(label)});" for label in labels[1:])
    carried = f"#label({string(labels[0])})" if labels else ""
    return f"{start}{marks}[#heading(level:{translator.level},{translator.content(node)}){carried}]"


def paragraph(translator: Translator, node: nodes.Element) -> str:
    """Return a paragraph, in the style of its first class that print knows; a picture alone is none."""
    if len(node.children) == 1 and isinstance(node.children[0], nodes.image):
        return translator.content(node)
    function = next((PARAGRAPHS[name] for name in node.get("classes", ()) if name in PARAGRAPHS), "par")
    set_words = f"{function}({translator.content(node)})"
    # A quote straight in a cell has no coding below it that would set it off from the next.
    return f"evidence({set_words})" if function == "quote-words" and isinstance(node.parent, nodes.entry) else set_words


def items(function: str) -> Handler:
    """Return a handler for a list whose items are passed to a Typst function."""

    def handle(translator: Translator, node: nodes.Element) -> str:
        bodies = [f"{{{anchored(translator, item)}{sole(translator, item)}}}" for item in node.children]
        start = f"start:{node['start']}," if node.get("start") else ""
        return f"{function}({start}..{array(bodies)})"

    return handle


def anchored(translator: Translator, node: nodes.Element) -> str:
    """Return the anchors of a node that is printed as part of its parent."""
    marks = translator.anchor(node)
    return f"{marks};" if marks else ""


def sole(translator: Translator, node: nodes.Element) -> str:
    """Return the content of an item or a cell; a paragraph that is all of it is set as a line, not as a block."""
    only = node.children[0] if len(node.children) == 1 else None
    if isinstance(only, nodes.paragraph) and not only.get("classes"):
        return f"{{{anchored(translator, only)}{translator.content(only)}}}"
    return translator.content(node)


def definition_item(translator: Translator, node: nodes.Element) -> str:
    """Return a term and what it means."""
    terms = [child for child in node.children if not isinstance(child, nodes.definition)]
    meaning = [child for child in node.children if isinstance(child, nodes.definition)]
    return f"definition({translator.block(terms)},{translator.block(meaning)})"


def classifier(translator: Translator, node: nodes.Element) -> str:
    """Return what is said of a term beside it."""
    return f'{{": ";emph({translator.content(node)})}}'


def admonition(translator: Translator, node: nodes.Element) -> str:
    """Return a box with its heading."""
    kind = type(node).__name__
    children = list(node.children)
    heading = f"{{{string(kind.capitalize())}}}"
    if children and isinstance(children[0], nodes.title):
        heading = translator.content(children.pop(0))
    urgent = "true" if kind in {"attention", "caution", "danger", "error", "warning", "important"} else "false"
    return f"box-out({heading},{translator.block(children)},urgent:{urgent})"


def container(translator: Translator, node: nodes.Element) -> str:
    """Return a container; a code cell's input is left out, its output stays."""
    classes = set(node.get("classes", ()))
    if "cell_input" in classes:
        return ""
    function = next((CONTAINERS[name] for name in sorted(classes) if name in CONTAINERS), "")
    if function == "evidence" and len(node.astext()) <= WHOLE_QUOTE:
        return f"evidence({translator.content(node)},whole:true)"
    return f"{function}({translator.content(node)})" if function else translator.content(node)


def raw(translator: Translator, node: nodes.Element) -> str:
    """Leave out what is meant for another output; print nothing that is not text."""
    return "" if "typst" not in str(node.get("format", "")).split() else translator.content(node)


def literal_block(translator: Translator, node: nodes.Element) -> str:
    """Return lines as they stand."""
    del translator
    return f"code-lines({array([string(line) for line in node.astext().splitlines()])})"


def line(translator: Translator, node: nodes.Element) -> str:
    """Return one line of a line block."""
    return f"{{{translator.content(node)};linebreak()}}"


def footnote(translator: Translator, node: nodes.Element) -> str:
    """Return a note or a cited work: its number, then its words."""
    children = list(node.children)
    label = translator.content(children.pop(0)) if isinstance(children[0], nodes.label) else "none"
    return f"foot-note({label},{translator.block(children)})"


def citation(translator: Translator, node: nodes.Element) -> str:
    """Return a cited work; it begins with its author, as the text cites it, so that it needs no label."""
    return f"cited-work({translator.block([child for child in node.children if not isinstance(child, nodes.label)])})"


HANDLERS: dict[str, Handler] = {
    "document": plain,
    "section": section,
    "title": title,
    "subtitle": wrapped("label-line"),
    "rubric": wrapped("label-line"),
    "caption": wrapped("caption-words"),
    "paragraph": paragraph,
    "compact_paragraph": paragraph,
    "compound": plain,
    "container": container,
    "guide": wrapped("guide"),
    "chart_data": nothing,
    "bullet_list": items("list"),
    "enumerated_list": items("enum"),
    "definition_list": wrapped("definitions"),
    "definition_list_item": definition_item,
    "definition": plain,
    "term": wrapped("strong"),
    "classifier": classifier,
    "glossary": plain,
    "block_quote": wrapped("quotation"),
    "attribution": wrapped("attribution"),
    "epigraph": wrapped("quotation"),
    "line_block": wrapped("par"),
    "line": line,
    "literal_block": literal_block,
    "doctest_block": literal_block,
    "transition": lambda _translator, _node: "transition()",
    "topic": wrapped("aside"),
    "sidebar": wrapped("aside"),
    "admonition": admonition,
    "footnote": footnote,
    "citation": citation,
    "raw": raw,
    **dict.fromkeys(ADMONITIONS, admonition),
}
