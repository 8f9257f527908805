"""The page that is printed, read by the rules of `briefing.checking` once more: title, alternative text and output.

What a chapter's cells show comes from the ledger and is passed over; all else becomes the same blocks as in
`briefing.checking.prose`, so that what is printed is held to what is checked.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from docutils import nodes
from sphinx.addnodes import only, pending_xref
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from briefing.book.core import nodes as own
from briefing.book.core.state import get_layout, get_ledger
from briefing.checking.chapters import Page, read_pages
from briefing.checking.contents import BOOK, count_prose, over_budget, read_budgets
from briefing.checking.prose import Block, Kind, add_role, count_words
from briefing.checking.rules import checks
from briefing.model.base import Span
from briefing.reading.languages import language_of
from briefing.reading.settings import APPARATUS, read_settings

logger = logging.getLogger(__name__)

#: The event that tells how many words the front page, the findings and the whole book have.
COUNTED = "briefing-words-counted"
#: The event by which a builder says in a line what it has written.
WRITTEN = "briefing-written"
HEADINGS = (nodes.title, nodes.rubric, nodes.term, nodes.subtitle)
#: Attributes whose words a reader meets.
SPOKEN = ("alt", "reftitle", "title")
_NAMED = 5  # pages that a warning of too many words names
#: Words of each page that a build has written.
word_counts: WeakKeyDictionary[Sphinx, dict[str, int]] = WeakKeyDictionary()


class PrintedPage(SphinxPostTransform):
    """Warns of whatever a page would print that the rules do not allow; warnings fail the build."""

    #: After the outputs of cells are chosen (4) and glued (5), before references lose what they refer to (9, 10).
    default_priority = 7

    def run(self, **kwargs: Any) -> None:  # noqa: ANN401, ARG002  the signature is Sphinx's
        name = self.env.docname
        file = get_layout(self.app).relative(Path(self.env.doc2path(name)))
        findings = name not in self.config[APPARATUS]
        blocks = blocks_of(self.document, with_outputs=findings)
        page = Page(file, findings, blocks, language_of(self.config.language))
        word_counts.setdefault(self.app, {})[name] = sum(map(count_words, read_aloud(self.document)))
        for check in checks("page"):
            for issue in check(page, get_ledger(self.app)):
                logger.warning("%s: %s %s", issue.code, issue.got, issue.mend, location=(name, issue.place.line))


def blocks_of(document: nodes.document, *, with_outputs: bool = True) -> tuple[Block, ...]:
    """Return what a resolved document prints, as the rules read it; what cells compute may be left to its page."""
    return tuple(_Reader(with_outputs=with_outputs).blocks(document))


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads nodes as blocks; `row` is the line of the row of a table that is being read."""

    with_outputs: bool = True
    in_guide: bool = False
    row: int = 0
    head: bool = False  # of a table

    def blocks(self, parent: nodes.Element) -> Iterator[Block]:
        """Yield what stands in an element, in the order of the page."""
        for node in parent.children:
            if not isinstance(node, nodes.Element) or isinstance(node, nodes.Invisible | nodes.label | nodes.citation):
                continue
            classes = node["classes"]
            if isinstance(node, own.guide):
                yield from replace(self, in_guide=True).blocks(node)
            elif "cell_input" in classes or _is_exhibit(node):
                continue
            elif "cell_output" in classes:
                yield from self.outputs(node) if self.with_outputs else ()
            elif isinstance(node, nodes.thead):
                yield from replace(self, head=True).blocks(node)
            elif isinstance(node, nodes.row):
                yield from replace(self, row=own.line_of(node)).blocks(node)
            elif isinstance(node, nodes.literal_block | nodes.raw | nodes.image | nodes.math_block):
                yield self.unread(node)
            elif isinstance(node, nodes.TextElement):
                yield from self.text(node)
            else:
                yield from self.spoken(node)
                yield from self.blocks(node)

    def outputs(self, output: nodes.Element) -> Iterator[Block]:
        """Yield what a cell shows that is no exhibit."""
        for node in output.children:
            if isinstance(node, only):  # what is for the web alone
                yield from self.outputs(node)
            elif isinstance(node, nodes.Element) and not _is_exhibit(node) and not isinstance(node, nodes.Invisible):
                yield Block("unread", own.line_of(node), text=f"“{node.astext().strip()[:40]}”, which a cell prints,")

    def text(self, node: nodes.TextElement) -> Iterator[Block]:
        kind: Kind = "heading" if self.head or isinstance(node, HEADINGS) else "table" if self.row else "prose"
        block = Block(kind, self.row or own.line_of(node), self.in_guide)
        besides = list(self.spoken(node))
        self.inline(block, node, besides)
        yield block
        yield from besides

    def inline(self, block: Block, parent: nodes.Element, besides: list[Block]) -> None:
        """Add what an element prints to the text of a block, and what stands beside it to a list of others."""
        for node in parent.children:
            start = len(block.text)
            if isinstance(node, nodes.Text):
                block.text += node.replace("\n", " ")
                continue
            besides += self.spoken(node)
            domain = node.get("refdomain") if isinstance(node, pending_xref) else None
            if domain == "briefing":
                name = node["reftarget"]
                add_role(block, node["reftype"], f"{node.astext()} <{name}>" if node["refexplicit"] else name)
            elif "pasted-text" in node["classes"]:
                add_role(block, "glue:text", node.astext())
            elif domain == "cite" or isinstance(node, nodes.footnote_reference):
                add_role(block, "cite", node.astext())
            elif isinstance(node, nodes.raw | nodes.image | nodes.math):
                besides.append(self.unread(node))
            else:
                self.inline(block, node, besides)
                spans = block.links if isinstance(node, nodes.reference | pending_xref) else block.code
                if isinstance(node, nodes.reference | pending_xref | nodes.literal):
                    spans.append(Span(start, len(block.text)))

    def spoken(self, node: nodes.Element) -> Iterator[Block]:
        for words in (node.get(name) for name in SPOKEN):
            if isinstance(words, str) and words:
                yield Block("prose", self.row or own.line_of(node), self.in_guide, words)

    def unread(self, node: nodes.Element) -> Block:
        what = "a block of code" if isinstance(node, nodes.literal_block) else f"an element {node.tagname}"
        return Block("unread", self.row or own.line_of(node), self.in_guide, what)


