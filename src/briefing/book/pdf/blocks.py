"""How words, paragraphs, headings, lists, boxes and pictures are set; tables and evidence are told elsewhere."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from pathlib import PurePosixPath

from docutils import nodes

from briefing.book.core.nodes import chart_image
from briefing.book.pdf import TypstError, place
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
#: The height that a figure may reach beside its caption, in points; how small it is made before it is parted.
HIGH, SMALLEST = 500.0, 0.8
_SVG = "{http://www.w3.org/2000/svg}"


def section(translator: Translator, node: nodes.Element) -> str:
    """Return a section, one level below the one around it; one of which nothing is printed has no heading either."""
    inner = replace(translator, level=translator.level + 1, depth=translator.depth + 1)
    heading, below = map(inner.block, parted(node, nodes.title))
    return "" if below == "{}" else block(heading, below, between="\n")


def parted(node: nodes.Element, *kinds: type[nodes.Node]) -> tuple[list[nodes.Node], list[nodes.Node]]:
    """Return the children of a node that are of some kinds, and the rest."""
    return [c for c in node.children if isinstance(c, kinds)], [c for c in node.children if not isinstance(c, kinds)]


def title(translator: Translator, node: nodes.Element) -> str:
    """Return a heading that carries the anchors of its section; that of the root is the title of the book already."""
    content = translator.content(node)
    if not isinstance(node.parent, nodes.section):
        return call("label-line", content)
    labels, anchors = translator.labels(node.parent), translator.volume.anchors
    if translator.depth == 1 and translator.docname not in anchors:
        anchors.add(translator.docname)
        labels.append(translator.docname)
    return call("titled", translator.level, translator.depth, labels, content)


def styled(translator: Translator, node: nodes.Element, styles: dict[str, str], otherwise: str = "") -> str:
    """Return content in the style of the first class of its node that print knows."""
    known = (styles[name] for name in node.get("classes", ()) if name in styles)
    function, content = next(known, otherwise), translator.content(node)
    return call(function, content) if function else content


def paragraph(translator: Translator, node: nodes.Element) -> str:
    """Return a paragraph; a picture alone is none."""
    if len(node.children) == 1 and isinstance(node.children[0], nodes.image):
        return translator.content(node)
    return styled(translator, node, PARAGRAPHS, "par")


def items(translator: Translator, node: nodes.Element) -> str:
    """Return a list of items."""
    start = {"start": node["start"]} if node.get("start") else {}
    bodies = [block(translator.anchor(item), sole(translator, item)) for item in node.children]
    return call("enum" if isinstance(node, nodes.enumerated_list) else "list", *bodies, **start)


def sole(translator: Translator, node: nodes.Element) -> Code:
    """Return the content of an item or a cell; a paragraph that is all of it is set as a line, not as a block."""
    if is_line(node):
        return block(translator.anchor(node[0]), translator.content(node[0]))
    return translator.content(node)


def is_line(node: nodes.Element) -> bool:
    """Tell whether a plain paragraph is all that a node holds."""
    return len(node) == 1 and isinstance(node[0], nodes.paragraph) and not node[0].get("classes")


def inline(translator: Translator, node: nodes.Element) -> str:
    """Return an inline node; the claims that a picture rests on stand without pages."""
    if "source-claims" in node.get("classes", ()):
        return call("source-claims", replace(translator, paged=False).content(node))
    return styled(translator, node, INLINE)


def reference(translator: Translator, node: nodes.Element) -> str:
    """Return a link: outside the book by its address, inside it by its label."""
    uri, content = str(node.get("refuri", "")), translator.content(node)
    if uri.partition(":")[0] in {"http", "https", "mailto"}:
        return call("web-link", uri, content)
    label = translator.link(translator.target(node), node)
    body = call("super", content) if isinstance(node, nodes.footnote_reference) else content
    return call("book-link", label, body) if label else body


def figure(translator: Translator, node: nodes.Element) -> str:
    """Return a picture under its caption, which is a heading, so that the bookmarks lead to it; then its sources."""
    captions, rest = parted(node, nodes.caption, nodes.legend)
    told = [part for caption in captions for part in caption.children]
    source = [part for part in told if isinstance(part, nodes.inline) and "source-claims" in part.get("classes", ())]
    finding = [part for part in told if part not in source]
    if source and finding and not finding[-1].astext().strip():
        finding.pop()
    set_as = (translator.block(finding) if finding else None, translator.block(source), translator.block(rest))
    whole = all(len(parts(str(drawn["svg"]))) == 1 for drawn in node.findall(chart_image))
    return call("picture", translator.level + 1, translator.number(node), *set_as, keep=whole)


def image(translator: Translator, node: nodes.Element) -> Code:
    """Return a picture that a chapter names by its file; beside words it is one of them, as high as its line."""
    content = (translator.volume.folder / str(node["uri"])).read_bytes()
    name = f"images/{bytes_digest(content)[:16]}{PurePosixPath(str(node['uri'])).suffix}"
    picture = _picture(translator, node, name, content)
    beside_words = isinstance(node.parent, nodes.TextElement) and len(node.parent.children) > 1
    return call("box", picture, height=Code("1em")) if beside_words else picture


def drawing(translator: Translator, node: nodes.Element) -> Code:
    """Return a figure that a chapter draws, in as many parts as pages need; what fits no page stops the build."""
    pictures, drawn = list[str](), parts(str(node["svg"]))
    for number, part in enumerate(drawn, 1):
        wide, high = _size(ET.fromstring(part))  # noqa: S314 -- drawn by this package, in this run
        scale = min(1.0, HIGH * wide / (high * FULL_WIDTH))
        if scale < SMALLEST:
            message = f"{place(node, translator.docname)}: the figure {node['name']} is too high for a page, and "
            message += "nowhere can it be parted. Draw less of it, or show its table and keep the figure `.web_only()`."
            raise TypstError(message)
        name = f"figures/{node['name']}{f'-{number}' if len(drawn) > 1 else ''}.svg"
        pictures.append(_picture(translator, node, name, part.encode(), FULL_WIDTH * scale))
    return Code(pictures[0]) if len(pictures) == 1 else block(*(call("block", picture) for picture in pictures))


@lru_cache(maxsize=16)
def parts(svg: str) -> tuple[str, ...]:
    """Return a drawing whole, or in parts that are no higher than a page allows, cut where nothing is drawn."""
    tree = ET.fromstring(svg)  # noqa: S314 -- drawn by this package, in this run
    (wide, high), cuts, reached = _size(tree), list[float](), 0.0
    most = HIGH * wide / FULL_WIDTH
    if high * SMALLEST <= most:
        return (svg,)
    for top, bottom in sorted(reach for _, _, reach in _marks(tree, high)):
        cuts += [(reached + top) / 2] if 0 < reached < top else []
        reached = max(reached, bottom)
    edges = [0.0]
    for cut, following in pairwise([*cuts, high]):
        edges += [cut] if following - edges[-1] > most else []
    return tuple(_part(svg, top, bottom) for top, bottom in pairwise([*edges, high]))


def _part(svg: str, top: float, bottom: float) -> str:
    tree = ET.fromstring(svg)  # noqa: S314 -- drawn by this package, in this run
    wide, high = _size(tree)
    for parent, mark, reach in _marks(tree, high):
        if reach[1] < top or bottom < reach[0]:
            parent.remove(mark)
    tree.attrib |= {"viewBox": f"0 {top:.2f} {wide:g} {bottom - top:.2f}", "height": f"{bottom - top:.2f}pt"}
    return ET.tostring(tree, encoding="unicode")


def _size(tree: ET.Element) -> tuple[float, float]:
    sides = (tree.get(side, "1").removesuffix("pt").removesuffix("px") for side in ("width", "height"))
    wide, high = map(float, tree.attrib["viewBox"].split()[2:] if "viewBox" in tree.attrib else sides)
    return wide, high


def _marks(tree: ET.Element, high: float) -> Iterator[tuple[ET.Element, ET.Element, tuple[float, float]]]:
    """Yield the marks of a drawing, but for what runs all along it: each with its parent, its top and its bottom."""
    hidden = {inner for defined in tree.iter(f"{_SVG}defs") for inner in defined.iter()}
    held = [(group, mark) for group in tree.iter() if group not in hidden for mark in group]
    for parent, mark in held:
        reach = [float(y) for y in re.findall(r"-?\d+(?:\.\d+)?", mark.get("d", ""))[1::2]]
        if mark.get("y") and mark.get("transform", "rotate(-0 ").startswith("rotate(-0 "):
            size = float((re.findall(r"font(?:-size)?:[^;]*?([\d.]+)px", mark.get("style", "")) or ["9"])[0])
            reach = [float(mark.attrib["y"]) - size, float(mark.attrib["y"]) + size / 3]
        if reach and max(reach) - min(reach) < 0.95 * high:
            yield parent, mark, (min(reach), max(reach))


def _picture(translator: Translator, node: nodes.Element, name: str, content: bytes, most: float = FULL_WIDTH) -> Code:
    if not str(node.get("alt", "")).strip():
        message = f"{place(node, translator.docname)}: a picture has no text alternative. Give it one with `alt`."
        raise TypstError(message)
    translator.volume.files[name] = content
    own = float(node.get("width_px") or 0) * POINTS_PER_PIXEL
    return call("vector", name, str(node["alt"]), Code(f"{min(own or most, most):.1f}pt"))


#: Nodes that a Typst function sets; without one, they are their content.
PLAIN = {
    "emph": "emphasis literal_emphasis title_reference",
    "strong": "strong literal_strong term",
    "code-words": "literal",
    "super": "superscript",
    "sub": "subscript",
    "label-line": "subtitle rubric",
    "caption-words": "caption",
    "guide": "guide",
    "definition": "definition_list_item",
    "meaning": "definition",
    "quotation": "block_quote",
    "transition": "transition",
    "foot-note": "footnote",
    "cited-work": "citation",
    "": "generated abbreviation acronym PassthroughTextElement download_reference target document compound "
    "definition_list glossary legend",
}
#: Nodes for other outputs, or for no reader, which are left out on purpose.
LEFT_OUT = "index comment substitution_definition meta highlightlang tabular_col_spec toctree chart_data raw"
HANDLERS: dict[str, Handler] = {
    **{name: function for function, names in PLAIN.items() for name in names.split()},
    **dict.fromkeys(LEFT_OUT.split(), lambda *_: ""),
    **dict.fromkeys(("reference", "number_reference", "footnote_reference"), reference),
    **dict.fromkeys(("paragraph", "compact_paragraph"), paragraph),
    **dict.fromkeys(("bullet_list", "enumerated_list"), items),
    "section": section,
    "title": title,
    "inline": inline,
    # A code cell's input is left out, its output stays.
    "container": lambda translator, node: (
        "" if "cell_input" in node.get("classes", ()) else styled(translator, node, BOXES)
    ),
    "literal_block": lambda _, node: call("code-lines", node.astext().splitlines()),
    "label": lambda translator, node: (
        "" if isinstance(node.parent, nodes.citation) else f"foot-mark({translator.content(node)})"
    ),
    "figure": figure,
    "chart_image": drawing,
    "image": image,
}
