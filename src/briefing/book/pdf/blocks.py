"""How words, paragraphs, headings, lists, boxes and pictures are set; tables and evidence are told elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePosixPath

from docutils import nodes

from briefing.book.pdf.errors import TypstError, place
from briefing.book.pdf.literals import Code, block, call
from briefing.book.pdf.translator import Handler, Translator
from briefing.model.digest import bytes_digest

#: What Typst calls the style of a class: of words (a label, words that came or went), of a paragraph, of a box.
INLINE = {"guilabel": "strong", "ins": "underline", "del": "strike"}
PARAGRAPHS = {"quote": "quote-words", "coding": "coding"}
BOXES = {"evidence": "evidence", "judgement": "judgement"}
#: The width that tables and pictures may reach, in points; `look.typ` has the same.
FULL_WIDTH = 470.0
POINTS_PER_PIXEL = 0.75


def section(translator: Translator, node: nodes.Element) -> str:
    """Return a section, one level below the one around it; one of which nothing is printed has no heading either."""
    inner = replace(translator, level=translator.level + 1, depth=translator.depth + 1)
    titles, rest = parted(node, nodes.title)
    heading, below = inner.block(titles), inner.block(rest)
    return "" if below == "{}" else block(heading, below, between="\n")


def parted(node: nodes.Element, *kinds: type[nodes.Node]) -> tuple[list[nodes.Node], list[nodes.Node]]:
    """Return the children of a node that are of some kinds, and the rest."""
    return [c for c in node.children if isinstance(c, kinds)], [c for c in node.children if not isinstance(c, kinds)]


def title(translator: Translator, node: nodes.Element) -> str:
    """Return a heading that carries the anchors of its section; that of the root is the title of the book already."""
    content = translator.content(node)
    if not isinstance(node.parent, nodes.section):
        return call("label-line", content)
    labels = translator.labels(node.parent)
    if translator.depth == 1 and translator.docname not in translator.volume.anchors:
        translator.volume.anchors.add(translator.docname)
        labels.append(translator.docname)
    marks = "".join(f"{call('anchor', label)};" for label in labels)
    level, depth = translator.level, translator.depth
    heading = call("chapter", level, content) if depth == 1 else call("section", depth, level, content)
    return marks + (heading if level else "")


def styled(styles: dict[str, str], otherwise: str = "") -> Callable[[Translator, nodes.Element], str]:
    """Return a handler that sets content in the style of its first class that print knows."""

    def handle(translator: Translator, node: nodes.Element) -> str:
        known = (styles[name] for name in node.get("classes", ()) if name in styles)
        function, content = next(known, otherwise), translator.content(node)
        return call(function, content) if function else content

    return handle


def paragraph(translator: Translator, node: nodes.Element) -> str:
    """Return a paragraph; a picture alone is none."""
    if len(node.children) == 1 and isinstance(node.children[0], nodes.image):
        return translator.content(node)
    return styled(PARAGRAPHS, "par")(translator, node)


def items(function: str) -> Callable[[Translator, nodes.Element], str]:
    """Return a handler for a list whose items are passed to a Typst function."""

    def handle(translator: Translator, node: nodes.Element) -> str:
        start = {"start": node["start"]} if node.get("start") else {}
        bodies = [block(translator.anchor(item), sole(translator, item)) for item in node.children]
        return call(function, *bodies, **start)

    return handle


def sole(translator: Translator, node: nodes.Element) -> Code:
    """Return the content of an item or a cell; a paragraph that is all of it is set as a line, not as a block."""
    if is_line(node):
        return block(translator.anchor(node[0]), translator.content(node[0]))
    return translator.content(node)


def is_line(node: nodes.Element) -> bool:
    """Tell whether a plain paragraph is all that a node holds."""
    return len(node) == 1 and isinstance(node[0], nodes.paragraph) and not node[0].get("classes")


def container(translator: Translator, node: nodes.Element) -> str:
    """Return a container; a code cell's input is left out, its output stays."""
    return "" if "cell_input" in node.get("classes", ()) else styled(BOXES)(translator, node)


