"""How pictures are set: charts as vectors, each with its text alternative."""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePosixPath

from docutils import nodes

from briefing.book.pdf.errors import TypstError, place
from briefing.book.pdf.inline import plain
from briefing.book.pdf.literals import string
from briefing.book.pdf.tables import numbered, widened
from briefing.book.pdf.translator import Handler, Translator

#: A colour that a page may override; paper takes the colour it falls back on.
VARIABLE = re.compile(r"var\(\s*--[\w-]+\s*,\s*([^()]+?)\s*\)")
POINTS_PER_PIXEL = 0.75


def figure(translator: Translator, node: nodes.Element) -> str:
    """Return a picture with its caption."""
    captions = [child for child in node.children if isinstance(child, nodes.caption | nodes.legend)]
    rest = [child for child in node.children if child not in captions]
    number = translator.targets.number(translator.docname, "figure", node)
    words = translator.block([child for caption in captions for child in caption.children])
    body = f"{{{numbered(number)}{words}}}" if captions else "none"
    elements = [child for child in rest if isinstance(child, nodes.Element)]
    width = max((_width(translator, child) for child in elements), default=0)
    return widened(translator, width, f"picture({translator.block(rest)},{body})")


def chart_image(translator: Translator, node: nodes.Element) -> str:
    """Return a chart; its SVG is kept beside the source."""
    svg = VARIABLE.sub(r"\1", str(node["svg"]))
    return _image(translator, node, f"figures/{node['name']}.svg", svg.encode())


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
    return f"vector({string(name)},{string(str(node['alt']))},{_width(translator, node):.1f}pt)"


def _width(translator: Translator, node: nodes.Element) -> float:
    """Return the width on paper: the picture's own when it fits, else the widest there is."""
    widest = translator.targets.widths_pt[-1]
    own = float(node.get("width_px") or 0) * POINTS_PER_PIXEL
    return min(own, widest) if own else widest


HANDLERS: dict[str, Handler] = {"figure": figure, "chart_image": chart_image, "image": image, "legend": plain}
