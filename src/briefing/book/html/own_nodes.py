"""The HTML of what a chapter's cells show, under any theme: charts and their tables, source texts; and of guidance.

A picture is made fit for a page that allows no inline style and has two themes: `style` attributes become presentation
attributes, the palette's colours become custom properties, ids are made the figure's own, so that two figures may share
a page, and marks lead to their records. In a source text a mark is told apart by its tint and by the kind of line under
it, so that colour is not the only carrier; a second view, chosen by a radio button, shows coverage.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Container, Mapping
from functools import partial
from typing import Any

from docutils import nodes
from markupsafe import Markup
from sphinx.addnodes import only
from sphinx.application import Sphinx
from sphinx.domains.std import StandardDomain
from sphinx.util.nodes import traverse_parent
from sphinx.writers.html5 import HTML5Translator

from briefing.book.core import nodes as own
from briefing.book.core.direction import direction
from briefing.book.core.directives import length
from briefing.book.core.state import get_ledger, has_record_pages
from briefing.book.html.assets import part
from briefing.book.html.catalogue import get_catalogue
from briefing.exhibits import palette
from briefing.model.base import grouped
from briefing.model.words import dated_name

_RECORD = "record:"
_FONT = re.compile(
    r"^(?:(?P<style>italic|oblique)\s+)?(?:(?P<weight>bold|[1-9]00)\s+)?(?P<size>[\d.]+(?:px|pt|em)?)\s+(?P<family>.+)$"
)
#: What refers to a name in the same picture.
_REFERENCE = re.compile(r"""(?:href=["']|url\()#([^"')]+)""")
#: Metadata (dates, makers), and style sheets and scripts, which the content security policy refuses.
_DROPPED = frozenset({"metadata", "style", "script"})
_PAINTS = frozenset({"fill", "stroke", "stop-color", "color"})
_GEOMETRY = frozenset({"d", "x", "y", "width", "height", "points", "transform"})
_LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}")
#: The palette's name of each colour; the first name wins where two are alike in light and dark.
_COLOURS = {colour.lower(): name for name, colour in reversed(palette.LIGHT.items())}
#: The palette has so many colours for what claims bear on, CSS so many kinds of line: together twenty marks.
TINTS, LINES = 4, 5
#: Where a mark leads that names records and has words, and the rest of its attributes; nothing where it leads nowhere.
Link = Callable[[str, str], Mapping[str, str] | None]


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


def _record_link(self: HTML5Translator, names: str, words: str) -> Mapping[str, str] | None:
    """Return the link of a mark that names records, where the build writes pages for them and the ledger has them.

    Its name begins with the words that are seen (WCAG 2.2, success criterion 2.5.3).
    """
    app, ids = self.builder.app, [name.strip() for name in names.split(",")]
    if not has_record_pages(app) or not all(name in get_ledger(app).record_by_id for name in ids):
        return None
    views = [get_catalogue(app).view(name) for name in ids]
    label = ", ".join(f"{view.name}{' (withdrawn)' if view.withdrawn else ''}" for view in views)
    if len(views) == 1 and views[0].says != views[0].name:
        label += f": {views[0].says}"
    if words:
        unsaid = ", ".join(n for n in label.split(": ")[0].split(", ") if n not in words)
        label = f"{words} ({unsaid})" if unsaid else words
    address = self.builder.get_relative_uri(self.builder.current_docname, views[0].page)
    return {"href": address, "data-card": " ".join(ids), "aria-label": label}


def prepare_svg(svg: str, name: str, link: Link = lambda *_: None) -> str:
    """Return the `<svg>` element of a picture, ready to stand inline in a page.

    A mark that names records (`record:C04,C05`) becomes the link that `link` makes of these ids and of the words in
    it, or none. A picture without links is hidden from assistive technology: its wrapper carries the text alternative.
    Raises `xml.etree.ElementTree.ParseError` when the text is not well-formed XML.
    """
    root = ET.fromstring(svg)  # noqa: S314  the picture is drawn by this package, in this run
    _prepare(root, f"{name}-", frozenset(_REFERENCE.findall(svg)))
    for mark in list(root.iter("a")):  # one that leads elsewhere, or to nothing, is a plain group
        target = mark.attrib.pop("href", "")
        words = " ".join(" ".join(mark.itertext()).split())
        made = link(target.removeprefix(_RECORD), words) if target.startswith(_RECORD) else None
        mark.attrib |= made or {}
        mark.tag = "a" if made else "g"
    if root.find(".//a") is None:
        root.set("aria-hidden", "true")
    root.set("stroke-linejoin", "round")  # what Matplotlib says in the <style> dropped above
    root.set("focusable", "false")
    for side in ("width", "height"):  # the page keeps the room
        root.set(side, str(round(length(svg, side))))
    return ET.tostring(root, encoding="unicode")


def _prepare(element: ET.Element, prefix: str, referred: Container[str]) -> None:
    """Make an element and all in it fit for a page: half of its weight goes, as do groups that say nothing.

    Neighbouring marks of the same records become one.
    """
    # Inline in HTML no name has a space of its own; so nothing has to be registered for the whole process.
    element.tag = element.tag.rpartition("}")[2]
    element.attrib = _attributes(element, prefix, referred)
    element[:] = [inner for inner in element if inner.tag.rpartition("}")[2] not in _DROPPED]
    element.tail = element.tail if (element.tail or "").strip() else None
    element.text = element.text if (element.text or "").strip() or not len(element) else None
    kept: list[ET.Element] = []
    for wrapped in element:
        _prepare(wrapped, prefix, referred)
        for child in list(wrapped) if wrapped.tag == "g" and not wrapped.attrib else [wrapped]:
            if kept and child.tag == kept[-1].tag == "a" and child.get("href") == kept[-1].get("href"):
                kept[-1].extend(child)
            else:
                kept.append(child)
    element[:] = kept


def _attributes(element: ET.Element, prefix: str, referred: Container[str]) -> dict[str, str]:
    """Return attributes with what `style` says, ids that are referred to under a prefix, and no digits no eye sees."""
    given = {key.rpartition("}")[2]: value for key, value in element.attrib.items()}
    for declaration in given.pop("style", "").split(";"):
        key, colon, value = (part.strip() for part in declaration.partition(":"))
        if key == "font" and (font := _FONT.match(value)):  # a shorthand, which is no attribute
            given |= {f"font-{part}": said for part, said in font.groupdict().items() if said}
        elif colon and key != "font":
            given[key] = value
    given |= {"href": given.pop("href")} if "href" in given else {}
    for key, value in list(given.items()):
        if (key == "id" and value not in referred) or (key == "transform" and value.startswith("rotate(-0 ")):
            del given[key]
        elif key == "id":
            given[key] = prefix + value
        elif key in _GEOMETRY:
            given[key] = " ".join(_LONG_NUMBER.sub(_rounded, value).split())
        else:
            named = re.sub(r"^#" if key == "href" else r"(?<=url\()#", f"#{prefix}", value)
            given[key] = f"var(--{_COLOURS[named.lower()]})" if key in _PAINTS and named.lower() in _COLOURS else named
    return given


def _rounded(long: re.Match[str]) -> str:
    return f"{float(long[0]):.2f}".rstrip("0").rstrip(".")


def open_element(self: HTML5Translator, node: own.chart_data | own.guide) -> None:
    """Open the folded table of a chart, or guidance."""
    if isinstance(node, own.guide):
        self.body.append(self.starttag(node, "div", CLASS="guide"))
    else:
        self.body.append(f"{self.starttag(node, 'details', CLASS='chart-data')}<summary>Show the data</summary>\n")


def close_element(self: HTML5Translator, node: own.chart_data | own.guide) -> None:
    """Close it."""
    self.body.append("</div>\n" if isinstance(node, own.guide) else "</details>\n")


def visit_source_text(self: HTML5Translator, node: own.source_text) -> None:
    """Write an article; the choice of view stands before the first of a page."""
    ledger = get_ledger(self.builder.app)
    is_first = node.document is None or node is next(node.document.findall(own.source_text))
    bearings = [(term.label, _look(n)) for n, term in enumerate(ledger.vocabulary.get("bears_on", {}).values())]
    article = {
        "bearings": [bearings] if is_first else [],
        "label": f"Full text, {dated_name(ledger, node['article_id'])}",
        "name": f"{dated_name(ledger, node['article_id'])}: {ledger.article_by_id[node['article_id']].title}",
        "id": node["ids"][0],
        "language": node["lang"],
        "direction": direction(node["lang"]),
        "lines": [_line(self, line) for line in node.findall(own.source_block)],
    }
    self.body.append(part("source.html", **article) + "\n")
    raise nodes.SkipNode


def _line(self: HTML5Translator, line: own.source_block) -> dict[str, Any]:
    """Return a line: its runs of words, beside it the claims that quote it, and the reasons why none does."""
    marks = list(line.findall(own.mark))
    keys = (key for mark in marks for key in mark["evidence_keys"])
    quoting = grouped((get_ledger(self.builder.app).evidence_by_key[key].claim, key) for key in keys)
    return {
        "role": line["role"],
        "furniture": line["furniture"],
        "runs": [_run(self, run) for run in line.children],
        "claims": [(quoted[0], _claim(self, name)) for name, quoted in quoting.items()],
        "reasons": dict.fromkeys((mark["status"], mark["reason"]) for mark in marks if mark["reason"]),
    }


def _run(self: HTML5Translator, run: nodes.Node) -> dict[str, Any]:
    """Return a run of words and how it is coded; a quoted run leads to the first claim that quotes it."""
    words = Markup(self.encode(run.astext()))  # noqa: S704 -- escaped right now
    if not isinstance(run, own.mark):
        return {"words": words, "status": ""}
    claims = [_claim(self, name) for name in run["claim_ids"]]
    coded = {"status": run["status"], "keys": run["evidence_keys"], "anchors": run["ids"], "claims": claims}
    return {"words": words, "linked": claims and words.strip(), **coded}


def _claim(self: HTML5Translator, name: str) -> dict[str, str]:
    """Return what is told of a claim; its look is that of its bearing, by the place of it in the vocabulary."""
    builder, document = self.builder, str(self.builder.config.briefing_ledger_doc)
    ledger = get_ledger(builder.app)
    claim, bearings = ledger.claim_by_id[name], [*ledger.vocabulary.get("bears_on", {})]
    position = bearings.index(claim.bears_on) if claim.bears_on in bearings else len(bearings)
    here, has_row = builder.current_docname, document in builder.env.found_docs
    uri = builder.get_relative_uri(here, document if has_row else f"claims/{name}") + f"#{name}" * has_row
    return {"id": name, "statement": claim.statement, "uri": uri, "look": _look(position)}


def _look(place: int) -> str:
    """Return the classes of a colour and a kind of line, which no two of the first twenty places share."""
    return f"bears-{place % TINTS + 1} line-{place % LINES + 1}"


class WebNumbers(StandardDomain):
    """Sphinx's own domain, but what stands in print alone takes no number from the figures and tables of the web."""

    def get_enumerable_node_type(self, node: nodes.Node) -> str | None:
        """Return what a node is counted as."""
        kind = super().get_enumerable_node_type(node)
        # Most nodes are no figure and no table.
        in_print = kind and any(one["expr"] == "typst" for one in traverse_parent(node, only))
        return None if in_print else kind


def setup(app: Sphinx) -> None:
    """Register the nodes, and how figures are counted."""
    app.add_domain(WebNumbers, override=True)
    app.add_node(own.chart_image, html=(visit_chart_image, None))
    app.add_node(own.chart_data, html=(open_element, close_element))
    app.add_node(own.guide, html=(open_element, close_element))
    app.add_node(own.source_text, html=(visit_source_text, None))
    app.add_node(own.source_block)
    app.add_node(own.mark)
