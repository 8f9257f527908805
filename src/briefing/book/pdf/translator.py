"""From doctree to Typst expressions: the walk, the anchors and links; what a node looks like is told elsewhere.

Typst is written in code mode: a node becomes an expression, a sequence `{a;b}`. Nothing known here is dropped
in silence; a node without a handler stops the build.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from docutils import nodes

from briefing.book.pdf.errors import TypstError, place, unknown_node
from briefing.book.pdf.literals import LONGEST_WORD, array, string, words

RECORD_CLASSES = frozenset({"claim-ref", "judgement-ref", "passage-ref", "article-ref"})


class Targets(Protocol):
    """Where references lead in the document that is being made."""

    paged: bool
    ledger_doc: str
    widths_pt: tuple[float, ...]

    def find(self, docname: str, anchor: str, node: nodes.Element) -> str | None:
        """Return the label of an anchor, or nothing when the words stand without a link."""

    def number(self, docname: str, kind: str, node: nodes.Element) -> str:
        """Return the number that a figure or table has in the book, in words, or nothing."""


@dataclass
class Assets:
    """Files that the Typst source reads: path below its folder, and content."""

    files: dict[str, bytes] = field(default_factory=dict)
    images: Callable[[str], bytes] = lambda uri: uri.encode()


#: Of more references than this, a caption gives the ids alone; the running heads of the ledger say where they are.
MOST_IN_CAPTION = 12
#: The id of a claim or a judgement.
ID = re.compile(r"[CJ]\d+")
Handler = Callable[["Translator", nodes.Element], str]


@dataclass
class Translator:
    """Turns the nodes of one document into Typst expressions."""

    docname: str
    handlers: Mapping[str, Handler]
    targets: Targets
    assets: Assets
    level: int = 0
    longest: int = LONGEST_WORD
    row_header: str = "head"
    most_paged: float = math.inf
    here: frozenset[str] = frozenset()
    anchors: set[str] = field(default_factory=set)
    links: dict[str, str] = field(default_factory=dict)

    def render(self, node: nodes.Node) -> str:
        """Return the expression for a node, its anchors first, or stop at a node that is not known."""
        if isinstance(node, nodes.Text):
            return words(str(node), self.longest)
        handler = self.handlers.get(type(node).__name__)
        if handler is None or not isinstance(node, nodes.Element):
            raise unknown_node(node, self.docname)
        marks = "" if isinstance(node, nodes.section) else self.anchor(node)
        expression = handler(self, node)
        if expression and (language := node.get("lang")):
            expression = f"in-language({string(str(language))},{expression})"
        return ";".join(filter(None, (marks, expression)))

    def content(self, node: nodes.Element) -> str:
        """Return the children of a node as one block of code."""
        return self.block(node.children)

    def block(self, children: Sequence[nodes.Node]) -> str:
        """Return nodes as one block of code; references that stand in a row are set as one group."""
        return "{" + "\n".join(filter(None, self._expressions(children))) + "}"

    @contextmanager
    def paging(self, most: float) -> Iterator[None]:
        """Within this, add page numbers only to groups of at most so many references."""
        before, self.most_paged = self.most_paged, most
        try:
            yield
        finally:
            self.most_paged = before

    def anchor(self, node: nodes.Element) -> str:
        """Return what makes the ids of a node a place to link to."""
        return ";".join(f"anchor({string(label)})" for label in self.labels(node))

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

    def _expressions(self, children: Sequence[nodes.Node]) -> Iterable[str]:
        position = 0
        while position < len(children):
            group = record_group(children[position:])
            if group:
                yield self._group(group)
                position += 2 * len(group) - 1
            else:
                yield self.render(children[position])
                position += 1

    def _group(self, group: Sequence[nodes.Element]) -> str:
        items = []
        for node in group:
            label = self.target(node)
            if label in self.here:
                return f"strong({words(node.astext())})"
            place_of = self.link(label, node) if label else "none"
            items.append(array([place_of, words(node.astext()), string(record_id(node))]))
        paged = self.targets.paged and len(group) <= self.most_paged
        function = "paged-references" if paged else "references"
        return f"{function}({array(items)})"


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
    found = str(node.get("claim_id") or node.get("judgement_id") or "")
    return "" if found == node.astext() else found