def inline(translator: Translator, node: nodes.Element) -> str:
    """Return an inline node; the claims that a picture rests on stand without pages."""
    if "source-claims" in node.get("classes", ()):
        return call("source-claims", replace(translator, paged=False).content(node))
    return styled(INLINE)(translator, node)


def reference(translator: Translator, node: nodes.Element) -> str:
    """Return a link: outside the book by its address, inside it by its label."""
    uri = str(node.get("refuri", ""))
    if uri.partition(":")[0] in {"http", "https", "mailto"}:
        return call("web-link", uri, translator.content(node))
    label = translator.link(translator.target(node), node)
    content = translator.content(node)
    body = call("super", content) if isinstance(node, nodes.footnote_reference) else content
    return call("book-link", label, body) if label else body


def literal_block(_translator: Translator, node: nodes.Element) -> str:
    """Return lines as they stand."""
    return call("code-lines", node.astext().splitlines())


def figure(translator: Translator, node: nodes.Element) -> str:
    """Return a picture under its caption, which is a heading, so that the bookmarks lead to it; then its sources."""
    captions, rest = parted(node, nodes.caption, nodes.legend)
    told = [part for caption in captions for part in caption.children]
    source = [part for part in told if isinstance(part, nodes.inline) and "source-claims" in part.get("classes", ())]
    finding = [part for part in told if part not in source]
    if source and finding and not finding[-1].astext().strip():
        finding.pop()
    number = translator.volume.number(translator.docname, node)
    set_as = (translator.block(finding) if finding else None, translator.block(source), translator.block(rest))
    return call("picture", translator.level + 1, number, *set_as)


def chart_image(translator: Translator, node: nodes.Element) -> str:
    """Return a chart; its SVG is kept beside the source."""
    return _image(translator, node, f"figures/{node['name']}.svg", str(node["svg"]).encode())


def image(translator: Translator, node: nodes.Element) -> str:
    """Return a picture that a chapter names by its file; beside words it is one of them, as high as its line."""
    content = translator.volume.read_image(str(node["uri"]))
    name = f"images/{bytes_digest(content)[:16]}{PurePosixPath(str(node['uri'])).suffix}"
    picture = _image(translator, node, name, content)
    beside_words = isinstance(node.parent, nodes.TextElement) and len(node.parent.children) > 1
    return call("box", picture, height=Code("1em")) if beside_words else picture


def _image(translator: Translator, node: nodes.Element, name: str, content: bytes) -> Code:
    if not str(node.get("alt", "")).strip():
        message = f"{place(node, translator.docname)}: a picture has no text alternative. Give it one with `alt`."
        raise TypstError(message)
    translator.volume.files[name] = content
    own = float(node.get("width_px") or 0) * POINTS_PER_PIXEL
    return call("vector", name, str(node["alt"]), Code(f"{min(own or FULL_WIDTH, FULL_WIDTH):.1f}pt"))


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
    "inline": inline,
    **dict.fromkeys(("reference", "number_reference", "footnote_reference"), reference),
    # What is printed as its content
    **dict.fromkeys(("generated", "abbreviation", "acronym", "PassthroughTextElement", "download_reference"), ""),
    **dict.fromkeys(("target", "document", "compound", "definition_list", "glossary", "legend"), ""),
    # What is for other outputs, or for no reader
    **dict.fromkeys(("index", "comment", "substitution_definition", "meta", "highlightlang"), nothing),
    **dict.fromkeys(("tabular_col_spec", "toctree", "chart_data", "raw"), nothing),
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
    "definition_list_item": "definition",
    "definition": "meaning",
    "block_quote": "quotation",
    "literal_block": literal_block,
    "transition": "transition",
    "footnote": "foot-note",
    "citation": "cited-work",
    "label": lambda translator, node: (
        "" if isinstance(node.parent, nodes.citation) else f"foot-mark({translator.content(node)})"
    ),
    # Pictures
    "figure": figure,
    "chart_image": chart_image,
    "image": image,
}
