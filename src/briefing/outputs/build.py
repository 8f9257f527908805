"""One execution of the chapters to all outputs, published together or not at all.

Everything is made beside the outputs and takes their places at the end, each by a rename. When
anything fails, what was published before stays as it is.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Literal, get_args

from filelock import FileLock, Timeout

from briefing.checking.check import check
from briefing.exports.catalogue import write_all
from briefing.model.layout import Layout
from briefing.model.ledger import Ledger
from briefing.outputs.downloads import copy_downloads
from briefing.outputs.notebooks import write_notebooks
from briefing.outputs.snapshot import Snapshot
from briefing.outputs.sphinx_run import STATE, BookError, take_over, write_book
from briefing.outputs.staging import Staging, write_checksums
from briefing.reading.releases import read_releases
from briefing.versions.edition import Edition, read_edition

__all__ = ["PRODUCTS", "Product", "build"]

Product = Literal["html", "pdf", "brief", "notebooks", "data"]
PRODUCTS: tuple[Product, ...] = get_args(Product)
PDFS: dict[Product, tuple[str, ...]] = {"pdf": ("briefing.pdf",), "brief": ("brief.pdf", "brief.docx")}
#: How many changed files a message names.
SHOWN = 5
#: The folders of outputs, and where a reader begins in each.
ENTRANCES = {"html": "index.html", "pdf": "briefing.pdf", "notebooks": "", "data": ""}


def build(layout: Layout, only: Product | None = None) -> int:
    """Build everything, or one product, and return the exit code; messages go to standard error.

    One build runs at a time, on one snapshot of its inputs: when one of them is written to while it runs, nothing is
    published.
    """
    layout.build.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(layout.build / ".lock", timeout=0):
            return _build(layout, only)
    except Timeout:
        _say(f"another build of {layout.root} is running; nothing was built. Wait for it to end, then build again")
        return 1


def _build(layout: Layout, only: Product | None) -> int:
    started = time.perf_counter()
    snapshot = Snapshot.of(layout)
    report = check(layout)
    if report.issues:
        for issue in report.issues:
            _say(str(issue))
        _say(f"{len(report.issues)} found: nothing was built")
        return 1
    for words in report.unchecked:
        _say(f"not checked: {words}")
    edition = read_edition(layout, report.ledger)
    _say(f"{len(report.ledger.standing)} claims hold; edition {edition.version}, evidence {edition.digest[:12]}")
    wanted = {only} if only else set(PRODUCTS)
    folders = sorted({"pdf" if product == "brief" else product for product in wanted})
    try:
        with Staging(layout.build, [*folders, STATE]) as staging:
            _make(layout, report.ledger, edition, staging, wanted)
            _unchanged(layout, snapshot)
            staging.publish()
    except (BookError, OSError) as error:
        _say(f"{error}\nnothing was published: the outputs are still those of the last good build")
        return 1
    write_checksums(layout.build, sorted(ENTRANCES))
    _say(f"built in {time.perf_counter() - started:.1f} s:")
    for name in folders:
        _say(f"  {layout.build / name / ENTRANCES[name]}")
    return 0


def _unchanged(layout: Layout, snapshot: Snapshot) -> None:
    """Raise `BookError` when an input was written to since the snapshot: what was read may be of before or after."""
    changed = Snapshot.of(layout).changed_since(snapshot)
    if changed:
        names = ", ".join(layout.relative(Path(name)) for name in changed[:SHOWN])
        more = f" and {len(changed) - SHOWN} more" if len(changed) > SHOWN else ""
        message = f"{names}{more}: written to while the book was being built. Build again"
        raise BookError(message)


def _make(layout: Layout, ledger: Ledger, edition: Edition, staging: Staging, wanted: set[Product]) -> None:
    """Write the wanted products into their staging folders; the first step executes the chapters."""
    state = staging.folder(STATE)
    take_over(layout.build / STATE, state)
    if "html" in wanted:
        write_book(layout, "html", state, staging.folder("html"), _say)
    if wanted & {"pdf", "brief"}:
        _write_pdf(layout, state, staging.folder("pdf"), wanted)
    if "notebooks" in wanted:
        if "html" not in wanted:
            write_book(layout, "dummy", state, staging.scratch(), _say)
        write_notebooks(layout, ledger, edition, state, staging.folder("notebooks"))
    if "data" in wanted:
        _say("writing data")
        write_all(ledger, edition, staging.folder("data"), read_releases(layout))
    if wanted == set(PRODUCTS):
        copy_downloads(layout, staging.folder("html"), [staging.folder(name) for name in ("pdf", "notebooks", "data")])


def _write_pdf(layout: Layout, state: Path, folder: Path, wanted: set[Product]) -> None:
    """Write the wanted PDFs; one that is not wanted stays as it was published."""
    for name in (name for product, names in PDFS.items() if product not in wanted for name in names):
        published = layout.build / "pdf" / name
        if published.is_file():
            (folder / name).write_bytes(published.read_bytes())
    made = [name for product, names in PDFS.items() if product in wanted for name in names]
    write_book(layout, "typst", state, folder, _say, briefing_pdfs=made)


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
