"""The HTML of a chart and of the table it was drawn from, under any theme; of guidance; and how figures are counted.

A picture is made fit for a page that allows no inline style and has two themes: `style` attributes become presentation
attributes, the palette's colours become custom properties, ids are made the figure's own, so that two figures may share
a page, and marks lead to their records.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from functools import partial

from docutils import nodes
from sphinx.addnodes import only
from sphinx.application import Sphinx
from sphinx.domains.std import StandardDomain
from sphinx.writers.html5 import HTML5Translator

from briefing.book.core import nodes as own
from briefing.book.core.directives import length
from briefing.book.core.state import get_ledger, has_record_pages
from briefing.book.html.assets import part
from briefing.book.html.catalogue import get_catalogue
from briefing.exhibits import palette

_RECORD = "record:"
_FONT = re.compile(
    r"^(?:(?P<style>italic|oblique)\s+)?(?:(?P<weight>bold|[1-9]00)\s+)?(?P<size>[\d.]+(?:px|pt|em)?)\s+(?P<family>.+)$"
)
_GEOMETRY = frozenset({"d", "x", "y", "width", "height", "points", "transform"})
_LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}")
#: The palette's name of each colour; the first name wins where two are alike in light and dark.
_COLOURS = {colour.lower(): name for name, colour in reversed(palette.LIGHT.items())}
#: Where a mark that names records leads, and the rest of its attributes; nothing where it leads nowhere.
Link = Callable[[str], Mapping[str, str] | None]


def visit_chart_image(self: HTML5Translator, node: own.chart_image) -> None:
    """Write the picture, inline, and the one drawn for a narrow page; its words are its text alternative."""
    drawn = {"wide": node["svg"], "narrow": node["svg_narrow"]} if node.get("svg_narrow") else {"only": node["svg"]}
    pictures = [
        {
            "kind": kind,
            "width": round(length(svg, "width")),
            "svg": prepare_svg(svg, f"{node['name']}-{kind}".replace("_", "-"), partial(_record_link, self)),
        }
        for kind, svg in drawn.items()
    ]
    self.body.append(part("chart.html", name=node["name"], alt=node["alt"], pictures=pictures))
    raise nodes.SkipNode


def _record_link(self: HTML5Translator, names: str) -> Mapping[str, str] | None:
    """Return the link of a mark that names records, where the build writes pages for them and the ledger has them."""
    app, ids = self.builder.app, [name.strip() for name in names.split(",")]
    if not has_record_pages(app) or not all(name in get_ledger(app).record_by_id for name in ids):
        return None
    views = [get_catalogue(app).view(name) for name in ids]
    label = ", ".join(f"{view.name}{' (withdrawn)' if view.withdrawn else ''}" for view in views)
    if len(views) == 1 and views[0].says != views[0].name:
        label += f": {views[0].says}"
    address = self.builder.get_relative_uri(self.builder.current_docname, views[0].page)
    return {"href": address, "data-card": " ".join(ids), "aria-label": label}


def prepare_svg(svg: str, name: str, link: Link = lambda _: None) -> str:
    """Return the `<svg>` element of a picture, ready to stand inline in a page.

    A mark that names records (`record:C04,C05`) becomes the link that `link` makes of these ids, or none. A picture
    without links is hidden from assistive technology: its wrapper carries the text alternative.
    Raises `xml.etree.ElementTree.ParseError` when the text is not well-formed XML.
    """
    root = ET.fromstring(svg)  # noqa: S314  the picture is drawn by this package, in this run
    for element in root.iter():
        # Inline in HTML no name has a space of its own; so nothing has to be registered for the whole process.
        element.tag = element.tag.rpartition("}")[2]
    for element in list(root.iter()):
        # Metadata (dates, makers) and style sheets, which the content security policy refuses.
        element[:] = [child for child in element if child.tag not in {"metadata", "style", "script"}]
        _style_to_attributes(element)
        _name_ids(element, f"{name}-")
        for key in ("fill", "stroke", "stop-color", "color"):
            if colour := _COLOURS.get(element.get(key, "").lower()):
                element.set(key, f"var(--{colour})")
    _slim(root)
    _unwrap(root)
    if not _link_records(root, link):
        root.set("aria-hidden", "true")
    root.set("stroke-linejoin", "round")  # what Matplotlib says in the <style> dropped above
    root.set("focusable", "false")
    for side in ("width", "height"):  # the page keeps the room
        root.set(side, str(round(length(svg, side))))
    return ET.tostring(root, encoding="unicode")


def _style_to_attributes(element: ET.Element) -> None:
    """Say in attributes what stands in `style`; the shorthand `font`, which is none, in its parts."""
    for declaration in element.attrib.pop("style", "").split(";"):
        key, colon, value = (part.strip() for part in declaration.partition(":"))
        font = _FONT.match(value) if key == "font" else None
        if font:
            element.attrib |= {f"font-{part}": given for part, given in font.groupdict().items() if given}
        elif colon and key != "font":
            element.set(key, value)


def _name_ids(element: ET.Element, prefix: str) -> None:
    for key, value in list(element.attrib.items()):
        if key == "id":
            element.set(key, prefix + value)
        elif key.rpartition("}")[2] == "href":
            del element.attrib[key]
            element.set("href", f"#{prefix}{value[1:]}" if value.startswith("#") else value)
        elif "url(#" in value:
            element.set(key, re.sub(r"url\(#([^)]+)\)", rf"url(#{prefix}\1)", value))


def _slim(root: ET.Element) -> None:
    """Drop ids that nothing refers to, blank space, and digits that no eye sees: half of the weight."""
    texts = [value for element in root.iter() for value in element.attrib.values()]
    named = {name for text in texts for name in re.findall(r"^#(.+)|url\(#([^)]+)\)", text) for name in name if name}

    def rounded(long: re.Match[str]) -> str:
        return f"{float(long[0]):.2f}".rstrip("0").rstrip(".")

    for element in root.iter():
        if element.get("id") not in named:
            element.attrib.pop("id", None)
        for key in _GEOMETRY & element.attrib.keys():
            element.set(key, " ".join(_LONG_NUMBER.sub(rounded, element.attrib[key]).split()))
        if element.get("transform", "").startswith("rotate(-0 "):
            del element.attrib["transform"]
        if not (element.tail or "").strip():
            element.tail = None
        if not (element.text or "").strip() and len(element):
            element.text = None


def _unwrap(element: ET.Element) -> None:
    """Take groups away that say nothing, and make neighbouring marks of the same records one."""
    merged: list[ET.Element] = []
    for wrapped in element:
        _unwrap(wrapped)
        for child in list(wrapped) if wrapped.tag == "g" and not wrapped.attrib else [wrapped]:
            before = merged[-1] if merged else None
            if before is not None and child.tag == before.tag == "a" and child.get("href") == before.get("href"):
                before.extend(child)
            else:
                merged.append(child)
    element[:] = merged


def _link_records(root: ET.Element, link: Link) -> bool:
    """Turn the marks of records into links to them; a link elsewhere, or to nothing, is a plain group."""
    linked = False
    for mark in list(root.iter("a")):
        target = mark.attrib.pop("href", "")
        made = link(target.removeprefix(_RECORD)) if target.startswith(_RECORD) else None
        mark.attrib |= made or {}
        mark.tag = "a" if made else "g"
        linked |= bool(made)
    return linked


def open_element(self: HTML5Translator, node: own.chart_data | own.guide) -> None:
    """Open the folded table of a chart, or guidance."""
    if isinstance(node, own.guide):
        self.body.append(self.starttag(node, "div", CLASS="guide"))
    else:
        self.body.append(f"{self.starttag(node, 'details', CLASS='chart-data')}<summary>Show the data</summary>\n")


def close_element(self: HTML5Translator, node: own.chart_data | own.guide) -> None:
    """Close it."""
    self.body.append("</div>\n" if isinstance(node, own.guide) else "</details>\n")


class WebNumbers(StandardDomain):
    """Sphinx's own domain, but what stands in print alone takes no number from the figures and tables of the web."""

    def get_enumerable_node_type(self, node: nodes.Node) -> str | None:
        """Return what a node is counted as."""
        kind = super().get_enumerable_node_type(node)
        # Most nodes are no figure and no table.
        in_print = kind and any(isinstance(one, only) and one["expr"] == "typst" for one in own.around(node))
        return None if in_print else kind


def setup(app: Sphinx) -> None:
    """Register the nodes of a chart, guidance, and how figures are counted."""
    app.add_domain(WebNumbers, override=True)
    app.add_node(own.chart_image, html=(visit_chart_image, None))
    app.add_node(own.chart_data, html=(open_element, close_element))
    app.add_node(own.guide, html=(open_element, close_element))
