"""What the chapters of one PDF share: anchors, links, pictures, and what figures and tables are called in print."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field

from docutils import nodes
from sphinx.config import Config

from briefing.book.core.nodes import chart_data
from briefing.book.pdf.errors import TypstError, place
from briefing.book.pdf.table_parts import ENTRIES
from briefing.model.ledger import Ledger

#: The id of a record that readers know by its id.
ID = re.compile(r"[A-Z]\d+")


@dataclass
class Volume:
    """One PDF: the whole book, or, where `own` names its anchors, the brief alone.

    In the book every reference has a page number, but for pages that only the web has. In the brief, what stands
    elsewhere is printed without a link. `files` go with the source, by their path beside it; `row_headers` has an
    entry a table: the column of its row headers, or none. `links` tells of each where it stands.
    """

    ledger: Ledger
    config: Config
    docnames: Container[str]
    read_image: Callable[[str], bytes]
    files: dict[str, bytes]
    own: frozenset[str] | None = None
    numbers: Mapping[tuple[str, str], str] = field(default_factory=dict)
    anchors: set[str] = field(default_factory=set)
    links: dict[str, str] = field(default_factory=dict)
    row_headers: list[int | None] = field(default_factory=list)

    def find(self, docname: str, anchor: str, node: nodes.Node) -> str | None:
        """Return the label of an anchor, or nothing when the words stand without a link."""
        if self.own is not None:
            return f"{self.config.briefing_brief_doc}#{anchor}" if anchor in self.own else None
        if docname in self.config.briefing_web_only:
            return None
        if docname not in self.docnames:
            message = f"{place(node, docname)}: “{node.astext()}” links to {docname}, which is not in the contents."
            raise TypstError(message)
        return f"{docname}#{anchor}" if anchor else docname

    def number(self, docname: str, node: nodes.Element) -> str:
        """Return `Figure 3`, counted over what is printed, or nothing."""
        return next((self.numbers[docname, i] for i in node.get("ids", ()) if (docname, i) in self.numbers), "")

    def require_anchors(self) -> None:
        """Raise `TypstError` for every link that leads to a place which nothing carries."""
        broken = [
            f"{where}: a link leads to {label}, which is not on any page."
            for label, where in self.links.items()
            if label not in self.anchors
        ]
        if broken:
            raise TypstError("\n".join(broken))


def print_once(doctrees: Mapping[str, nodes.document], linked: Container[str]) -> list[nodes.reference]:
    """Leave each table and chart in one chapter; elsewhere a line says where it stands: these references are returned.

    It stays where references lead to it, in one of the `linked` chapters, or else where it is fullest.
    """
    shown: dict[str, list[tuple[str, nodes.Element]]] = {}
    for docname, doctree in doctrees.items():
        for node in [*doctree.findall(nodes.table), *doctree.findall(nodes.figure)]:
            for name in node["ids"][:1]:
                shown.setdefault(name, []).append((docname, node))
    references = []
    for name, places in shown.items():
        kept = max(places, key=lambda one: (one[0] in linked, len(one[1].astext())))
        for _, node in places:
            if node is not kept[1] and name.startswith(("tab-", "fig-")):
                where = nodes.reference("", refuri=f"%{kept[0]}#{name}", classes=["article-ref"])
                node.parent.replace(node, nodes.paragraph("", "", nodes.Text("See "), where, nodes.Text(".")))
                references.append(where)
    return references


def link_records(doctrees: Mapping[str, nodes.document], ledger: Ledger) -> None:
    """Turn ids of records that have a row of their own in print, such as those of gaps, into references to the row."""
    places: dict[str, str] = {}
    for docname, doctree in doctrees.items():
        for row in doctree.findall(nodes.row):
            name = row[0].astext()
            if ID.fullmatch(name) and name in ledger.record_by_id and name not in places:
                places[name] = docname
                row["ids"] = row["ids"] or [name]
    for doctree in doctrees.values():
        for node in [node for node in doctree.findall(nodes.inline) if is_bare_id(node)]:
            name = node.astext()
            where = {"refuri": f"%{places[name]}#{name}"} if name in places else {}
            node.parent.replace(node, nodes.reference("", name, classes=["article-ref"], **where))


def is_bare_id(node: nodes.Element) -> bool:
    """Tell whether a node names a record by its id, and leads nowhere because print has no page for each record."""
    named = any(name.endswith("-ref") for name in node.get("classes", ()))
    return named and type(node) is nodes.inline and ID.fullmatch(node.astext()) is not None


def print_numbers(doctrees: Mapping[str, nodes.document], config: Config) -> dict[tuple[str, str], str]:
    """Return what figures and tables are called in print, by document and id: `Figure 3`, in the order of the pages.

    They are counted anew, because not all that stands on the web is printed, and rows set as entries are no table.
    """
    numbers: dict[tuple[str, str], str] = {}
    counts = {"figure": 0, "table": 0}
    for docname, doctree in doctrees.items() if config.numfig else ():
        for node in doctree.findall(nodes.Element):
            kind = type(node).__name__
            if kind in counts and node.get("ids") and _is_numbered(node):
                counts[kind] += 1
                said = str(config.numfig_format.get(kind, "%s")) % counts[kind]
                numbers.update(dict.fromkeys(((docname, name) for name in node["ids"]), said))
    return numbers


def _is_numbered(node: nodes.Element) -> bool:
    around: nodes.Element | None = node
    while around is not None and not isinstance(around, chart_data):
        around = around.parent
    captioned = any(isinstance(child, nodes.title | nodes.caption) for child in node.children)
    return around is None and captioned and node.get("layout") not in ENTRIES
