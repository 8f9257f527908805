"""How words, paragraphs, headings, lists, boxes and pictures are set; tables and evidence are told elsewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from docutils import nodes

from briefing.book.pdf.errors import TypstError, place
from briefing.book.pdf.literals import array, flag, string
from briefing.book.pdf.translator import Handler, Translator

ADMONITIONS = ("attention", "caution", "danger", "error", "hint", "important", "note", "seealso", "tip", "warning")
URGENT = frozenset({"attention", "caution", "danger", "error", "warning", "important"})
#: Styles of words by their class: a label, and words that came or went with a change.
INLINE = {"guilabel": "strong", "ins": "underline", "del": "strike"}
PARAGRAPHS = {"quote": "quote-words", "coding": "coding"}
#: The width that tables and pictures may reach, in points; `look.typ` has the same.
FULL_WIDTH = 470.0
POINTS_PER_PIXEL = 0.75


def section(translator: Translator, node: nodes.Element) -> str:
    """Return a section, one level below the one around it."""
    translator.level += 1
    try:
        return translator.content(node)
    finally:
        translator.level -= 1


def title(translator: Translator, node: nodes.Element) -> str:
    """Return a heading that carries the anchors of its section; that of the root is the title of the book already."""
    if not isinstance(node.parent, nodes.section):
        return f"label-line({translator.content(node)})"
    labels = translator.labels(node.parent)
    chapter = isinstance(node.parent.parent, nodes.document)
    if chapter and translator.docname not in translator.anchors:
        translator.anchors.add(translator.docname)
        labels.append(translator.docname)
    marks = "".join(f"anchor({string(label)});" for label in labels)
    if translator.level == 0:
        return marks
    depth = sum(isinstance(above, nodes.section) for above in _around(node))
    kind = f"chapter({translator.level}" if chapter else f"section({translator.level},{depth}"
    return f"{marks}{kind},{translator.content(node)})"


def _around(node: nodes.Node) -> Iterator[nodes.Element]:
    while node.parent is not None:
        node = node.parent
        yield node


def paragraph(translator: Translator, node: nodes.Element) -> str:
    """Return a paragraph, in the style of its first class that print knows; a picture alone is none."""
    if len(node.children) == 1 and isinstance(node.children[0], nodes.image):
        return translator.content(node)
    function = next((PARAGRAPHS[name] for name in node.get("classes", ()) if name in PARAGRAPHS), "par")
    return f"{function}({translator.content(node)})"


def items(function: str) -> Callable[[Translator, nodes.Element], str]:
    """Return a handler for a list whose items are passed to a Typst function."""

    def handle(translator: Translator, node: nodes.Element) -> str:
        bodies = [f"{{{translator.anchored(item)}{sole(translator, item)}}}" for item in node.children]
        start = f"start:{node['start']}," if node.get("start") else ""
        return f"{function}({start}..{array(bodies)})"

    return handle


def sole(translator: Translator, node: nodes.Element) -> str:
    """Return the content of an item or a cell; a paragraph that is all of it is set as a line, not as a block."""
    only = node.children[0] if len(node.children) == 1 else None
    if isinstance(only, nodes.paragraph) and not only.get("classes"):
        return f"{{{translator.anchored(only)}{translator.content(only)}}}"
    return translator.content(node)


def definition_item(translator: Translator, node: nodes.Element) -> str:
    """Return a term and what it means."""
    terms = [child for child in node.children if not isinstance(child, nodes.definition)]
    meaning = [child for child in node.children if isinstance(child, nodes.definition)]
    return f"definition({translator.block(terms)},{translator.block(meaning)})"


def admonition(translator: Translator, node: nodes.Element) -> str:
    """Return a box with its heading."""
    kind = type(node).__name__
    children = list(node.children)
    heading = f"{{{string(kind.capitalize())}}}"
    if children and isinstance(children[0], nodes.title):
        heading = translator.content(children.pop(0))
    return f"box-out({heading},{translator.block(children)},urgent:{flag(kind in URGENT)})"


def container(translator: Translator, node: nodes.Element) -> str:
    """Return a container; a code cell's input is left out, its output stays."""
    classes = node.get("classes", ())
    if "cell_input" in classes:
        return ""
    function = next((name for name in ("evidence", "judgement") if name in classes), "")
    return f"{function}({translator.content(node)})" if function else translator.content(node)


def inline(translator: Translator, node: nodes.Element) -> str:
    """Return an inline node, in the style of a class that print knows."""
    classes = node.get("classes", ())
    if "source-claims" in classes:
        with translator.unpaged(len(node.children) > MOST_IN_CAPTION):
            return f"source-claims({translator.content(node)})"
    function = next((INLINE[name] for name in classes if name in INLINE), "")
    return f"{function}({translator.content(node)})" if function else translator.content(node)


#: Of more children than this (references, and the commas between), a caption gives the ids alone.
MOST_IN_CAPTION = 26


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


def raw(translator: Translator, node: nodes.Element) -> str:
    """Leave out what is meant for another output; print nothing that is not text."""
    return "" if "typst" not in str(node.get("format", "")).split() else translator.content(node)


