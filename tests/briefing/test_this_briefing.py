"""The briefing that this repository ships is in order, and each of its chapters executes alone."""

from __future__ import annotations

import hashlib
from pathlib import Path

import jupytext
import pytest
from nbclient import NotebookClient

from briefing.checking.chapters import FRONT_MATTER
from briefing.checking.check import check
from briefing.checking.prose import read_prose
from briefing.model.layout import Layout

ROOT = Path(__file__).parents[2]
CHAPTERS = sorted([ROOT / "index.md", *(ROOT / "chapters").glob("*.md")])


def fingerprint() -> dict[str, str]:
    folders = [ROOT / "data", ROOT / "chapters"]
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_checks_find_nothing() -> None:
    assert [str(issue) for issue in check(Layout(ROOT)).issues] == []


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


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_saved_as_jupyterlab_saves_it_is_the_same_page_for_the_rules(chapter: Path, tmp_path: Path) -> None:
    notebook = jupytext.read(chapter)
    jupytext.write(notebook, tmp_path / chapter.name, fmt="md:myst")
    before, after = (read_prose(path.read_text("utf-8")) for path in (chapter, tmp_path / chapter.name))
    assert [block.text for block in after.blocks] == [block.text for block in before.blocks]
    keys = [line.split(":")[0] for line in after.front_matter.splitlines() if line[:1].isalpha()]
    assert set(keys) <= set(FRONT_MATTER)
