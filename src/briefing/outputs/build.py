"""One execution of the chapters to all outputs, published together or not at all.

Everything is made beside the outputs and takes their places at the end, each by a rename. When
anything fails, what was published before stays as it is.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Literal, get_args

from briefing.checking.check import check
from briefing.exports.catalogue import write_all
from briefing.model.layout import Layout
from briefing.model.ledger import Ledger
from briefing.outputs.downloads import copy_downloads
from briefing.outputs.notebooks import write_notebooks
from briefing.outputs.sphinx_run import BookError, write_book
from briefing.outputs.staging import Staging, write_checksums
from briefing.reading.releases import read_releases
from briefing.versions.edition import Edition, read_edition

__all__ = ["PRODUCTS", "Product", "build"]

Product = Literal["html", "pdf", "brief", "notebooks", "data"]
PRODUCTS: tuple[Product, ...] = get_args(Product)
PDFS: dict[Product, str] = {"pdf": "briefing.pdf", "brief": "brief.pdf"}
#: The folders of outputs, and where a reader begins in each.
ENTRANCES = {"html": "index.html", "pdf": "briefing.pdf", "notebooks": "", "data": ""}


def build(layout: Layout, only: Product | None = None) -> int:
    """Build everything, or one product, and return the exit code; messages go to standard error."""
    started = time.perf_counter()
    report = check(layout)
    if report.issues:
        for issue in report.issues:
            _say(str(issue))
        _say(f"{len(report.issues)} found: nothing was built")
        return 1
    edition = read_edition(layout, report.ledger)
    _say(f"{len(report.ledger.standing)} claims hold; edition {edition.version}, evidence {edition.digest[:12]}")
    wanted = {only} if only else set(PRODUCTS)
    folders = sorted({"pdf" if product == "brief" else product for product in wanted})
    try:
        with Staging(layout.build, folders) as staging:
            _make(layout, report.ledger, edition, staging, wanted)
            staging.publish()
    except (BookError, OSError) as error:
        _say(f"{error}\nnothing was published: the outputs are still those of the last good build")
        return 1
    write_checksums(layout.build, sorted(ENTRANCES))
    _say(f"built in {time.perf_counter() - started:.1f} s:")
    for name in folders:
        _say(f"  {layout.build / name / ENTRANCES[name]}")
    return 0


def _make(layout: Layout, ledger: Ledger, edition: Edition, staging: Staging, wanted: set[Product]) -> None:
    """Write the wanted products into their staging folders; the first step executes the chapters."""
    if "html" in wanted:
        write_book(layout, "html", staging.folder("html"), _say)
    if wanted & {"pdf", "brief"}:
        _write_pdf(layout, staging.folder("pdf"), wanted)
    if "notebooks" in wanted:
        if "html" not in wanted:
            write_book(layout, "dummy", staging.scratch(), _say)
        write_notebooks(layout, staging.folder("notebooks"))
    if "data" in wanted:
        _say("writing data")
        write_all(ledger, edition, staging.folder("data"), read_releases(layout))
    if wanted == set(PRODUCTS):
        copy_downloads(layout, staging.folder("html"), [staging.folder(name) for name in ("pdf", "notebooks", "data")])


def _write_pdf(layout: Layout, folder: Path, wanted: set[Product]) -> None:
    """Write the wanted PDFs; one that is not wanted stays as it was published."""
    for product, name in PDFS.items():
        published = layout.build / "pdf" / name
        if product not in wanted and published.is_file():
            (folder / name).write_bytes(published.read_bytes())
    made = [name for product, name in PDFS.items() if product in wanted]
    write_book(layout, "typst", folder, _say, briefing_pdfs=made)


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
