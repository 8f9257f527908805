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

from briefing.book.core.state import get_ledger, has_record_pages
from briefing.book.html.style import LEDGER_ROWS
from briefing.book.html.views import passage_view
from briefing.model.fields import coded_fields
from briefing.model.ledger import Ledger
from briefing.model.naming import origin_name
from briefing.model.records import Claim, Evidence

CLAIM_CODES = tuple(code for code in coded_fields(Claim) if code.on)
EVIDENCE_CODES = ("Said by", *(code.heading for code in coded_fields(Evidence)))
#: The address comes last: the page puts its own place in the web before it.
COLUMNS = (
    "id", "statement", *(code.heading.lower() for code in CLAIM_CODES), "article", "quote",
    *(heading.lower() for heading in EVIDENCE_CODES), "origins", "withdrawn", "address",
)  # fmt: skip


def rows_of(ledger: Ledger, claim: Claim) -> Iterator[tuple[str, ...]]:
    """Yield a row for each quotation of a claim; a claim without one has a row that says so by its blanks."""
    codes = [ledger.label(code.vocabulary, getattr(claim, code.name)) for code in CLAIM_CODES]
    origins = "; ".join(origin_name(ledger, origin) for origin in ledger.origins_of([claim.id]))
    withdrawn = claim.withdrawn.because if claim.withdrawn else ""
    quotes = [passage_view(ledger, evidence) for evidence in claim.evidence]
    said = [((e.article, e.quote, *(label for _, label in e.codes)), f"#{e.key}") for e in quotes]
    for words, anchor in said or [(("",) * (2 + len(EVIDENCE_CODES)), "")]:
        address = f"claims/{claim.id}.html{anchor}"
        yield (claim.id, claim.statement, *codes, *words, origins, withdrawn, address)


def rows_script(ledger: Ledger) -> str:
    """Return the script that hands all rows over, by claim."""
    rows = {claim.id: list(rows_of(ledger, claim)) for claim in ledger.claims}
    body = json.dumps({"columns": COLUMNS, "rows": rows}, ensure_ascii=False, separators=(",", ":"))
    return f"window.briefingLedgerRows={body};\n"


def write_rows(app: Sphinx) -> list[Any]:
    """Write the script; yields no page."""
    if has_record_pages(app) and isinstance(app.builder, StandaloneHTMLBuilder):
        path = Path(app.outdir) / "_static" / LEDGER_ROWS
        path.write_text(rows_script(get_ledger(app)), "utf-8", newline="\n")
    return []


def setup(app: Sphinx) -> None:
    """Register the writing of rows, which happens when the pages are written."""
    app.connect("html-collect-pages", write_rows)
