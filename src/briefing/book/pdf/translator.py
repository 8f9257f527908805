"""From doctree to Typst expressions: the walk, the anchors and links; what a node looks like is told elsewhere.

Typst is written in code mode: a node becomes an expression, a sequence `{a;b}`. Nothing known here is dropped
in silence; a node without a handler stops the build.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path

from docutils import nodes
from sphinx.config import Config

from briefing.book.pdf import TypstError, place
from briefing.book.pdf.literals import LONGEST_WORD, Code, block, call, in_language, words
from briefing.model.ledger import Ledger

#: The id of a record that readers know by its id.
ID = re.compile(r"[A-Z]\d+")
RECORD_CLASSES = frozenset({"claim-ref", "judgement-ref", "passage-ref", "article-ref"})
#: More references than these stand without their pages; the running heads of the ledger say where they are.
MOST_PAGED = 3
#: What a node becomes: the name of a Typst function that takes its content (none: the content itself), or a handler.
Handler = str | Callable[["Translator", nodes.Element], str]


@dataclass
class Volume:
    """What the chapters of one PDF share: the whole book, or, where `own` names its anchors, the brief alone.

    In the book every reference has a page number, but for pages that only the web has. In the brief, what stands
    elsewhere is printed without a link. Pictures lie in `folder`; `files` go with the source, by their path beside it;
    `row_headers` has an entry a table: the column of its row headers, or none. `links` tells of each where it stands;
    `numbers`, what figures and tables are called, by document and id; `rows` are the labels of rows of tables.
    """

    ledger: Ledger
    config: Config
    doctrees: Mapping[str, nodes.document]
    folder: Path
    files: dict[str, bytes]
    own: frozenset[str] | None = None
    numbers: Mapping[tuple[str, str], str] = field(default_factory=dict)
    rows: frozenset[str] = frozenset()
    anchors: set[str] = field(default_factory=set)
    links: dict[str, str] = field(default_factory=dict)
    row_headers: list[int | None] = field(default_factory=list)

    def find(self, docname: str, anchor: str, node: nodes.Node) -> str | None:
        """Return the label of an anchor, or nothing when the words stand without a link."""
        if self.own is not None:
            return f"{self.config.briefing_brief_doc}#{anchor}" if anchor in self.own else None
        if docname in self.config.briefing_web_only:
            return None
        if docname not in self.doctrees:
            message = f"{place(node, docname)}: “{node.astext()}” links to {docname}, which is not in the contents."
            raise TypstError(message)
        return f"{docname}#{anchor}" if anchor else docname

    def require_anchors(self) -> None:
        """Raise `TypstError` for every link that leads to a place which nothing carries."""
        broken = [(where, label) for label, where in self.links.items() if label not in self.anchors]
        if broken:
            lines = (f"{where}: a link leads to {label}, which is not on any page." for where, label in broken)
            raise TypstError("\n".join(lines))


@dataclass
class Translator:
    """Turns the nodes of one document into Typst expressions.

    A run of letters above `longest` may be broken. Where `paged` is off, references stand without the numbers of their
    pages; a reference to one of the labels in `here` is no link.
    """

    docname: str
    handlers: Mapping[str, Handler]
    volume: Volume
    level: int = 0
    depth: int = 0
    longest: int = LONGEST_WORD
    paged: bool = True
    here: frozenset[str] = frozenset()

    @property
    def ledger(self) -> Ledger:
        return self.volume.ledger

    def render(self, node: nodes.Node) -> str:
        """Return the expression for a node, its anchors first, or stop at a node that is not known."""
        if isinstance(node, nodes.Text):
            return words(str(node), self.longest)
        handler = self.handlers.get(type(node).__name__)
        if handler is None or not isinstance(node, nodes.Element):
            message = (
                f"{place(node, self.docname)}: the PDF does not know how to print <{type(node).__name__}>: "
                f"“{node.astext()[:60]}”. Use another form in the chapter, or teach it to briefing/book/pdf."
            )
            raise TypstError(message)
        marks = "" if isinstance(node, nodes.section) else self.anchor(node)
        expression = f"{handler}({self.content(node)})" if isinstance(handler, str) else handler(self, node)
        expression = "" if expression == "{}" else expression
        if expression and (language := node.get("lang")):
            expression = in_language(str(language), expression)
        # The comment tells a fault that Typst finds by the place in the chapter.
        whence = f"//@ {place(node, self.docname)}\n" if isinstance(node, nodes.Body) and expression else ""
        return whence + ";".join(filter(None, (marks, expression)))

    def content(self, node: nodes.Element) -> Code:
        """Return the children of a node as one block of code."""
        return self.block(node.children)

    def block(self, children: Sequence[nodes.Node]) -> Code:
        """Return nodes as one block of code; references that stand in a row are set as one group."""
        parts: list[str] = []
        position = 0
        while position < len(children):
            group = record_group(children[position:])
            if group:
                ids = [str(one.get("claim_id") or one.get("judgement_id") or "") for one in group]
                found = [(self.target(one), one.astext(), name) for one, name in zip(group, ids, strict=True)]
                parts.append(self._references(found, group[0]))
            else:
                parts.append(self.render(children[position]))
            position += max(1, 2 * len(group) - 1)
        return block(*parts, between="\n")

    def anchor(self, node: nodes.Element) -> str:
        """Return what makes the ids of a node a place to link to."""
        return ";".join(call("anchor", label) for label in self.labels(node))

    def labels(self, node: nodes.Element) -> list[str]:
        """Return the labels of a node, each once in the whole volume."""
        every = (f"{self.docname}#{name}" for name in node.get("ids", ()))
        fresh = [label for label in every if label not in self.volume.anchors]
        self.volume.anchors.update(fresh)
        return fresh

    def number(self, node: nodes.Element) -> str:
        """Return what print calls a figure or table, such as `Figure 3`, or nothing."""
        return next(filter(None, (self.volume.numbers.get((self.docname, i)) for i in node.get("ids", ()))), "")

    def link(self, label: str | None, node: nodes.Node) -> str | None:
        """Return the label, and remember that something must carry it."""
        if label:
            self.volume.links.setdefault(label, place(node, self.docname))
        return label

    def target(self, node: nodes.Element) -> str | None:
        """Return the label that a reference inside the book leads to; nothing when it is not linked."""
        uri = f"%{self.docname}#{node['refid']}" if node.get("refid") else str(node.get("refuri", ""))
        if not uri and ID.fullmatch(node.astext()):
            return None
        if not uri.startswith("%"):
            message = f"{place(node, self.docname)}: “{node.astext()}” links to {uri!r}, which is not in the book."
            raise TypstError(message)
        docname, _, anchor = uri[1:].partition("#")
        return self.volume.find(docname, anchor, node)

    def records(self, docname: str, items: Iterable[tuple[str, str]], node: nodes.Node) -> Code:
        """Return references to records of a document, each given as anchor and words, as one group."""
        return self._references([(self.volume.find(docname, anchor, node), said, "") for anchor, said in items], node)

    def _references(self, group: Sequence[tuple[str | None, str, str]], node: nodes.Node) -> Code:
        items = []
        for label, said, number in group:
            if label in self.here:
                return call("strong", words(said))
            # What a reader must know of a record wherever its id stands: that it no longer does. Print may lack it.
            gone = getattr(self.ledger.record_by_id.get(number or said), "withdrawn", None)
            shown = words(f"{said} (withdrawn)" if gone else said)
            printed = self.volume.own is not None or not gone or label in self.volume.rows
            items.append((self.link(label if printed else None, node), shown, "" if number == said else number))
        paged = self.volume.own is None and self.paged and len(group) <= MOST_PAGED
        return call("paged-references" if paged else "references", items)


def record_group(children: Sequence[nodes.Node]) -> list[nodes.Element]:
    """Return the references at the start of `children` that only commas part, or only spaces between plain ids."""
    group: list[nodes.Element] = []
    for node, between, after in zip_longest(children[::2], children[1::2], children[2::2]):
        if not (isinstance(node, nodes.reference) and RECORD_CLASSES.intersection(node.get("classes", ()))):
            break
        group.append(node)
        if not isinstance(between, nodes.Text) or after is None:
            break
        text = between.strip()
        if text != "," and (text or not (ID.fullmatch(node.astext()) and ID.fullmatch(after.astext()))):
            break
    return group
