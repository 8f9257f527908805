"""A figure's SVG made fit for a page that allows no inline style and has two themes.

`style` attributes become presentation attributes, the palette's colours become custom
properties, ids are made the figure's own, so that two figures may share a page, and marks lead to their records.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from briefing.book.core.directives import length
from briefing.exhibits import palette

_RECORD = "record:"
_FONT = re.compile(
    r"^(?:(?P<style>italic|oblique)\s+)?(?:(?P<weight>bold|[1-9]00)\s+)?(?P<size>[\d.]+(?:px|pt|em)?)\s+(?P<family>.+)$"
)
_GEOMETRY = frozenset({"d", "x", "y", "width", "height", "points", "transform"})
_LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}")
_REFERENCE = re.compile(r"url\(#([^)]+)\)")


class RecordLink(NamedTuple):
    """Where a mark of a picture leads, the ids of its records, and its name for who cannot see it."""

    href: str
    ids: tuple[str, ...]
    label: str


def prepare_svg(svg: str, name: str, link: Callable[[str], RecordLink | None] = lambda _: None) -> str:
    """Return the `<svg>` element of a picture, ready to stand inline in a page.

    A mark that names records (`record:C04,C05`) becomes the link that `link` makes of these ids, or none. A picture
    without links is hidden from assistive technology: its wrapper carries the text alternative.
    Raises `xml.etree.ElementTree.ParseError` when the text is not well-formed XML.
    """
    root = ET.fromstring(svg)  # noqa: S314  the picture is drawn by this package, in this run
    _drop_clutter(root)
    for element in root.iter():
        # Inline in HTML no name has a space of its own; so nothing has to be registered for the whole process.
        element.tag = element.tag.rpartition("}")[2]
        _style_to_attributes(element)
        _name_ids(element, f"{name}-")
        for key in ("fill", "stroke", "stop-color", "color"):
            if colour := _colour_names().get(element.get(key, "").lower()):
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


def _drop_clutter(root: ET.Element) -> None:
    """Drop metadata (dates, makers) and style sheets, which the content security policy refuses."""
    for parent in list(root.iter()):
        parent[:] = [child for child in parent if child.tag.rpartition("}")[2] not in {"metadata", "style", "script"}]


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
            element.set(key, _REFERENCE.sub(rf"url(#{prefix}\1)", value))


@cache
def _colour_names() -> dict[str, str]:
    """Return the palette's name of each colour; the first name wins where two are alike in light and dark."""
    names: dict[str, str] = {}
    for name, colour in palette.LIGHT.items():
        names.setdefault(colour.lower(), name)
    return names


def _slim(root: ET.Element) -> None:
    """Drop ids that nothing refers to, blank space, and digits that no eye sees: half of the weight."""
    texts = [value for element in root.iter() for value in element.attrib.values()]
    named = {name for text in texts for name in re.findall(r"^#(.+)|url\(#([^)]+)\)", text) for name in name if name}
    for element in root.iter():
        if element.get("id") not in named:
            element.attrib.pop("id", None)
        for key in _GEOMETRY & element.attrib.keys():
            element.set(
                key,
                " ".join(
                    _LONG_NUMBER.sub(
                        lambda long: f"{float(long[0]):.2f}".rstrip("0").rstrip("."), element.attrib[key]
                    ).split()
                ),
            )
        if element.get("transform", "").startswith("rotate(-0 "):
            del element.attrib["transform"]
        if not (element.tail or "").strip():
            element.tail = None
        if not (element.text or "").strip() and len(element):
            element.text = None


def _unwrap(element: ET.Element) -> None:
    """Take groups away that say nothing, and make neighbouring marks of the same records one."""
    children: list[ET.Element] = []
    for child in element:
        _unwrap(child)
        children += list(child) if child.tag == "g" and not child.attrib else [child]
    merged: list[ET.Element] = []
    for child in children:
        before = merged[-1] if merged else None
        if before is not None and child.tag == before.tag == "a" and child.get("href") == before.get("href"):
            before.extend(child)
        else:
            merged.append(child)
    element[:] = merged


def _link_records(root: ET.Element, link: Callable[[str], RecordLink | None]) -> bool:
    """Turn the marks of records into links to them; a link elsewhere, or to nothing, is a plain group."""
    linked = False
    for mark in list(root.iter("a")):
        target = mark.attrib.pop("href", "")
        made = link(target.removeprefix(_RECORD)) if target.startswith(_RECORD) else None
        if made is None:
            mark.tag = "g"
            continue
        linked = True
        mark.attrib |= {"href": made.href, "data-card": " ".join(made.ids), "aria-label": made.label}
    return linked
