"""How the time to print the book grows with the ledger: rows, seconds, pages, milliseconds a row.

Run it as `python benchmarks/pdf_ledger.py`. Linear means that the last column does not grow.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from briefing.exhibits import tables
from made_pdfs import made_ledger, markdown, print_book, source_pages

ROWS = (150, 300, 600, 1200)


def seconds(rows: int) -> tuple[float, int]:
    """Return the time to print a book whose ledger has so many rows, and its pages."""
    ledger = made_ledger([f"Quoted words number {n} of this article, {'and more ' * (n % 9)}end" for n in range(rows)])
    pages = {
        "index": "# T\n\n" + markdown(tables.accounts(ledger)),
        "ledger": "# L\n\n" + markdown(tables.claim_ledger(ledger)),
        "sources": source_pages(ledger),
    }
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        printed = print_book(Path(folder), ledger, pages)
        return time.perf_counter() - started, len(printed.reader().pages)


def main() -> None:
    """Print one line a size; the first run, which loads everything, is not shown."""
    seconds(20)
    for rows in ROWS:
        taken, pages = seconds(rows)
        print(f"{rows:>6} rows {taken:6.2f} s {pages:>4} pages {1000 * taken / rows:6.1f} ms a row")


if __name__ == "__main__":
    main()
