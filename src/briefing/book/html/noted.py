"""What other pages tell of a document, noted as it is read: its citations, its rows, and what a search finds in it.

To take it from the documents at each build would mean to load every one of them, whatever has changed.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from docutils import nodes
from sphinx.addnodes import only, pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.nodes import traverse_parent

from briefing.book.core import nodes as own

#: Where Sphinx keeps it, among what it knows of each document.
NOTED = "briefing_noted"
#: What a section holds that is found elsewhere or is no text of it.
NOT_SEARCHED = (nodes.section, nodes.title, nodes.literal_block, nodes.comment, own.source_text, own.chart_image)


#: The ids of the records that a mark in a picture leads to.
MARKED = re.compile(r'record:([^"]+)"')
#: Layouts of tables with filters, which tell of all records.
SORTED_OUT = frozenset({"ledger", "comparison"})


class Citation(NamedTuple):
    """A reference to a record or passage: its role and target, the section's anchor and title, empty without one."""

    role: str
    target: str
    anchor: str
    section: str


class Citing(NamedTuple):
    """A section of a chapter that cites a record: its document, the anchor in it, and the titles of both."""

    document: str
    anchor: str
    chapter: str
    section: str


class Text(NamedTuple):
    """A section: anchor, title, and its words."""

    anchor: str
    title: str
    words: str


class Noted(NamedTuple):
    """What is told of a document; a row is the ids of a table's row, and the conditions under which it is shown.

    `named` are the records and passages that its page shows more of than its own words; `whole` where it may show
    something of every record; `edition` where it says something of the edition.
    """

    citations: tuple[Citation, ...]
    rows: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    texts: tuple[Text, ...]
    named: tuple[str, ...]
    whole: bool
    edition: bool


def noted(env: BuildEnvironment, document: str) -> Noted:
    """Return what is told of a document that has been read."""
    found: Noted | None = env.metadata[document].get(NOTED)
    return found or note(env.get_doctree(document))


def note(doctree: nodes.document) -> Noted:
    """Return what is told of a document."""
    citations, rows = tuple(_citations(doctree)), tuple(_rows(doctree))
    pictures = [str(node.get(name, "")) for node in doctree.findall(own.chart_image) for name in ("svg", "svg_narrow")]
    marked = (name.strip() for picture in pictures for names in MARKED.findall(picture) for name in names.split(","))
    named = sorted({*(one.target for one in citations), *(id_ for ids, _ in rows for id_ in ids), *marked})
    sorted_out = any(table.get("layout") in SORTED_OUT for table in doctree.findall(nodes.table))
    whole = sorted_out or any(doctree.findall(own.source_text)) or any(one.role == "ledger" for one in citations)
    return Noted(citations, rows, tuple(_texts(doctree)), tuple(named), whole, _tells_of_edition(doctree))


def _tells_of_edition(doctree: nodes.document) -> bool:
    return any(node["reftype"] == "edition" for node in doctree.findall(pending_xref))


def _citations(doctree: nodes.document) -> Iterator[Citation]:
    for node in doctree.findall(pending_xref):
        if node.get("refdomain") == "briefing":
            section = next(iter(traverse_parent(node, nodes.section)), None)
            heading = next(section.findall(nodes.title), None) if section else None
            anchor = section["ids"][0] if section and section["ids"] else ""
            yield Citation(node["reftype"], node["reftarget"], anchor, heading.astext() if heading else "")


def _rows(doctree: nodes.document) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    for row in doctree.findall(nodes.row):
        if row["ids"]:
            yield tuple(row["ids"]), tuple(str(part["expr"]) for part in traverse_parent(row, only))


def _texts(doctree: nodes.document) -> Iterator[Text]:
    """Yield the sections of a page: heading and text, tables included, without code and source texts."""
    for section in doctree.findall(nodes.section):
        title = next(iter(section.findall(nodes.title)), None)
        if title is not None:
            words = " ".join(text for child in section.children for text in _words(child))
            yield Text(section["ids"][0] if section["ids"] else "", title.astext(), words)


def _words(node: nodes.Node) -> Iterator[str]:
    """Yield the texts below a node, of a cell's output the one that pages show."""
    if isinstance(node, nodes.Text):
        yield str(node)
    elif isinstance(node, nodes.Element) and not isinstance(node, NOT_SEARCHED):
        # MyST-NB 1.4: one child for each form of an output.
        of_forms = node.get("nb_element") == "mime_bundle"
        for child in node.children:
            if not of_forms or child.get("mime_type") == "text/markdown":
                yield from _words(child)


def _note(app: Sphinx, doctree: nodes.document) -> None:
    register = app.env.docname in {app.config.briefing_ledger_doc, app.config.briefing_sources_doc}  # nobody asks them
    app.env.metadata[app.env.docname][NOTED] = (
        Noted((), (), (), (), True, _tells_of_edition(doctree)) if register else note(doctree)
    )


def setup(app: Sphinx) -> None:
    """Note every document that is read."""
    app.connect("doctree-read", _note, priority=950)
