"""What only a build can see is told by each check of the same, until it is mended."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.commands.cli import main
from tiny_books import copy_tiny, run


def test_a_check_after_a_build_that_was_stopped_is_not_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = copy_tiny(tmp_path)
    monkeypatch.setenv("BRIEFING_ROOT", str(root))
    budgets = root / "data/checks/budgets.yml"
    budgets.parent.mkdir()
    budgets.write_text("book: 3\n", "utf-8")
    assert main(["check"]) == 0  # only a build counts what tables print
    assert run("briefing", root).returncode == 1
    capsys.readouterr()
    assert main(["check"]) == 1
    said = capsys.readouterr().out
    assert said.startswith("data/checks/budgets.yml:1: build: build-refused: the last build stopped at this: ")
    assert "words, and may have 3." in said
    budgets.write_text("book: 30000\n", "utf-8")
    assert main(["check"]) == 0  # other inputs, which nothing has built
    budgets.write_text("book: 3\n", "utf-8")
    assert main(["check"]) == 1
    assert run("briefing", root).returncode == 1  # a build does not take the word of the last one for it
    budgets.write_text("book: 30000\n", "utf-8")
    assert run("briefing", root).returncode == 0
    assert not (root / "_build/refused.json").exists()
