"""The HTML of a source text: its words marked by what they bear on, its claims beside it.

A mark is told apart by its tint and by the kind of line under it, so that colour is not the only
carrier. A second view shows coverage; it is chosen by a radio button and made by style sheet alone.
"""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from briefing.book.core import nodes as own
from briefing.book.core.direction import direction
from briefing.book.core.state import get_ledger
from briefing.book.html.assets import part
from briefing.model.ledger import Ledger
from briefing.model.naming import dated_name
from briefing.model.records import Claim

#: The palette has so many colours for what claims bear on; the last one serves all that follow.
TINTS = 4


def visit_source_text(self: HTML5Translator, node: own.source_text) -> None:
    """Open an article; the choice of view stands before the first of a page."""
    ledger = get_ledger(self.builder.app)
    if node.document is None or node is next(node.document.findall(own.source_text)):
        bearings = [term.label for term in ledger.vocabulary.get("bears_on", {}).values()]
        self.body.append(part("source-views.html", bearings=bearings))
    attributes = {"aria-label": f"Full text, {dated_name(ledger, node['article_id'])}"}
    self.body.append(self.starttag(node, "section", CLASS="source", **attributes))


def depart_source_text(self: HTML5Translator, node: own.source_text) -> None:  # noqa: ARG001  docutils' signature
    """Close an article."""
    self.body.append("</section>\n")


def visit_source_block(self: HTML5Translator, node: own.source_block) -> None:
    """Open a line of the article, in its language."""
    furniture = " furniture" if node["furniture"] else ""
    language = node.parent["lang"]
    attributes = {"CLASS": f"source-{node['role']}{furniture}", "lang": language, "dir": direction(language)}
    self.body.append(f'<div class="source-row">{self.starttag(node, "p", "", **attributes)}')


def depart_source_block(self: HTML5Translator, node: own.source_block) -> None:
    """Close a line, and list beside it the claims that quote it and the reasons why none does."""
    ledger, marks = get_ledger(self.builder.app), list(node.findall(own.mark))
    first: dict[str, str] = {}
    for key in (key for mark in marks for key in mark["evidence_keys"]):
        first.setdefault(ledger.evidence_by_key[key].claim, key)
    claims = [
        {"claim": claim, "key": first[claim.id], "uri": _claim_uri(self, claim.id), "tint": tint(ledger, claim)}
        for claim in map(ledger.claim_by_id.__getitem__, first)
    ]
    reasons = dict.fromkeys((mark["status"], mark["reason"]) for mark in marks if mark["reason"])
    margin = part("source-margin.html", claims=claims, reasons=reasons) if claims or reasons else ""
    self.body.append(f"</p>\n{margin}</div>\n")


def visit_mark(self: HTML5Translator, node: own.mark) -> None:
    """Open a coded run of words; a quoted run links to the first claim that quotes it."""
    names, classes, attributes = node["claim_ids"], [f"mark-{node['status']}"], {}
    if names:
        ledger = get_ledger(self.builder.app)
        classes += [tint(ledger, ledger.claim_by_id[names[0]]), *["overlap"] * (len(node["evidence_keys"]) > 1)]
        attributes = {"data-keys": " ".join(node["evidence_keys"])}
    self.body.append(self.starttag(node, "mark", "", CLASS=" ".join(classes), **attributes))
    if names and node.astext().strip():
        self.body.append(f'<a class="mark-link" href="{_claim_uri(self, names[0])}" data-card="{" ".join(names)}">')


def depart_mark(self: HTML5Translator, node: own.mark) -> None:
    """Close a coded run."""
    self.body.append("</a></mark>" if node["claim_ids"] and node.astext().strip() else "</mark>")


def tint(ledger: Ledger, claim: Claim) -> str:
    """Return the class that tints a claim's marks: the place of its bearing in the vocabulary."""
    bearings = list(ledger.vocabulary.get("bears_on", {}))
    position = bearings.index(claim.bears_on) if claim.bears_on in bearings else TINTS
    return f"bears-{min(position + 1, TINTS)}"


def _claim_uri(self: HTML5Translator, claim: str) -> str:
    builder, document = self.builder, str(self.builder.config.briefing_ledger_doc)
    if document not in builder.env.found_docs:
        return builder.get_relative_uri(builder.current_docname, f"claims/{claim}")
    return f"{builder.get_relative_uri(builder.current_docname, document)}#{claim}"


def setup(app: Sphinx) -> None:
    """Register the nodes of a source text."""
    app.add_node(own.source_text, html=(visit_source_text, depart_source_text))
    app.add_node(own.source_block, html=(visit_source_block, depart_source_block))
    app.add_node(own.mark, html=(visit_mark, depart_mark))
