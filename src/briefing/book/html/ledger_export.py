"""What the ledger's page downloads: a row for every quotation, in a script fetched when a reader asks for it.

A script, unlike a fetch, also works when the book is opened from the file system.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from briefing.book.core.state import get_ledger
from briefing.book.html.style import LEDGER_ROWS
from briefing.book.html.views import claim_view
from briefing.model.ledger import Ledger
from briefing.model.records import Claim

#: The address comes last: the page puts its own place in the web before it.
COLUMNS = (
    "id",
    "statement",
    "theme",
    "kind",
    "bears on",
    "article",
    "quote",
    "voice",
    "quantity",
    "certainty",
    "origins",
    "address",
)


def rows_of(ledger: Ledger, claim: Claim) -> Iterator[tuple[str, ...]]:
    """Yield a row for each quotation of a claim; a claim without one has a row that says so by its blanks."""
    view = claim_view(ledger, claim)
    codes = (
        ledger.label("theme", claim.theme),
        ledger.label("kind", claim.kind),
        ledger.label("bears_on", claim.bears_on),
    )
    quotes = [((e.article, e.quote, e.voice, e.quantity, e.certainty), f"#{e.key}") for e in view.evidence]
    for said, anchor in quotes or [(("",) * 5, "")]:
        address = f"claims/{claim.id}.html{anchor}"
        yield (claim.id, claim.statement, *codes, *said, "; ".join(view.origins), address)


def rows_script(ledger: Ledger) -> str:
    """Return the script that hands all rows over, by claim."""
    rows = {claim.id: list(rows_of(ledger, claim)) for claim in ledger.claims}
    body = json.dumps({"columns": COLUMNS, "rows": rows}, ensure_ascii=False, separators=(",", ":"))
    return f"window.briefingLedgerRows={body};\n"


def write_rows(app: Sphinx) -> list[Any]:
    """Write the script; yields no page."""
    if isinstance(app.builder, StandaloneHTMLBuilder):
        path = Path(app.outdir) / "_static" / LEDGER_ROWS
        path.write_text(rows_script(get_ledger(app)), "utf-8", newline="\n")
    return []


def setup(app: Sphinx) -> None:
    """Register the writing of rows, which happens when the pages are written."""
    app.connect("html-collect-pages", write_rows)
