"""The HTML of a source text: its words marked by what they bear on, its claims beside it.

A mark is told apart by its tint and by the kind of line under it, so that colour is not the only
carrier. A second view shows coverage; it is chosen by a radio button and made by style sheet alone.
"""

from __future__ import annotations

from html import escape

from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from briefing.book.core import nodes as own
from briefing.book.core.direction import direction
from briefing.book.core.state import get_ledger
from briefing.model.ledger import Ledger
from briefing.model.naming import dated_name
from briefing.model.records import Claim

#: Status of a mark, and what the legend says of it.
STATUSES = (("claimed", "quoted by a claim"), ("waived", "waived, with the reason"), ("furniture", "not the article"))


def visit_source_text(self: HTML5Translator, node: own.source_text) -> None:
    """Open an article; the choice of view stands before the first of a page."""
    ledger = get_ledger(self.builder.app)
    first = next(node.document.findall(own.source_text)) if node.document else node
    if first is node:
        self.body.append(views(ledger))
    attributes = {"aria-label": f"Full text, {dated_name(ledger, node['article_id'])}"}
    self.body.append(self.starttag(node, "section", CLASS="source", **attributes))


def depart_source_text(self: HTML5Translator, node: own.source_text) -> None:  # noqa: ARG001  docutils' signature
    """Close an article."""
    self.body.append("</section>\n")


def visit_source_block(self: HTML5Translator, node: own.source_block) -> None:
    """Open a line of the article, in its language."""
    furniture = " furniture" if node["furniture"] else ""
    article = get_ledger(self.builder.app).article_by_id[node.parent["article_id"]]
    spoken = {"lang": article.language, "dir": direction(article.language)}
    self.body.append('<div class="source-row">')
    self.body.append(self.starttag(node, "p", "", CLASS=f"source-{node['role']}{furniture}", **spoken))


def depart_source_block(self: HTML5Translator, node: own.source_block) -> None:
    """Close a line, and list beside it the claims that quote it and the reasons why none does."""
    self.body.append("</p>\n")
    marks = list(node.findall(own.mark))
    claims = dict.fromkeys(claim for mark in marks for claim in mark["claim_ids"])
    reasons = dict.fromkeys((mark["status"], mark["reason"]) for mark in marks if mark["reason"])
    ledger = get_ledger(self.builder.app)
    keys = [key for mark in marks for key in mark["evidence_keys"]]
    items = [
        _margin_claim(
            ledger,
            ledger.claim_by_id[claim],
            _claim_uri(self, claim),
            next(key for key in keys if ledger.evidence_by_key[key].claim == claim),
        )
        for claim in claims
    ]
    items += [
        f'<li class="source-reason"><span class="reason-{status}">{status.capitalize()}:</span> {escape(reason)}</li>'
        for status, reason in reasons
    ]
    if items:
        self.body.append(f'<ul class="source-claims">{"".join(items)}</ul>')
    self.body.append("</div>\n")


def visit_mark(self: HTML5Translator, node: own.mark) -> None:
    """Open a coded run of words; a quoted run links to the first claim that quotes it."""
    ledger = get_ledger(self.builder.app)
    claims = [ledger.claim_by_id[claim] for claim in node["claim_ids"]]
    classes = f"mark-{node['status']}"
    attributes = {}
    if claims:
        classes += f" {bearing_class(ledger, claims[0])}" + (" overlap" if len(node["evidence_keys"]) > 1 else "")
        attributes["data-keys"] = " ".join(node["evidence_keys"])
    self.body.append(self.starttag(node, "mark", "", CLASS=classes, **attributes))
    if claims and node.astext().strip():
        uri, cards = _claim_uri(self, claims[0].id), " ".join(node["claim_ids"])
        self.body.append(f'<a class="mark-link" href="{uri}" data-card="{cards}">')


def depart_mark(self: HTML5Translator, node: own.mark) -> None:
    """Close a coded run."""
    self.body.append("</a></mark>" if node["claim_ids"] and node.astext().strip() else "</mark>")


def bearing_class(ledger: Ledger, claim: Claim) -> str:
    """Return the class that tints a claim's marks: the place of its bearing in the vocabulary."""
    bearings = list(ledger.vocabulary.get("bears_on", {}))
    position = bearings.index(claim.bears_on) if claim.bears_on in bearings else len(bearings)
    return _tint(position)


def views(ledger: Ledger) -> str:
    """Return the choice between the two views, each with its legend."""
    bearings = [
        f'<span class="{_tint(n)}">{escape(term.label)}</span>'
        for n, term in enumerate(ledger.vocabulary.get("bears_on", {}).values())
    ]
    statuses = [f'<span class="mark-{status}">{label}</span>' for status, label in STATUSES]
    return (
        '<fieldset class="source-views"><legend>Marks show</legend>'
        '<label><input type="radio" name="source-view" id="view-bearing" checked> what each claim bears on</label>'
        '<label><input type="radio" name="source-view" id="view-coverage"> what is covered, and why not</label>'
        f'<p class="legend legend-bearing">{" ".join(bearings)}</p>'
        f'<p class="legend legend-coverage">{" ".join(statuses)}</p></fieldset>\n'
    )


def _tint(position: int) -> str:
    """Return the class of the palette's colour at a position; the last colour serves all that follow."""
    return f"bears-{min(position, 3) + 1}"


def _margin_claim(ledger: Ledger, claim: Claim, uri: str, key: str) -> str:
    link = f'<a class="claim-ref" href="{uri}" data-card="{claim.id}">{claim.id}</a>'
    copy = (
        f'<a class="copy-link" href="#{key}"><span class="no-js-only">Link</span><span class="js-only">Copy link</span>'
        f'<span class="visually-hidden"> to the passage {key}</span></a>'
    )
    said = f"{link} {escape(claim.statement)} {copy}"
    return f'<li class="{bearing_class(ledger, claim)}" data-claim="{claim.id}">{said}</li>'


def _claim_uri(self: HTML5Translator, claim: str) -> str:
    builder = self.builder
    ledger_doc = str(builder.config.briefing_ledger_doc)
    if ledger_doc not in builder.env.found_docs:
        return builder.get_relative_uri(builder.current_docname, f"claims/{claim}")
    return f"{builder.get_relative_uri(builder.current_docname, ledger_doc)}#{claim}"


def setup(app: Sphinx) -> None:
    """Register the nodes of a source text."""
    app.add_node(own.source_text, html=(visit_source_text, depart_source_text))
    app.add_node(own.source_block, html=(visit_source_block, depart_source_block))
    app.add_node(own.mark, html=(visit_mark, depart_mark))
