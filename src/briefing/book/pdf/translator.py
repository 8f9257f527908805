"""From doctree to Typst expressions: the walk, the anchors and links; what a node looks like is told elsewhere.

Typst is written in code mode: a node becomes an expression, a sequence `{a;b}`. Nothing known here is dropped
in silence; a node without a handler stops the build.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from docutils import nodes

from briefing.book.pdf.errors import TypstError, place
from briefing.book.pdf.literals import LONGEST_WORD, array, string, words
from briefing.book.pdf.targets import Targets
from briefing.model.ledger import Ledger

RECORD_CLASSES = frozenset({"claim-ref", "judgement-ref", "passage-ref", "article-ref"})


@dataclass
class Assets:
    """What goes with a Typst source: files by their path below its folder, and how pictures of chapters are read."""

    files: dict[str, bytes] = field(default_factory=dict)
    images: Callable[[str], bytes] = lambda uri: uri.encode()


#: More references than these stand without their pages; the running heads of the ledger say where they are.
MOST_PAGED = 3
#: The id of a claim or a judgement.
ID = re.compile(r"[CJ]\d+")
#: What a node becomes: the name of a Typst function that takes its content (none: the content itself), or a handler.
Handler = str | Callable[["Translator", nodes.Element], str]


@dataclass
class Translator:
    """Turns the nodes of one document into Typst expressions.

    `row_headers` grows by one entry a table: the column of its row headers, or none. Where `paged` is off, references
    stand without the numbers of their pages.
    """

    docname: str
    handlers: Mapping[str, Handler]
    targets: Targets
    assets: Assets
    level: int = 0
    depth: int = 0
    longest: int = LONGEST_WORD
    paged: bool = True
    here: frozenset[str] = frozenset()
    anchors: set[str] = field(default_factory=set)
    links: dict[str, str] = field(default_factory=dict)
    row_headers: list[int | None] = field(default_factory=list)

    @property
    def ledger(self) -> Ledger:
        return self.targets.ledger

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

    def content(self, node: nodes.Element) -> str:
        """Return the children of a node as one block of code."""
        return self.block(node.children)

    def block(self, children: Sequence[nodes.Node]) -> str:
        """Return nodes as one block of code; references that stand in a row are set as one group."""
        return "{" + "\n".join(filter(None, self._expressions(children))) + "}"

    def anchor(self, node: nodes.Element) -> str:
        """Return what makes the ids of a node a place to link to."""
        return ";".join(f"anchor({string(label)})" for label in self.labels(node))

    def anchored(self, node: nodes.Element) -> str:
        """Return the anchors of a node that is printed as part of its parent, ready for what follows."""
        marks = self.anchor(node)
        return f"{marks};" if marks else ""

    def labels(self, node: nodes.Element) -> list[str]:
        """Return the labels of a node, each once in the whole document."""
        fresh = [f"{self.docname}#{name}" for name in node.get("ids", ())]
        fresh = [label for label in fresh if label not in self.anchors]
        self.anchors.update(fresh)
        return fresh

    def link(self, label: str, node: nodes.Node) -> str:
        """Return the label as a string literal, and remember that something must carry it."""
        self.links.setdefault(label, place(node, self.docname))
        return string(label)

    def target(self, node: nodes.Element) -> str | None:
        """Return the label that a reference inside the book leads to; nothing when it is not linked."""
        if node.get("refid"):
            return self.targets.find(self.docname, str(node["refid"]), node)
        uri = str(node.get("refuri", ""))
        if not uri.startswith("%"):
            message = f"{place(node, self.docname)}: “{node.astext()}” links to {uri!r}, which is not in the book."
            raise TypstError(message)
        docname, _, anchor = uri[1:].partition("#")
        return self.targets.find(docname, anchor, node)

    def records(self, items: Iterable[tuple[str, str, str]], node: nodes.Node) -> str:
        """Return references to records, each given as document, anchor and words, as one group."""
        return self._references([(self.targets.find(doc, anchor, node), said, "") for doc, anchor, said in items], node)

    def _expressions(self, children: Sequence[nodes.Node]) -> Iterable[str]:
        position = 0
        while position < len(children):
            group = record_group(children[position:])
            if group:
                found = [(self.target(node), node.astext(), record_id(node)) for node in group]
                yield self._references(found, group[0])
                position += 2 * len(group) - 1
            else:
                yield self.render(children[position])
                position += 1

    def _references(self, group: Sequence[tuple[str | None, str, str]], node: nodes.Node) -> str:
        items = []
        for label, said, number in group:
            if label in self.here:
                return f"strong({words(said)})"
            place_of = self.link(label, node) if label else "none"
            items.append(array([place_of, words(said + self._state(said)), string(number)]))
        paged = self.targets.paged and self.paged and len(group) <= MOST_PAGED
        return f"{'paged-references' if paged else 'references'}({array(items)})"

    def _state(self, name: str) -> str:
        """Return what a reader must know of a record wherever its id stands: that it no longer stands."""
        record = self.ledger.record_by_id.get(name)
        return " (withdrawn)" if getattr(record, "withdrawn", None) else ""


def in_language(tag: str, expression: str) -> str:
    """Return an expression whose words are in another language, and so perhaps in another direction."""
    return f"in-language({string(tag)},{{{expression}}})"


def record_group(children: Sequence[nodes.Node]) -> list[nodes.Element]:
    """Return the references at the start of `children` that only commas part, or only spaces between plain ids."""
    group: list[nodes.Element] = []
    for position, node in enumerate(children):
        if position % 2 == 0:
            if not is_record(node):
                break
            group.append(node)
        elif not _parts(children, position):
            break
    return group


def _parts(children: Sequence[nodes.Node], position: int) -> bool:
    """Tell whether the text at `position` does no more than part two references."""
    if not isinstance(children[position], nodes.Text) or position + 1 == len(children):
        return False
    text = children[position].astext().strip()
    beside = (children[position - 1], children[position + 1])
    return text == "," or (not text and all(is_record(node) and ID.fullmatch(node.astext()) for node in beside))


def is_record(node: nodes.Node) -> bool:
    """Tell whether a node refers to a record of the ledger."""
    return isinstance(node, nodes.reference) and not RECORD_CLASSES.isdisjoint(node.get("classes", ()))


def record_id(node: nodes.Element) -> str:
    """Return the id that a reader on paper needs, or nothing when the words are the id already."""
    name = str(node.get("claim_id") or node.get("judgement_id") or "")
    return "" if name == node.astext() else name
