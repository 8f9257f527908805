"""What the ledger's page asks for when it is needed: further rows, and the quotations that a reader downloads.

Of a ledger of thousands of claims the first rows stand in its page. The others are pages of their own for who reads
without scripts, and scripts that a page with scripts takes them from. All are scripts because a script, unlike a fetch,
also works when the book is opened from the file system.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from briefing.book.core.state import get_ledger
from briefing.book.html.assets import LEDGER_ROWS, part
from briefing.book.html.views import SAID_BY, passage_view
from briefing.model.fields import coded_fields
from briefing.model.ledger import Ledger
from briefing.model.naming import origin_name
from briefing.model.records import Claim, Evidence

FOLDER = "rows"
#: So many rows make a page; a ledger that is little longer stays whole.
PAGE = 100
WHOLE = 2 * PAGE
CALL = "briefing.ledgerRows({});\n"
CLAIM_CODES = tuple(code for code in coded_fields(Claim) if code.on)
EVIDENCE_CODES = (SAID_BY, *(code.heading for code in coded_fields(Evidence)))
#: The address comes last: the page puts its own place in the web before it.
COLUMNS = (
    "id", "statement", *(code.heading.lower() for code in CLAIM_CODES), "article", "quote",
    *(heading.lower() for heading in EVIDENCE_CODES), "origins", "withdrawn", "address",
)  # fmt: skip


class RowPages:
    """Takes the rows of one ledger as they are written; `take` returns what of each stands in the page itself."""

    def __init__(self, builder: StandaloneHTMLBuilder, total: int) -> None:
        self._builder = builder
        self._total = total
        self._rows: list[str] = []
        self._count = 1 if total <= WHOLE else -(-total // PAGE)

    def attributes(self) -> dict[str, str]:
        """Return the attributes of the table by which a script finds the rest of its rows."""
        root = self._builder.get_relative_uri(self._builder.current_docname, "index").removesuffix("index.html")
        chunks = " ".join(f"{root}{FOLDER}/{number}.js" for number in range(2, self._count + 1))
        more = {"data-total": str(self._total), "data-page": str(PAGE), "data-chunks": chunks}
        return more if self._count > 1 else {}

    def take(self, row: str) -> list[str]:
        """Take a row; return it when it stands in the page."""
        self._rows.append(row)
        return [row] if self._count == 1 or len(self._rows) <= PAGE else []

    def finish(self) -> str:
        """Write the scripts of the further rows, and return the links to their pages."""
        for number in range(2, self._count + 1):
            html = "".join(self._rows[(number - 1) * PAGE : number * PAGE])
            script = CALL.format(json.dumps(html, ensure_ascii=False))
            _write(Path(self._builder.outdir, FOLDER, f"{number}.js"), script)
        stem = self._builder.current_docname.rpartition("/")[2]
        return part("row-pages.html", stem=stem, count=self._count, current=1) if self._count > 1 else ""


def collect_pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Write the script of the quotations, and yield the further pages of the ledger as (name, context, template)."""
    _write(Path(app.outdir, "_static", LEDGER_ROWS), rows_script(get_ledger(app)))
    document = app.config.briefing_ledger_doc
    scripts = {int(path.stem): path for path in Path(app.outdir, FOLDER).glob("*.js")}
    before, after = CALL.split("{}")
    for number, path in sorted(scripts.items()):
        context = {
            "title": f"Claim ledger, page {number}",
            "rows": json.loads(path.read_text("utf-8").removeprefix(before).removesuffix(after)),
            "stem": document.rpartition("/")[2],
            "count": len(scripts) + 1,
            "current": number,
        }
        yield f"{document}-{number}", context, "ledger-rows.html"


def rows_script(ledger: Ledger) -> str:
    """Return the script that hands all quotations over, by claim."""
    rows = {claim.id: list(quotations(ledger, claim)) for claim in ledger.claims}
    body = json.dumps({"columns": COLUMNS, "rows": rows}, ensure_ascii=False, separators=(",", ":"))
    return f"window.briefingLedgerRows={body};\n"


def quotations(ledger: Ledger, claim: Claim) -> Iterator[tuple[str, ...]]:
    """Yield a row for each quotation of a claim; a claim without one has a row that says so by its blanks."""
    codes = [ledger.label(code.vocabulary, getattr(claim, code.name)) for code in CLAIM_CODES]
    origins = "; ".join(origin_name(ledger, origin) for origin in ledger.origins_of([claim.id]))
    withdrawn = claim.withdrawn.because if claim.withdrawn else ""
    quotes = [passage_view(ledger, evidence) for evidence in claim.evidence]
    said = [((e.article, e.quote, *(label for _, label in e.codes)), f"#{e.key}") for e in quotes]
    for words, anchor in said or [(("",) * (2 + len(EVIDENCE_CODES)), "")]:
        yield (claim.id, claim.statement, *codes, *words, origins, withdrawn, f"claims/{claim.id}.html{anchor}")


def _write(path: Path, script: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(script, "utf-8", newline="\n")
