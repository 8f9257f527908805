"""One execution of the chapters to the products that are wanted, each into its staging folder."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args

from briefing.outputs.sphinx_run import Run, take_over, write_book
from briefing.outputs.staging import STATE, Staging
from briefing.reading.releases import read_releases

Product = Literal["html", "pdf", "brief", "notebooks", "data"]
PRODUCTS: tuple[Product, ...] = get_args(Product)
PDFS: dict[Product, tuple[str, ...]] = {"pdf": ("briefing.pdf",), "brief": ("brief.pdf", "brief.docx")}


def make(run: Run, staging: Staging, only: Product | None) -> None:
    """Write the wanted products into their staging folders; the first step executes the chapters."""
    layout, checked, state, progress = run
    wanted = {only} if only else set(PRODUCTS)
    take_over(layout.build / STATE, state)
    if "html" in wanted:
        write_book(run, "html", staging.folder("html"), layout.build / "html")
    if wanted & {"pdf", "brief"}:
        _write_pdf(run, staging.folder("pdf"), wanted)
    if "notebooks" in wanted:
        if "html" not in wanted:
            write_book(run, "dummy", staging.scratch())
        from briefing.outputs.notebooks import write_notebooks  # noqa: PLC0415

        with progress.step("write notebooks"):
            write_notebooks(layout, checked.ledger, checked.edition, state, staging.folder("notebooks"))
    if "data" in wanted:
        from briefing.exports.catalogue import write_all  # noqa: PLC0415

        progress.say("writing data")
        with progress.step("write data"):
            write_all(checked.ledger, checked.edition, staging.folder("data"), read_releases(layout))
    if only is None:
        from briefing.outputs.downloads import copy_downloads  # noqa: PLC0415

        with progress.step("pack downloads"):
            folders = [staging.folder(name) for name in ("pdf", "notebooks", "data")]
            copy_downloads(layout, staging.folder("html"), folders)


def _write_pdf(run: Run, folder: Path, wanted: set[Product]) -> None:
    """Write the wanted PDFs; one that is not wanted stays as it was published."""
    for name in (name for product, names in PDFS.items() if product not in wanted for name in names):
        published = run.layout.build / "pdf" / name
        if published.is_file():
            (folder / name).write_bytes(published.read_bytes())
    made = [name for product, names in PDFS.items() if product in wanted for name in names]
    write_book(run, "typst", folder, briefing_pdfs=made)