def literal_block(_translator: Translator, node: nodes.Element) -> str:
    """Return lines as they stand."""
    return f"code-lines({array([string(line) for line in node.astext().splitlines()])})"


def footnote(translator: Translator, node: nodes.Element) -> str:
    """Return a note: its number, then its words. A cited work begins with its author and needs no label."""
    children = [child for child in node.children if not isinstance(child, nodes.label)]
    label = next((translator.content(child) for child in node.children if isinstance(child, nodes.label)), "none")
    cited = isinstance(node, nodes.citation)
    return f"cited-work({translator.block(children)})" if cited else f"foot-note({label},{translator.block(children)})"


def figure(translator: Translator, node: nodes.Element) -> str:
    """Return a picture under its caption, which is a heading: the bookmarks lead to it."""
    captions = [child for child in node.children if isinstance(child, nodes.caption | nodes.legend)]
    number = string(translator.targets.number(translator.docname, node))
    told = [part for caption in captions for part in caption.children]
    finding, source = _caption_parts(told)
    rest = translator.block([child for child in node.children if child not in captions])
    heading = f"{translator.block(finding)}" if finding else "none"
    return f"picture({translator.level + 1},{number},{heading},{translator.block(source)},{rest})"


def _caption_parts(told: list[nodes.Node]) -> tuple[list[nodes.Node], list[nodes.Node]]:
    """Part what a caption finds from the claims that it rests on."""
    source = [n for n in told if isinstance(n, nodes.inline) and "source-claims" in n.get("classes", ())]
    finding = [n for n in told if n not in source]
    return finding[:-1] if source and finding and not finding[-1].astext().strip() else finding, source


def chart_image(translator: Translator, node: nodes.Element) -> str:
    """Return a chart; its SVG is kept beside the source."""
    return _image(translator, node, f"figures/{node['name']}.svg", str(node["svg"]).encode())


def image(translator: Translator, node: nodes.Element) -> str:
    """Return a picture that a chapter names by its file."""
    uri = str(node["uri"])
    content = translator.assets.images(uri)
    name = f"images/{hashlib.sha256(content).hexdigest()[:16]}{PurePosixPath(uri).suffix}"
    picture = _image(translator, node, name, content)
    # Beside words a picture is one of them, as high as its line.
    beside_words = isinstance(node.parent, nodes.TextElement) and len(node.parent.children) > 1
    return f"box(height:1em,{picture})" if beside_words else picture


def _image(translator: Translator, node: nodes.Element, name: str, content: bytes) -> str:
    if not str(node.get("alt", "")).strip():
        message = f"{place(node, translator.docname)}: a picture has no text alternative. Give it one with `alt`."
        raise TypstError(message)
    translator.assets.files[name] = content
    own = float(node.get("width_px") or 0) * POINTS_PER_PIXEL
    return f"vector({string(name)},{string(str(node['alt']))},{min(own or FULL_WIDTH, FULL_WIDTH):.1f}pt)"


def nothing(_translator: Translator, _node: nodes.Element) -> str:
    """Leave the node out on purpose: it holds nothing for a reader on paper."""
    return ""


HANDLERS: dict[str, Handler] = {
    # Words
    **dict.fromkeys(("emphasis", "literal_emphasis", "title_reference"), "emph"),
    **dict.fromkeys(("strong", "literal_strong", "term"), "strong"),
    "literal": "code-words",
    "superscript": "super",
    "subscript": "sub",
    "classifier": "classifier",
    "inline": inline,
    **dict.fromkeys(("reference", "number_reference"), reference),
    "footnote_reference": footnote_reference,
    # What is printed as its content
    **dict.fromkeys(("generated", "abbreviation", "acronym", "PassthroughTextElement", "download_reference"), ""),
    **dict.fromkeys(("target", "document", "compound", "definition", "definition_list", "glossary", "legend"), ""),
    # What is for other outputs, or for no reader
    **dict.fromkeys(("index", "comment", "substitution_definition", "meta", "highlightlang"), nothing),
    **dict.fromkeys(("tabular_col_spec", "toctree", "chart_data"), nothing),
    # Blocks
    "section": section,
    "title": title,
    **dict.fromkeys(("subtitle", "rubric"), "label-line"),
    "caption": "caption-words",
    **dict.fromkeys(("paragraph", "compact_paragraph"), paragraph),
    "container": container,
    "guide": "guide",
    "bullet_list": items("list"),
    "enumerated_list": items("enum"),
    "definition_list_item": definition_item,
    **dict.fromkeys(("block_quote", "epigraph"), "quotation"),
    "attribution": "attribution",
    "line_block": "par",
    "line": "line-of-verse",
    **dict.fromkeys(("literal_block", "doctest_block"), literal_block),
    "transition": "transition",
    **dict.fromkeys(("topic", "sidebar"), "aside"),
    **dict.fromkeys(("admonition", *ADMONITIONS), admonition),
    **dict.fromkeys(("footnote", "citation"), footnote),
    "raw": raw,
    # Pictures
    "figure": figure,
    "chart_image": chart_image,
    "image": image,
}
