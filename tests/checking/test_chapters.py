"""Prose: findings carry claims, numbers are computed, ids exist, the contents name every chapter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.checking.check import check
from briefing.checking.prose import read_prose
from briefing.model.layout import Layout

FRONT = "---\nkernelspec:\n  name: python3\n---\n"
APPARATUS = "---\nbriefing:\n  kind: apparatus\n---\n"


def issues_of(layout: Layout, text: str, front: str = FRONT) -> list[tuple[int, str]]:
    """Return line, counted from the end of the front matter, and code of what is wrong with a chapter."""
    (layout.chapters / "one.md").write_text(front + text, "utf-8")
    return [(issue.place.line - front.count("\n"), issue.code) for issue in check(layout).issues]


@pytest.mark.parametrize(
    "text",
    [
        "# A heading of any words\n",
        "It is closed {claim}`C01`.\n",
        "It is closed ({claim}`C01,C02`). So it is {judgement}`J1`.\n",
        "Its {claim}`closure <C01>` goes on.\n",
        "It says “closed” {passage}`C01-2`.\n",
        "1. It is closed {claim}`C01`.\n2. It is not sound\n   {judgement}`J1`.\n",
        ":::{guide}\nThis page shows much. And more.\n:::\n",
        "::::{note}\n:::{guide}\nThis page.\n:::\n::::\n",
        "```{code-cell} ipython3\n:tags: [hide-input]\nprint(5)\n```\n",
        "| head | other |\n|---|---|\n| a cell | b |\n",
        "| head | other |\n|---|---|\n| Mara Holt left. | {claim}`C05` |\n",
        "% a comment of 5 words\n",
        ":::{guide}\n```sh\nbriefing check\n```\n:::\n",
        "```{figure} x.png\n:name: five-5\n:alt: no prose 5\n\nIt is closed {claim}`C01`.\n```\n",
        "There are {glue:text}`n_claims` claims in GPT-4 and 21.Stone and `5` {claim}`C01`.\n",
        "See [page 5](https://example.org/5) {claim}`C01`.\n",
        "Old — {claim}`C01`!\n",
        "(label)=\n# Heading\n",
    ],
)
def test_prose_that_carries_what_it_must_passes(tiny: Layout, text: str) -> None:
    assert issues_of(tiny, text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is closed.\n", [(1, "finding-without-claim")]),
        ("It is closed {claim}`C01`. It rains.\n", [(1, "finding-without-claim")]),
        (
            "It is closed {claim}`C01`.\nIt rains.\nIt snows.\n",
            [(2, "finding-without-claim"), (3, "finding-without-claim")],
        ),
        ("- It is closed {claim}`C01`.\n- It rains.\n", [(2, "finding-without-claim")]),
        ("> It rains.\n", [(1, "finding-without-claim")]),
        (":::{note}\n:class: x\n\nIt rains.\n:::\n", [(4, "finding-without-claim")]),
        ("```{note}\n---\nclass: x\n---\nIt rains.\n```\n", [(5, "finding-without-claim")]),
        ("::::{note}\n:::{guide}\nThis page.\n:::\nIt rains.\n::::\n", [(5, "finding-without-claim")]),
        ("It has {glue:text}`n`.\n", [(1, "finding-without-claim")]),
        ("It is closed {claim}`C99`.\n", [(1, "claim-unknown")]),
        ("It is closed {claim}`C01, C99`.\n", [(1, "claim-unknown")]),
        ("It is {claim}`closed <C99>`.\n", [(1, "claim-unknown")]),
        ("It is closed {claim}`J1`.\n", [(1, "claim-unknown")]),
        ("It is closed {claim}`C01`\nand {judgement}`J9`.\n", [(2, "judgement-unknown")]),
        ("It is closed {claim}`C09`.\n", [(1, "claim-withdrawn")]),
        ("It is closed {passage}`C01-3`.\n", [(1, "claim-unknown")]),
        ("It is closed {passage}`C77-1`.\n", [(1, "claim-unknown")]),
        ("It is closed {claim}`C01` in {article}`gazette`.\n", [(1, "article-unknown")]),
        ("There are 5 claims {claim}`C01`.\n", [(1, "number-not-computed")]),
        ("In (2024), 50 % and 1,000-2,000 {claim}`C01`.\n", [(1, "number-not-computed")] * 3),
        ("The 3rd of the 1990s {claim}`C01`.\n", [(1, "number-not-computed")] * 2),
        ("For US$5, 12-fold in a 3-year ½ {claim}`C01`.\n", [(1, "number-not-computed")] * 4),
        ("It has {glue:text}`n`/10 {claim}`C01`.\n", [(1, "number-not-computed")]),
        ("| a |\n|---|\n| 5 |\n", [(3, "number-not-computed")]),
        ("# The 5 ways\n", [(1, "number-not-computed")]),
        ("<p>It rains.</p>\n", [(1, "raw-content")]),
        ("It is <b>closed</b> {claim}`C01`.\n", [(1, "raw-content")]),
        ("```{raw} html\n<p>It rains.</p>\n```\n", [(1, "raw-content")]),
        (":::{list-table}\n* - It rains.\n:::\n", [(1, "raw-content")]),
        (":::{csv-table}\nIt rains.\n:::\n", [(1, "raw-content")]),
        ("::::{note}\n```{eval-rst}\nIt rains.\n```\n::::\n", [(2, "raw-content")]),
        ("```{include} other.md\n```\n", [(1, "raw-content")]),
        ("```\nIt rains.\n```\n", [(1, "raw-content")]),
        ("    It rains.\n", [(1, "raw-content")]),
        ("| a | b |\n|---|---|\n| It rains. | x |\n", [(3, "finding-without-claim")]),
        ("| a | b |\n|---|---|\n| Mara Holt | x |\n", [(3, "actor-without-claim")]),
        (":::{guide}\nThe page shows Mara Holt.\n:::\n", [(2, "actor-without-claim")]),
        (":::{guide}\nThis page.\n\nIt shows what the council said.\n:::\n", [(4, "actor-without-claim")]),
    ],
)
def test_prose_that_lacks_something_is_told_by_line(tiny: Layout, text: str, expected: list[tuple[int, str]]) -> None:
    assert sorted(issues_of(tiny, text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The check runs each time. Rules are rules.\n", []),
        ("Mara Holt is quoted {claim}`C05`. The survey is `the survey`.\n", []),
        ("mara holt and Mara Holton are no actors.\n", []),
        ("Mara Holt is quoted.\n", [(1, "actor-without-claim")]),
        ("[Mara Holt](https://example.org) is quoted.\n", [(1, "actor-without-claim")]),
        ("It was withdrawn: {claim}`C09`.\n", []),
        ("It has 5 rules.\n", [(1, "number-not-computed")]),
    ],
)
def test_the_apparatus_speaks_of_the_book_and_carries_claims_where_it_names_an_actor(
    tiny: Layout, text: str, expected: list[tuple[int, str]]
) -> None:
    assert issues_of(tiny, text, APPARATUS) == expected


def test_an_unknown_kind_of_page_is_told_with_the_nearest_one(tiny: Layout) -> None:
    text = "---\nbriefing: {kind: aparatus}\n---\n"
    (tiny.chapters / "one.md").write_text(text, "utf-8")
    (issue,) = check(tiny).issues
    assert (issue.place.line, issue.code) == (2, "unknown-word")
    assert "Did you mean 'apparatus'?" in issue.got


def test_front_matter_with_bad_syntax_is_told_with_its_line(tiny: Layout) -> None:
    assert issues_of(tiny, "", "---\na: 1\nb: [\n---\n") == [(0, "yaml-syntax")]


def test_a_chapter_that_is_not_utf8_is_told(tiny: Layout) -> None:
    (tiny.chapters / "one.md").write_bytes(b"\xff")
    assert [(str(i.place), i.code) for i in check(tiny).issues] == [("chapters/one.md:1", "not-utf8")]


def test_no_table_of_contents_is_told(tiny: Layout) -> None:
    tiny.toc.unlink()
    assert [(str(i.place), i.code) for i in check(tiny).issues] == [("_toc.yml", "file-missing")]


def test_a_table_of_contents_with_bad_syntax_is_told_once(tiny: Layout) -> None:
    tiny.toc.write_text("root: [\n", "utf-8")
    assert {(i.place.file, i.code) for i in check(tiny).issues} == {("_toc.yml", "yaml-syntax")}


def test_parts_and_sections_of_the_contents_are_read(tiny: Layout) -> None:
    pages = ["confidence", "ledger", "sources"]
    listed = "".join(f"          - file: chapters/{page}\n" for page in pages)
    part = "  - caption: A\n    chapters:\n      - file: chapters/one.md\n        sections:\n"
    tiny.toc.write_text(f"root: index\nparts:\n{part}{listed}", "utf-8")
    assert check(tiny).issues == ()


def test_every_page_of_the_contents_is_read_wherever_it_lies(tiny: Layout) -> None:
    (tiny.root / "extra").mkdir()
    (tiny.root / "extra/more.md").write_text("It rains.\n", "utf-8")
    tiny.toc.write_text(tiny.toc.read_text("utf-8") + "  - file: extra/more\n", "utf-8")
    assert [(str(i.place), i.code) for i in check(tiny).issues] == [("extra/more.md:1", "finding-without-claim")]


@pytest.mark.parametrize(
    ("file", "named"), [("more.ipynb", "more"), ("more.rst", "more"), ("more.ipynb", "more.ipynb")]
)
def test_a_page_that_is_not_markdown_is_refused(tiny: Layout, file: str, named: str) -> None:
    (tiny.root / file).write_text("It rains.\n", "utf-8")
    tiny.toc.write_text(tiny.toc.read_text("utf-8") + f"  - file: {named}\n", "utf-8")
    assert [(str(i.place), i.code) for i in check(tiny).issues] == [("_toc.yml:8", "page-not-read")]


@given(st.text(alphabet="ab.5 \n-*#>|:`{}[]()<>~_%+=\t1\\&"))
def test_any_text_is_read_and_every_block_lies_on_a_line_of_it(text: str) -> None:
    lines = text.count("\n") + 1
    for block in read_prose(text).blocks:
        assert 1 <= block.line <= block.line_of(len(block.text)) <= lines
        assert len(block.words(links=False)) == len(block.text)
