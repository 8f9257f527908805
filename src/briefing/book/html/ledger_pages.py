"""A ledger of thousands of claims, a page of rows at a time: what stands in its page, and what comes after it.

The first rows stand in the page. The others are pages of their own for who reads without scripts, and scripts that a
page with scripts takes them from.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from briefing.book.core.state import has_record_pages

FOLDER = "rows"
#: Where the page's template puts the filters.
CONTROLS_PLACE = "<!--ledger-controls-->"
#: So many rows make a page; a ledger that is little longer stays whole.
PAGE = 100
WHOLE = 2 * PAGE


class RowPages:
    """Takes the rows of one ledger as they are written; `take` returns what of each stands in the page itself."""

    def __init__(self, builder: StandaloneHTMLBuilder, total: int) -> None:
        self._builder = builder
        self._total = total
        self._rows: list[str] = []

    @property
    def count(self) -> int:
        """How many pages the rows fill."""
        return 1 if self._total <= WHOLE else -(-self._total // PAGE)

    def attributes(self) -> dict[str, str]:
        """Return the attributes of the table by which a script finds the rest of its rows."""
        if self.count == 1:
            return {}
        root = self._builder.get_relative_uri(self._builder.current_docname, "index").removesuffix("index.html")
        chunks = " ".join(f"{root}{FOLDER}/{number}.js" for number in range(2, self.count + 1))
        return {"data-total": str(self._total), "data-page": str(PAGE), "data-chunks": chunks}

    def take(self, row: str) -> list[str]:
        """Take a row; return it when it stands in the page."""
        self._rows.append(row)
        return [row] if self.count == 1 or len(self._rows) <= PAGE else []

    def finish(self) -> str:
        """Write the scripts of the further rows, and return the links to their pages."""
        if self.count == 1:
            return ""
        folder = Path(self._builder.outdir, FOLDER)
        folder.mkdir(exist_ok=True)
        for number in range(2, self.count + 1):
            html = "".join(self._rows[(number - 1) * PAGE : number * PAGE])
            script = f"briefing.ledgerRows({json.dumps(html, ensure_ascii=False)});\n"
            (folder / f"{number}.js").write_text(script, "utf-8", newline="\n")
        return _page_links(self._builder.current_docname, self.count, 1)


def collect_pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the further pages of the ledger as (name, context, template)."""
    scripts = sorted(Path(app.outdir, FOLDER).glob("*.js"), key=lambda path: int(path.stem))
    if not has_record_pages(app):
        return
    document = app.config.briefing_ledger_doc
    for path in scripts:
        rows = json.loads(path.read_text("utf-8").removeprefix("briefing.ledgerRows(").removesuffix(");\n"))
        number = int(path.stem)
        links = _page_links(document, len(scripts) + 1, number)
        title = f"Claim ledger, page {number}"
        table = f'<table class="layout-ledger" role="table"><tbody role="rowgroup">{rows}</tbody></table>'
        yield f"{document}-{number}", {"title": title, "body": f"<h1>{title}</h1>\n{links}{table}{links}"}, "page.html"


def _page_links(document: str, count: int, current: int) -> str:
    """Return links to all pages of the ledger; with scripts the page has buttons instead."""
    stem = document.rpartition("/")[2]
    names = [stem if number == 1 else f"{stem}-{number}" for number in range(1, count + 1)]
    here = ' aria-current="page"'
    links = [f'<a href="{name}.html"{here if n == current else ""}>{n}</a>' for n, name in enumerate(names, start=1)]
    return f'<nav class="row-pages no-js-only" aria-label="Pages of the ledger">{" ".join(links)}</nav>\n'


def setup(app: Sphinx) -> None:
    """Register the pages."""
    app.connect("html-collect-pages", collect_pages)
