"""A team's own theme: the extension does without our look, and nothing of it is lost but the look."""

from __future__ import annotations

from pathlib import Path

import pytest

import tiny_books


@pytest.mark.parametrize("theme", ["alabaster", "sphinx_book_theme"])
def test_another_theme_builds_the_book(tmp_path: Path, theme: str) -> None:
    root = tiny_books.copy_tiny(tmp_path)
    tiny_books.replace(root / "_config.yml", "html_theme: briefing", f"html_theme: {theme}")
    done = tiny_books.run("jupyter-book", root)
    assert done.returncode == 0, done.stderr[-3000:]
    page = tiny_books.page(root, "chapters/one")
    assert "Stones in its pier are loose" in page
    assert 'href="ledger.html#C03"' in page
    assert "briefing.css" not in page
    assert "loose" in tiny_books.page(root, "chapters/ledger")
    assert (root / "_build" / "html" / "_static" / "basic.css").is_file()
