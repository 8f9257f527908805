"""What the pages offer for download really downloads, and is what it says it is."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from urllib.request import urlopen

import nbformat
import pytest
from nbclient import NotebookClient
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_every_chapter_with_code_offers_its_notebook_executed(
    page: Page, address: str, each_kind: list[str], tmp_path: Path
) -> None:
    offered = 0
    for name in each_kind:
        page.goto(f"{address}/{name}")
        link = page.get_by_role("link", name="Notebook, executed")
        if page.locator("div.cell").count() == 0:
            expect(link).to_have_count(0)
            continue
        with page.expect_download() as saved:
            link.click()
        target = tmp_path / saved.value.suggested_filename
        saved.value.save_as(target)
        notebook = nbformat.read(target, as_version=4)
        nbformat.validate(notebook)
        assert any(cell.get("outputs") for cell in notebook.cells if cell.cell_type == "code"), name
        offered += 1
    assert offered > 0


@pytest.mark.parametrize("label", ["The book (PDF)", "Two-page brief (PDF)"])
def test_the_pdfs_are_pdfs(page: Page, address: str, label: str) -> None:
    page.goto(f"{address}/chapters/ledger.html")
    with urlopen(page.get_by_role("link", name=label).evaluate("link => link.href")) as answer:  # noqa: S310
        assert answer.read(5) == b"%PDF-"


@pytest.mark.parametrize(("label", "inside"), [("Data (CSV, JSON)", "claims.csv"), ("Notebooks", ".ipynb")])
def test_the_archives_hold_what_they_say(page: Page, address: str, label: str, inside: str) -> None:
    page.goto(f"{address}/index.html")
    with urlopen(page.get_by_role("link", name=label, exact=True).evaluate("link => link.href")) as answer:  # noqa: S310
        archive = zipfile.ZipFile(io.BytesIO(answer.read()))
    assert archive.testzip() is None
    assert any(name.endswith(inside) for name in archive.namelist())


def test_a_downloaded_notebook_executes_and_shows_what_the_book_shows(address: str) -> None:
    with urlopen(f"{address}/downloads/notebooks/chapters/gap.ipynb") as answer:  # noqa: S310 - our own server
        offered = nbformat.reads(answer.read().decode("utf-8"), as_version=4)
    again = nbformat.from_dict(offered)
    root = Path(__file__).resolve().parents[2]
    NotebookClient(again, kernel_name="python3", resources={"metadata": {"path": str(root)}}).execute()
    shown, book = (_html(notebook) for notebook in (again, offered))
    assert shown
    assert shown == book


def _html(notebook: nbformat.NotebookNode) -> list[str]:
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    return [output.data["text/html"] for output in outputs if "text/html" in output.get("data", {})]
