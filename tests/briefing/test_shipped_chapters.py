"""The chapters as notebooks: each executes alone, holds only prose and calls, and leaves nothing behind."""

from __future__ import annotations

import hashlib
from pathlib import Path

import jupytext
import nbformat
import pytest
import yaml
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
CHAPTERS = sorted([ROOT / "index.md", *(ROOT / "chapters").glob("*.md")])
MOST_LINES = 5


def code_cells(chapter: Path) -> list[nbformat.NotebookNode]:
    return [cell for cell in jupytext.read(chapter).cells if cell.cell_type == "code"]


def in_toc() -> set[str]:
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))
    return {toc["root"], *(entry["file"] for part in toc["parts"] for entry in part["chapters"])}


def fingerprint() -> dict[str, str]:
    folders = [ROOT / "data", ROOT / "chapters"]
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_every_chapter_is_in_the_book() -> None:
    assert {path.relative_to(ROOT).with_suffix("").as_posix() for path in CHAPTERS} == in_toc()


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_holds_prose_and_calls(chapter: Path) -> None:
    for cell in code_cells(chapter):
        lines = [line for line in cell.source.splitlines() if line.strip()]
        assert len(lines) <= MOST_LINES, cell.source
        assert not [line for line in lines if line.lstrip().startswith(("def ", "for ", "while ", "class ", "with "))]
        assert "Path(" not in cell.source
        assert "hide-input" in cell.metadata.get("tags", []), cell.source


@pytest.mark.parametrize("chapter", CHAPTERS[::-1], ids=lambda path: path.stem)
def test_a_chapter_executes_alone_in_a_fresh_kernel_and_leaves_the_sources_as_they_were(chapter: Path) -> None:
    before = fingerprint()
    notebook = jupytext.read(chapter)
    NotebookClient(notebook, kernel_name="python3", resources={"metadata": {"path": str(chapter.parent)}}).execute()
    shown = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert shown
    assert not [output for output in shown if output.output_type == "error"]
    assert all("text/html" in output.data for output in shown if output.output_type == "execute_result")
    assert fingerprint() == before
