"""Where references lead: in the book to every page of it, in the brief to its own key of claims."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from docutils import nodes
from sphinx.environment import BuildEnvironment

from briefing.book.pdf.errors import TypstError, place

#: Points: the measure of prose, and the width that tables and pictures may reach. `look.typ` has the same.
BOOK_WIDTHS = (351.5, 470.0)
BRIEF_WIDTH = 493.0


@dataclass
class BookTargets:
    """Every page of the book is in the PDF, so that every reference has a page number."""

    env: BuildEnvironment
    docnames: frozenset[str]
    ledger_doc: str
    paged: bool = True
    widths_pt: tuple[float, ...] = BOOK_WIDTHS

    def find(self, docname: str, anchor: str, node: nodes.Element) -> str | None:
        """Return the label of an anchor."""
        if docname not in self.docnames:
            message = f"{place(node, docname)}: “{node.astext()}” links to {docname}, which is not in the contents."
            raise TypstError(message)
        return f"{docname}#{anchor}" if anchor else docname

    def number(self, docname: str, kind: str, node: nodes.Element) -> str:
        """Return `Figure 3` when the book numbers its figures, as it stands in every other output."""
        ids = node.get("ids", ())
        found = self.env.toc_fignumbers.get(docname, {}).get(kind, {}).get(ids[0] if ids else "")
        if not found:
            return ""
        return str(self.env.config.numfig_format.get(kind, "%s")) % ".".join(map(str, found))


@dataclass
class BriefTargets:
    """Claims lead to the key at the end, records that the brief shows to their place; other words stand unlinked."""

    docname: str
    ledger_doc: str
    own: frozenset[str]
    paged: bool = False
    widths_pt: tuple[float, ...] = (BRIEF_WIDTH,)
    cited: dict[str, None] = field(default_factory=dict)

    def find(self, docname: str, anchor: str, node: nodes.Element) -> str | None:
        """Return the label of an anchor that is on the two pages."""
        if claim := node.get("claim_id"):
            self.cited.setdefault(str(claim))
            return key_label(str(claim))
        if anchor in self.own:
            return f"{self.docname}#{anchor}"
        return self.docname if docname == self.docname and not anchor else None

    def number(self, docname: str, kind: str, node: nodes.Element) -> str:
        """Return nothing: one figure needs no number."""
        del docname, kind, node
        return ""


def key_label(claim: str) -> str:
    """Return the label of a claim's entry in the brief's key."""
    return f"key#{claim}"


def dangling(links: dict[str, str], anchors: Iterable[str]) -> list[str]:
    """Return a message for every link that leads to a place which nothing carries."""
    known = set(anchors)
    broken = [(label, where) for label, where in links.items() if label not in known]
    return [f"{where}: a link leads to {label}, which is not on any page." for label, where in broken]
