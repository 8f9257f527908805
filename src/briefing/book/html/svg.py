"""A figure's SVG made fit for a page that allows no inline style and has two themes.

`style` attributes become presentation attributes, the palette's colours become custom
properties, and ids are made the figure's own, so that two figures may share a page.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from functools import cache

from briefing.exhibits import palette

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_FONT = re.compile(
    r"^(?:(?P<style>italic|oblique)\s+)?(?:(?P<weight>bold|[1-9]00)\s+)?(?P<size>[\d.]+(?:px|pt|em)?)\s+(?P<family>.+)$"
)
_REFERENCE = re.compile(r"url\(#([^)]+)\)")


def prepare_svg(svg: str, name: str) -> str:
    """Return the `<svg>` element of a picture, ready to stand inline in a page.

    It is hidden from assistive technology: its wrapper carries the text alternative.
    Raises `xml.etree.ElementTree.ParseError` when the text is not well-formed XML.
    """
    root = ET.fromstring(svg)  # noqa: S314  the picture is drawn by this package, in this run
    _drop_clutter(root)
    for element in root.iter():
        _style_to_attributes(element)
        _name_ids(element, f"{name}-")
        _name_colours(element)
    _slim(root)
    root.set("stroke-linejoin", "round")  # what Matplotlib says in the <style> dropped above
    root.set("aria-hidden", "true")
    root.set("focusable", "false")
    _size_in_pixels(root)
    for prefix, uri in (("", _SVG), ("xlink", _XLINK)):
        ET.register_namespace(prefix, uri)
    return ET.tostring(root, encoding="unicode")


def pixel_size(svg: str) -> tuple[int, int]:
    """Return width and height of a prepared picture, in CSS pixels."""
    root = ET.fromstring(svg)  # noqa: S314
    return int(root.get("width", "0")), int(root.get("height", "0"))


def _drop_clutter(root: ET.Element) -> None:
    """Drop metadata (dates, makers) and style sheets, which the content security policy refuses."""
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag.rpartition("}")[2] in {"metadata", "style", "script"}:
                parent.remove(child)


def _style_to_attributes(element: ET.Element) -> None:
    style = element.attrib.pop("style", "")
    for declaration in style.split(";"):
        key, colon, value = declaration.partition(":")
        if not colon:
            continue
        if key.strip() == "font":
            _font_to_attributes(element, value.strip())
        else:
            element.set(key.strip(), value.strip())


def _font_to_attributes(element: ET.Element, value: str) -> None:
    """Split the shorthand `font`, which is no presentation attribute."""
    found = _FONT.match(value)
    if found is None:
        return
    for part, given in found.groupdict().items():
        if given:
            element.set(f"font-{part}", given)


def _name_ids(element: ET.Element, prefix: str) -> None:
    for key, value in list(element.attrib.items()):
        if key == "id":
            element.set(key, prefix + value)
        elif key.rpartition("}")[2] == "href" and value.startswith("#"):
            element.set(key, f"#{prefix}{value[1:]}")
        elif "url(#" in value:
            element.set(key, _REFERENCE.sub(rf"url(#{prefix}\1)", value))


def _name_colours(element: ET.Element) -> None:
    names = _colour_names()
    for key in ("fill", "stroke", "stop-color", "color"):
        name = names.get(element.get(key, "").lower())
        if name:
            element.set(key, f"var(--{name})")


@cache
def _colour_names() -> dict[str, str]:
    """Return the palette's name of each colour; the first name wins where two are alike in light and dark."""
    names: dict[str, str] = {}
    for name, colour in palette.LIGHT.items():
        names.setdefault(colour.lower(), name)
    return names


def _slim(root: ET.Element) -> None:
    """Drop ids that nothing refers to, and the blank space between elements: a third of the weight."""
    texts = [value for element in root.iter() for value in element.attrib.values()]
    named = {name for text in texts for name in re.findall(r"^#(.+)|url\(#([^)]+)\)", text) for name in name if name}
    for element in root.iter():
        if element.get("id") not in named:
            element.attrib.pop("id", None)
        if not (element.tail or "").strip():
            element.tail = None
        if not (element.text or "").strip() and len(element):
            element.text = None


def _size_in_pixels(root: ET.Element) -> None:
    """Give width and height in CSS pixels (96 to the inch, 72 points to the inch): the page keeps the room."""
    for key in ("width", "height"):
        value = root.get(key, "")
        number = float(re.sub(r"[a-z%]+$", "", value) or 0)
        root.set(key, str(round(number * 96 / 72 if value.endswith("pt") else number)))