def _is_exhibit(node: nodes.Element) -> bool:
    """Whether a node is made by a directive of the book, which prints nothing but the ledger's words."""
    return type(node).__module__ == own.__name__ or any(name.startswith("briefing-") for name in node["classes"])


def read_aloud(node: nodes.Element) -> Iterator[str]:
    """Yield every text that a reader of the page meets, tags not; the code of cells is folded away."""
    for child in node.children:
        if isinstance(child, nodes.Text):
            yield re.sub(r"<[^<>]*>", " ", child) if isinstance(node, nodes.raw) else str(child)
        elif not isinstance(child, nodes.Invisible) and "cell_input" not in child["classes"]:
            yield from read_aloud(child)


def keep_budgets(app: Sphinx, error: Exception | None) -> None:
    """Say how many words the book has, and warn of more than its budget; a build that leaves pages out says nothing."""
    words = word_counts.get(app, {})
    if error is None and app.builder.format == "html" and set(words) == set(app.env.found_docs):
        layout = get_layout(app)
        counts = {**count_prose(read_pages(layout, read_settings(layout))), BOOK: sum(words.values())}
        app.emit(COUNTED, counts)
        for issue in over_budget(read_budgets(layout), {BOOK: counts[BOOK]}):
            longest = sorted(words.items(), key=lambda page: -page[1])[:_NAMED]
            told = ", ".join(f"{name} {count:,}" for name, count in longest)
            logger.warning("%s: %s Longest: %s. %s", issue.code, issue.got, told, issue.mend, location=str(issue.place))


def setup(app: Sphinx) -> None:
    """Register the reading of printed pages."""
    app.add_event(COUNTED)
    app.add_event(WRITTEN)
    app.add_post_transform(PrintedPage)
    app.connect("build-finished", keep_budgets)
