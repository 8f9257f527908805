"""What the book's settings and its table of contents must be for the book to be built."""

from __future__ import annotations

import pytest

from breaking import BreakFile
from briefing.checking.check import check
from briefing.model.layout import Layout

CONFIG = "_config.yml"
BROKEN = {
    "setting-unknown": (CONFIG, "parse:\n", "pars: x\nparse:\n", f"{CONFIG}:16"),
    "setting-wrong": (CONFIG, "execute_notebooks: force", "execute_notebooks: often", f"{CONFIG}:11"),
    "contents-malformed": ("_toc.yml", "format: jb-book", "format: jb-artikle", "_toc.yml:1"),
}


def issues(layout: Layout) -> list[tuple[str, str]]:
    return [(str(issue.place), issue.code) for issue in check(layout).issues]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("  timeout: 120", "  timeout: long", "setting-wrong"),
        ("  timeout: 120", "  timeout: yes", "setting-wrong"),
        ("  timeout: 120", "  time_out: 120", "setting-unknown"),
        ("    nitpicky: true", "    nitpick: true", "setting-unknown"),
        ("[chapters/ledger, chapters/sources]", "[chapters/leger, chapters/sources]", "setting-wrong"),
        ("    smartquotes: false", "    briefing_sources_doc: chapters/texts", "setting-wrong"),
        ("attrs_inline", "atrs_inline", "setting-wrong"),
        ("sphinx:\n  config:", "sphinx: 3\nx:", "setting-wrong"),
    ],
)
def test_a_setting_that_a_build_would_refuse_or_pass_over_is_told(
    tiny: Layout, break_file: BreakFile, old: str, new: str, code: str
) -> None:
    text = break_file(CONFIG, old, new).read_text("utf-8")
    line = text.count("\n", 0, text.index(new)) + 1
    assert (f"{CONFIG}:{line}", code) in issues(tiny)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("format: jb-book\nroot: index\nchaptrs:\n  - file: chapters/one\n", 1),
        ("format: jb-book\nroot: index\nparts:\n  - caption: A\n    chaptrs:\n      - file: chapters/one\n", 4),
        ("format: jb-book\nroot: index\nparts:\n  - captoin: A\n    chapters:\n      - file: chapters/one\n", 4),
        ("format: jb-book\nroot: index\nchapters:\n  - file: chapters/one\n  - file: chapters/one\n", 5),
        ("format: jb-book\nroot: index\nchapters:\n  - fil: chapters/one\n", 4),
        ("- a\n", 1),
    ],
)
def test_contents_that_cannot_be_read_are_told_where_they_go_wrong(tiny: Layout, text: str, line: int) -> None:
    tiny.toc.write_text(text, "utf-8")
    assert (f"_toc.yml:{line}", "contents-malformed") in issues(tiny)
