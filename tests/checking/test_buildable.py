"""What once passed as in order and then stopped the build, or put something else in a page's place."""

from __future__ import annotations

from pathlib import Path

import pytest

from breaking import BreakFile
from briefing.model.layout import Layout
from checked import check

ONE, CONFIG, BIB, F = "chapters/one.md", "_config.yml", "references.bib", "data/claims/ferry.yml"
BROKEN = {
    "defined-twice": (ONE, "- Walkers have", "(a)=\n\n(A)=\n- Walkers have", f"{ONE}:23"),
    "letterless": (F, "The ferry runs at night again.", "The ferry 한국 runs at night again.", f"{F}:1"),
    "file-unholdable": ("briefing.py", "", "x = 1\n", "briefing.py"),
    "front-matter-wrong": (ONE, "format_name: myst", "format_name: light", f"{ONE}:5"),
}


def told(layout: Layout) -> set[tuple[str, str]]:
    return {(str(issue.place), issue.code) for issue in check(layout).issues}


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("+++ next part\n\nOld {claim}`C01`.\n", 1, "raw-content"),
        ('+++ {"tags": ["hide-input"]}\n\nOld {claim}`C01`.\n', 0, ""),
        ("+++\n\nOld {claim}`C01`.\n", 0, ""),
        ("Old [x] {claim}`C01`.\n\n[x]: https://a.example\n[x]: https://b.example\n", 4, "defined-twice"),
        (":::{guide}\n[x]: https://a.example\n:::\n\n[x]: https://b.example\n", 2, "defined-twice"),
        ("Old {claim}`C01` [^1].\n\n[^1]: Old {claim}`C01`.\n\n[^1]: Old {claim}`C01`.\n", 5, "defined-twice"),
        ("(search)=\n## Frost\n\nOld {claim}`C01`.\n", 1, "defined-twice"),
        ("(Here)=\n## Frost\n\nOld {claim}`C01`.\n", 1, "defined-twice"),
        ("The [bridge]{#x} is closed {claim}`C01`.\n", 1, "raw-content"),
        ('The [bridge]{title="42"} is closed {claim}`C01`.\n', 1, "raw-content"),
        ('The `bridge`{title="42"} is closed {claim}`C01`.\n', 1, "raw-content"),
        ("".join(f"{'  ' * deep}- Old {{claim}}`C01`.\n" for deep in range(8)), 8, "raw-content"),
        ("> " * 40 + "Old.\n", 1, "raw-content"),
        ("Old 한국 {claim}`C01`.\n", 1, "letterless"),
        ("中文 ف é 🙂 {claim}`C01`.\n", 0, ""),
    ],
)
def test_what_a_chapter_defines_twice_or_parts_with_words_is_told(
    tiny: Layout, text: str, line: int, code: str
) -> None:
    front = tiny.root / "index.md"
    front.write_text(front.read_text("utf-8") + "\n(here)=\n## What is told?\n\nOld {claim}`C01`.\n", "utf-8")
    page = tiny.root / "chapters/confidence.md"  # before it, in the order of pages
    kept = page.read_text("utf-8") + "\n"
    page.write_text(f"{kept}{text}", "utf-8")
    wanted = {(f"chapters/confidence.md:{kept.count(chr(10)) + line}", code)} if code else set()
    assert told(tiny) == wanted


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("jupytext:\n  text_representation:\n    extension: .md\n    format_name: myst", "jupytext: 5", 2),
        ("    extension: .md", "    extension: .py", 4),
        ("  name: python3", "  name: julia", 9),
        ("jupytext:\n  text_representation:\n    extension: .md\n    format_name: myst\n", "", 1),
        ("kernelspec:\n  display_name: Python 3\n  language: python\n  name: python3", "kernelspec: [a]", 6),
    ],
)
def test_a_head_that_makes_no_notebook_is_told(
    tiny: Layout, break_file: BreakFile, old: str, new: str, line: int
) -> None:
    break_file(ONE, old, new)
    assert told(tiny) == {(f"{ONE}:{line}", "front-matter-wrong")}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("@misc{a, title={A}}\n\n@misc{zz, author={Holt}}\n", 3),
        ("@misc{a, title={A}}\n\n@article{zz, title={A}}\n", 3),
        ("@film{zz, title={A}}\n", 1),
        ("@misc{zz, title={A}}\n", 0),
    ],
)
def test_a_work_that_cannot_be_printed_is_told(tiny: Layout, text: str, line: int) -> None:
    (tiny.root / BIB).write_text(text, "utf-8")
    assert told(tiny) == ({(f"{BIB}:{line}", "bibliography-unreadable")} if line else set())


@pytest.mark.parametrize(
    "old", ["404.html", "search.html", "records.html", "chapters/one.html/x.html", "Chapters/One.html"]
)
def test_no_redirect_takes_the_place_of_what_the_book_has(tiny: Layout, break_file: BreakFile, old: str) -> None:
    language = "    language: en"
    break_file(CONFIG, language, f"{language}\n    briefing_redirects: {{{old}: index.html}}")
    assert told(tiny) == {(f"{CONFIG}:34", "redirect-wrong")}


def test_no_file_has_the_name_of_a_device(tiny: Layout, break_file: BreakFile) -> None:
    break_file("_toc.yml", "chapters/one", "chapters/Con")
    (tiny.chapters / "one.md").rename(tiny.chapters / "Con.md")
    assert told(tiny) == {("chapters/Con.md", "file-unholdable")}


def test_the_folder_of_budgets_lies_in_the_briefing(tiny: Layout, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "budgets.yml").write_text("front_page: 999\n", "utf-8")
    (tiny.data / "checks").symlink_to(tmp_path / "elsewhere")
    assert told(tiny) == {("data/checks/budgets.yml", "not-a-file")}
