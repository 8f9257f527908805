"""The HTML of a source text: its words marked by what they bear on, its claims beside it.

A mark is told apart by its tint and by the kind of line under it, so that colour is not the only
carrier. A second view shows coverage; it is chosen by a radio button and made by style sheet alone.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from briefing.book.core import nodes as own
from briefing.book.core.direction import direction
from briefing.book.core.state import get_ledger
from briefing.book.html.assets import part
from briefing.model.base import grouped
from briefing.model.words import dated_name

#: The palette has so many colours for what claims bear on; the last one serves all that follow.
TINTS = 4


def visit_source_text(self: HTML5Translator, node: own.source_text) -> None:
    """Write an article; the choice of view stands before the first of a page."""
    ledger = get_ledger(self.builder.app)
    is_first = node.document is None or node is next(node.document.findall(own.source_text))
    bearings = [term.label for term in ledger.vocabulary.get("bears_on", {}).values()]
    article = {
        "bearings": [bearings] if is_first else [],
        "label": f"Full text, {dated_name(ledger, node['article_id'])}",
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
    """Return what is told of a claim; its tint is the place of its bearing in the vocabulary."""
    builder, document = self.builder, str(self.builder.config.briefing_ledger_doc)
    ledger = get_ledger(builder.app)
    claim, bearings = ledger.claim_by_id[name], [*ledger.vocabulary.get("bears_on", {})]
    position = bearings.index(claim.bears_on) if claim.bears_on in bearings else TINTS
    here, has_row = builder.current_docname, document in builder.env.found_docs
    uri = builder.get_relative_uri(here, document if has_row else f"claims/{name}") + f"#{name}" * has_row
    return {"id": name, "statement": claim.statement, "uri": uri, "tint": f"bears-{min(position + 1, TINTS)}"}


def setup(app: Sphinx) -> None:
    """Register the nodes of a source text."""
    app.add_node(own.source_text, html=(visit_source_text, None))
    app.add_node(own.source_block)
    app.add_node(own.mark)
