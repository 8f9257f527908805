"""Prose: findings carry claims, numbers are computed, ids exist, the contents name every chapter."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breaking import BreakFile
from briefing.checking.chapters import Page
from briefing.checking.prose import read_prose
from briefing.checking.rules import checks
from briefing.model.layout import Layout
from briefing.model.ledger import Ledger
from briefing.reading.languages import language_of
from checked import check
from tiny_books import replace

GLUES = "from briefing import open_ledger, tables\nnumbers = tables.glue_numbers(open_ledger())"
HEAD = "---\njupytext:\n  text_representation:\n    format_name: myst\nkernelspec:\n  name: python3\n---\n"
FRONT = f"{HEAD}# Why?\n\n"
ONE = "chapters/one.md"
BROKEN = {
    "finding-without-claim": (ONE, "go round {claim}`C08`", "go round", f"{ONE}:21"),
    "heading-level": (ONE, "- Walkers have to", "#### Deep\n\n- Walkers have to", f"{ONE}:21"),
    "page-unseen": (ONE, "Walkers have to go", "Walkers have\u202e to go", f"{ONE}:21"),
    "glue-unknown": (ONE, "Walkers have to", "{glue:text}`n_claims` walkers have to", f"{ONE}:21"),
    "apparatus-finds": (
        "chapters/ledger.md",
        "# Claim ledger\n",
        "# Claim ledger\n\nIt fell {gap}`G1`.\n",
        "chapters/ledger.md:14",
    ),
    "title-unfounded": (ONE, "{claim}`C08`", "{claim}`stolen <C08>`", f"{ONE}:21"),
    "guide-asserts": (ONE, "This page shows what is said of the bridge.", "The bridge will fall.", f"{ONE}:18"),
    "degree-unfounded": (ONE, "Walkers have to", "Half of the walkers have to", f"{ONE}:21"),
    "actor-without-claim": (ONE, "This page shows", "Lune Crossings shows", f"{ONE}:18"),
    "number-not-computed": (ONE, "This page shows", "This page shows 5 ways of", f"{ONE}:18"),
    "heading-asserts": (ONE, "# The bridge", "# The bridge is safe", f"{ONE}:12"),
    "reach-wrong": (ONE, "Walkers have to go round", "Both articles say that walkers have to go round", f"{ONE}:21"),
    "articles-miscounted": (ONE, "This page shows", "Both articles lie under this page. It shows", f"{ONE}:18"),
    "record-miscounts": ("data/gaps.yml", "One article says many", "Both articles say many", "data/gaps.yml:1"),
    "quotation-unfounded": (ONE, "go round {", "“go around” {", f"{ONE}:21"),
    "straight-mark": (ONE, "This page shows", "This page doesn't show", f"{ONE}:18"),
    "raw-content": (ONE, "This page shows", "This <b>page</b> shows", f"{ONE}:18"),
    "jinja": (ONE, "This page shows", "This {{ page }} shows", f"{ONE}:18"),
    "link-local": (ONE, "This page shows", "This [page](../../x.txt) shows", f"{ONE}:18"),
    "page-empty": (ONE, "# The bridge\n", "", f"{ONE}:13"),
    "page-too-long": (ONE, "This page shows", "This page shows " + "*a " * 5_000, f"{ONE}:17"),
    "front-matter-unknown": (ONE, "kernelspec:", "myst: {substitutions: {a: b}}\nkernelspec:", f"{ONE}:6"),
    "role-unknown": (ONE, "{claim}`C08`", "{clam}`C08`", f"{ONE}:21"),
    "record-unknown": (ONE, "{claim}`C08`", "{claim}`C08` {gap}`G9`", f"{ONE}:21"),
    "judgement-not-covering": (ONE, "{claim}`C08`", "{claim}`C08` {judgement}`J2`", f"{ONE}:21"),
    "chapter-not-in-toc": ("_toc.yml", "  - file: chapters/one\n", "", f"{ONE}:1"),
    "page-not-read": ("_toc.yml", "chapters/one", "references.bib", "_toc.yml:4"),
    "chapter-missing": ("_toc.yml", "chapters/one", "chapters/won", "_toc.yml:4"),
}


def issues_of(layout: Layout, text: str, page: str = "one", front: str = FRONT) -> list[tuple[int, str]]:
    """Return line, counted from the end of the front matter and the title, and code of what is wrong with a page."""
    if "{glue:text}" in text:
        text += f"\n```{{code-cell}} ipython3\n{GLUES}\n```\n"
    (layout.chapters / f"{page}.md").write_text(front + text, "utf-8")
    return [(issue.place.line - front.count("\n"), issue.code) for issue in check(layout).issues]


@pytest.mark.parametrize(
    "text",
    [
        "## Each word of the bridge, once more\n",
        "## What the bridge is\n",
        "## Closed and the bridge is not safe {claim}`C01`\n",
        "## Mara Holt and the survey\n",
        "It is closed {claim}`C01`.\n",
        "It is closed ({claim}`C01,C02`). So it is {judgement}`J1`.\n",
        "Its {claim}`closure <C01>` goes on.\n",
        "It says “closed” {passage}`C01-2`.\n",
        "1. It is closed {claim}`C01`.\n2. It is not sound\n   {judgement}`J1`.\n",
        ":::{guide}\nThis page shows much. And more.\n:::\n",
        ":::{guide} This page shows much.\n:::\n",
        "::::{guide}\n:::{guide}\nThis page.\n:::\n::::\n",
        "```{code-cell} ipython3\n:tags: [hide-input]\nx = 5\n```\n",
        "| name | other |\n|---|---|\n| a cell | {claim}`C01` |\n",
        ":::{guide}\n| mark | other |\n|---|---|\n| a cell | b |\n:::\n",
        "| name | other |\n|---|---|\n| Mara Holt left. | {claim}`C05` |\n",
        "% a comment of 5 words\n\nOld {claim}`C01`.\n",
        "There are {glue:text}`n_claims` claims in 21.Stone {claim}`C01`.\n",
        "See [the page](https://example.org/5) or [that](ledger.md) and {doc}`the ledger <ledger>` {claim}`C01`.\n",
        "One may not cross, and one of them says so once {claim}`C01`.\n",
        "“Walkers … go round”, it says {claim}`C08`.\n",
        "“Walkers have to” {claim}`C08` [^a].\n\n[^a]: It is closed {claim}`C01`.\n",
        "Old — {claim}`C01`!\n",
        "“[w]alkers have to go round” {claim}`C08`.\n",
        "“Walkers […] go round” {claim}`C08`.\n",
        "Many stones are loose {claim}`C03`.\n",
        ":::{guide}\nHow sound is the pier?\n:::\n",
        ":::{guide}\nRead the ledger first.\n:::\n",
        "میخ\u200cها क्\u200dष ❤️ 👩🏽\u200d💻 葛\U000e0100 \u041c\u043e\u0441\u043a\u0432\u0430 αβ μm {claim}`C08`.\n",
        "(label)=\n## Heading\n",
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
        ("It is closed {claim}`C01`. [^a]\n\n[^a]: It rains.\n", [(3, "finding-without-claim")]),
        ("[Closed](https://example.org 'It rains.') {claim}`C01`.\n", [(1, "finding-without-claim")]),
        ("Pier\n: It rains.\n", [(2, "finding-without-claim")]),
        ("It has {glue:text}`n_claims`.\n", [(1, "finding-without-claim")]),
        ("It is closed {claim}`C99`.\n", [(1, "claim-unknown")]),
        ("It is closed {claim}`C01, C99`.\n", [(1, "claim-unknown")]),
        ("It is {claim}`closed <C99>`.\n", [(1, "claim-unknown")]),
        ("It is closed {claim}`J1`.\n", [(1, "claim-unknown")]),
        ("It is closed {gap}`C01`.\n", [(1, "record-unknown")]),
        ("It is closed {claim}`C01`\nand {judgement}`J9`.\n", [(2, "judgement-unknown")]),
        ("It is closed {claim}`C09`.\n", [(1, "claim-withdrawn")]),
        ("It is closed {passage}`C01-3`.\n", [(1, "claim-unknown")]),
        ("It is closed {passage}`C77-1`.\n", [(1, "claim-unknown")]),
        ("It is closed {claim}`C01` in {article}`gazette`.\n", [(1, "article-unknown")]),
        ("There are 5 claims {claim}`C01`.\n", [(1, "number-not-computed")]),
        ("In (2024), 50 % and 1,000-2,000 {claim}`C01`.\n", [(1, "number-not-computed")] * 3),
        ("The 3rd of the 1990s {claim}`C01`.\n", [(1, "number-not-computed")] * 2),
        ("For US$5, 12-fold in a 3-year ½ {claim}`C01`.\n", [(1, "number-not-computed")] * 4),
        ("It has {glue:text}`n_claims`/10 {claim}`C01`.\n", [(1, "number-not-computed")]),
        ("| a |\n|---|\n| 5 |\n", [(3, "number-not-computed")]),
        ("## The 5 ways\n", [(1, "number-not-computed")]),
        ("[5 ways](https://example.org) and `6` {claim}`C01`.\n", [(1, "number-not-computed")] * 2),
        ("有十二家公司和两种方法 {claim}`C01`.\n", [(1, "number-not-computed")] * 2),
        ("三家公司过桥，第二家没有，一家一些 {claim}`C01`.\n", [(1, "number-not-computed")]),
        ("Of XII walkers III crossed, as in the Bridge II it was {claim}`C01`.\n", [(1, "number-not-computed")] * 2),
        ("Walkers\ue000 go\ufffd {claim}`C08`.\n", [(1, "page-unseen")]),
        ("It is closed in {edition}`nothing` {claim}`C01`.\n", [(1, "role-unknown")]),
        ("Two ways, a dozen and twenty-one {claim}`C01`.\n", [(1, "number-not-computed")] * 3),
        ("## Mara Holt gives up\n", [(1, "heading-asserts")]),
        ("## Frost will win\n", [(1, "heading-asserts")]),
        ("{claim}`5 ways <C01>`.\n", [(1, "number-not-computed")]),
        ("“walkers can go round” {claim}`C08`.\n", [(1, "quotation-unfounded")]),
        ("“alkers have to go” {claim}`C08`.\n", [(1, "quotation-unfounded")]),
        ("“Walkers [never] have to go round” {claim}`C08`.\n", [(1, "quotation-unfounded")]),
        ("“round … have” {claim}`C08`.\n", [(1, "quotation-unfounded")]),
        ("“Walkers go. They have to” {claim}`C08`.\n", [(1, "finding-without-claim"), (1, "quotation-unfounded")]),
        ("# Another title\n", [(1, "heading-level")]),
        ("### More\n", [(1, "heading-level")]),
        ("Wal\u200bkers {claim}`C08`.\n", [(1, "page-unseen")]),
        *(
            (f"Walkers {word} go round {{claim}}`C08`.\n", [(1, "page-unseen")])
            for word in (
                "fo\u00adrty",
                "fo\u034frty",
                "for\ufe0fty",
                "for\u200dty",
                "f\u043erty",
                "\u039fnly",
                "a\u3164a",
                "\uff46orty",
                "\U0001d41forty",
                "a\ufe0f",
                "\x1b",
                "\U000e0041",
            )
        ),
        ("AB-4, C5, n=5 and 0x5 {claim}`C01`.\n", [(1, "number-not-computed")] * 4),
        ("{glue:text}`n_claims:.2f` {claim}`C01`.\n", [(1, "glue-unknown")]),
        ("| The pier fell |\n|---|\n| 5 |\n", [(1, "heading-asserts"), (3, "number-not-computed")]),
        ("| name | other |\n|---|---|\n| frost | rampant |\n", [(3, "finding-without-claim")]),
        (":::{guide}\nThe page shows theft and defeat.\n:::\n", [(2, "guide-asserts")]),
        (":::{guide}\nRead this page, Marlowe stole it all.\n:::\n", [(2, "guide-asserts")]),
        (":::{guide}\nDid somebody steal the bridge?\n:::\n", [(2, "guide-asserts")]),
        ("## How frost beat the masons within a year\n", [(1, "heading-asserts")]),
        ("## Why did the masons steal the bridge?\n", [(1, "heading-asserts")]),
        ("## How Mara Holt leads the masons\n", [(1, "heading-asserts")]),
        ("## Theft and espionage\n", [(1, "heading-asserts")]),
        ("```{bibliography}\n:style: x\n```\n", [(1, "raw-content")]),
        ("«Walkers» and „Walkers“ {claim}`C08`.\n", [(1, "straight-mark")]),
        ("‘Walkers can go’ {claim}`C08`.\n", [(1, "straight-mark")]),
        ("「Walkers」 {claim}`C08`.\n", [(1, "straight-mark")]),
        ("“Walkers have to go round {claim}`C08`.\n", [(1, "straight-mark")]),
        ("”Walkers have to go round” {claim}`C08`.\n", [(1, "straight-mark")]),
        ("Walkers go 5km, at 9am, since mid-2021 {claim}`C08`.\n", [(1, "number-not-computed")] * 3),
        ("All walkers {claim}`C08`; the pier fell.\n", [(1, "finding-without-claim")]),
        ("All walkers {claim}`C08`, and then it fell.\n", [(1, "finding-without-claim")]),
        ("All of the walkers, the bulk of them, went round last year {claim}`C08`.\n", [(1, "degree-unfounded")] * 3),
        ("A trio of walkers, umpteen in a decade {claim}`C08`.\n", [(1, "number-not-computed")] * 3),
        ("XVIII {claim}`C08`.\n", [(1, "name-unheard"), (1, "number-not-computed")]),
        ("Twice as many walkers {claim}`C08`.\n", [(1, "degree-unfounded")] * 2),
        ("A third of walkers certainly have to go round {claim}`C08`.\n", [(1, "degree-unfounded")] * 2),
        (":::{guide}\nThe pier is not sound.\n:::\n", [(2, "guide-asserts")]),
        (":::{guide}\nIt has collapsed for good.\n:::\n", [(2, "guide-asserts")]),
        (":::{guide}\nThis page shows that the bridge will fall.\n:::\n", [(2, "guide-asserts")]),
        ("It's closed {claim}`C01`.\n", [(1, "straight-mark")]),
        ("<p>It rains.</p>\n", [(1, "raw-content")]),
        ("It is <b>closed</b> {claim}`C01`.\n", [(1, "raw-content")]),
        ("```{raw} html\n<p>It rains.</p>\n```\n", [(1, "raw-content")]),
        (":::{list-table}\n* - It rains.\n:::\n", [(1, "raw-content")]),
        (":::{admonition} It rains\nIt is closed {claim}`C01`.\n:::\n", [(1, "raw-content")]),
        ("```{include} other.md\n```\n", [(1, "raw-content")]),
        ("```{bibliography} It rains\n```\n", [(1, "raw-content")]),
        (":::{guide}\n```{code-cell} ipython3\n5\n```\n:::\n", [(2, "raw-content")]),
        ("![It rains](x.png)\n", [(1, "raw-content")]),
        ("{download}`x </etc/passwd>` {claim}`C01`.\n", [(1, "role-unknown")]),
        ("[x](/etc/passwd) {claim}`C01`.\n", [(1, "link-local")]),
        ("[x](#nowhere) and {doc}`leger` {claim}`C01`.\n", [(1, "link-local")] * 2),
        ("{% raw %} {claim}`C01`.\n", [(1, "jinja")]),
        ("```\nIt rains.\n```\n", [(1, "raw-content")]),
        ("    It rains.\n", [(1, "raw-content")]),
        ("| a | b |\n|---|---|\n| It rains. | x |\n", [(3, "finding-without-claim")]),
        ("| a | b |\n|---|---|\n| Mara Holt | x |\n", [(3, "finding-without-claim")]),
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
        ("Mara Holton reads the ledger, and mara holt this book.\n", []),
        ("The bridge will fall down.\n", [(1, "guide-asserts")]),
        ("Will the bridge fall down?\n", []),
        ("Mara Holt is quoted.\n", [(1, "actor-without-claim")]),
        ("[Mara Holt](https://example.org) is quoted.\n", [(1, "actor-without-claim")]),
        ("It was withdrawn: {claim}`C09`.\n", []),
        ("It has 5 rules.\n", [(1, "number-not-computed")]),
    ],
)
def test_the_apparatus_speaks_of_the_book_and_carries_claims_where_it_names_an_actor(
    tiny: Layout, text: str, expected: list[tuple[int, str]]
) -> None:
    kept = (tiny.chapters / "ledger.md").read_text("utf-8")
    cells = kept[kept.index("```{code-cell}") :]
    assert issues_of(tiny, f"{text}\n{cells}", "ledger") == expected


def test_the_front_page_and_the_brief_are_findings(tiny: Layout) -> None:
    config = tiny.config.read_text("utf-8")
    tiny.config.write_text(config.replace("[chapters/ledger, ", "[index, chapters/ledger, "), "utf-8")
    assert [(str(i.place), i.code) for i in check(tiny).issues] == [("index.md:1", "apparatus-finds")]


def test_front_matter_with_bad_syntax_is_told_with_its_line(tiny: Layout) -> None:
    assert issues_of(tiny, "# Why?\n\nOld {claim}`C01`.\n", front="---\na: 1\nb: [\n---\n") == [(0, "yaml-syntax")]


def test_a_chapter_that_is_not_utf8_is_told(tiny: Layout) -> None:
    (tiny.chapters / "one.md").write_bytes(b"# A\n\xff")
    assert [(str(i.place), i.code) for i in check(tiny).issues] == [("chapters/one.md:2", "not-utf8")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no FIFOs")
def test_a_chapter_that_is_no_regular_file_is_told_and_not_waited_for(tiny: Layout) -> None:
    (tiny.chapters / "one.md").unlink()
    os.mkfifo(tiny.chapters / "one.md")
    assert [(str(i.place), i.code) for i in check(tiny).issues] == [("chapters/one.md", "not-a-file")]


def test_a_chapter_that_leads_out_of_the_tree_is_told(tiny: Layout, tmp_path: Path) -> None:
    (tmp_path / "other.md").write_text("# A\n\nB {claim}`C01`.\n", "utf-8")
    (tiny.chapters / "one.md").unlink()
    (tiny.chapters / "one.md").symlink_to(tmp_path / "other.md")
    assert [(str(i.place), i.code) for i in check(tiny).issues] == [("chapters/one.md", "not-a-file")]


@pytest.mark.parametrize("text", ["", "\n", "# Why?\n"])
def test_an_empty_chapter_is_told(tiny: Layout, text: str) -> None:
    assert issues_of(tiny, text, front="") == [(1, "page-empty")]


def test_no_table_of_contents_is_told(tiny: Layout) -> None:
    tiny.toc.unlink()
    assert [(str(i.place), i.code) for i in check(tiny).issues] == [("_toc.yml", "file-missing")]


def test_a_table_of_contents_with_bad_syntax_is_told_once(tiny: Layout) -> None:
    tiny.toc.write_text("root: [\n", "utf-8")
    assert {(i.place.file, i.code) for i in check(tiny).issues} == {("_toc.yml", "yaml-syntax")}


def test_parts_and_sections_of_the_contents_are_read(tiny: Layout) -> None:
    pages = ["confidence", "ledger", "sources"]
    listed = "".join(f"          - file: chapters/{page}\n" for page in pages)
    part = "  - caption: A\n    chapters:\n      - file: chapters/one\n        sections:\n"
    tiny.toc.write_text(f"format: jb-book\nroot: index\nparts:\n{part}{listed}", "utf-8")
    assert check(tiny).issues == ()


def test_every_page_of_the_contents_is_read_wherever_it_lies(tiny: Layout) -> None:
    (tiny.root / "extra").mkdir()
    (tiny.root / "extra/more.md").write_text("# A\nIt rains.\n", "utf-8")
    tiny.toc.write_text(tiny.toc.read_text("utf-8") + "  - file: extra/more\n", "utf-8")
    assert [(str(i.place), i.code) for i in check(tiny).issues] == [("extra/more.md:2", "finding-without-claim")]


@pytest.mark.parametrize(
    ("file", "named"), [("more.ipynb", "more"), ("more.rst", "more"), ("more.ipynb", "more.ipynb")]
)
def test_a_page_that_is_not_markdown_is_refused(tiny: Layout, file: str, named: str) -> None:
    (tiny.root / file).write_text("It rains.\n", "utf-8")
    tiny.toc.write_text(tiny.toc.read_text("utf-8") + f"  - file: {named}\n", "utf-8")
    assert [(str(i.place), i.code) for i in check(tiny).issues] == [("_toc.yml:8", "page-not-read")]


@given(st.text(alphabet="ab.5 \n-*#>|:`{}[]()<>~_%+=\t1\\&“”;’"))
def test_any_text_is_read_and_every_block_lies_on_a_line_of_it(text: str) -> None:
    lines = text.count("\n") + 1
    blocks = read_prose(text).blocks
    for block in blocks:
        assert 1 <= block.line <= block.line_of(len(block.text)) <= lines
        assert len(block.words(block.links, block.code)) == len(block.text)
    for check_page in checks("page"):
        for issue in check_page(Page("one", findings=True, blocks=blocks, language=language_of("en")), Ledger()):
            assert 1 <= issue.place.line <= lines


@pytest.mark.parametrize("text", ["*a " * 50_000, "[" * 30_000, "> " * 5_000 + "a", "`" * 9_999])
def test_text_that_a_parser_chokes_on_is_refused_or_read(tiny: Layout, text: str) -> None:
    assert issues_of(tiny, f"{text}\n")[0][0] == 1


# Who makes the claims of the tiny briefing: C01 the gazette and the digest, C05 the gazette, C10 the harbour news.
@pytest.mark.parametrize(
    ("text", "borne"),
    [
        ("Only Lune Gazette quotes her {claim}`C05`.", True),
        ("Lune Gazette alone quotes her {claim}`C05`.", True),
        ("She is quoted in Lune Gazette only {claim}`C05`.", True),
        ("Only Lune Gazette says that it is closed {claim}`C01`.", False),
        ("Town Digest alone quotes her {claim}`C05`.", False),
        ("Only Lune Gazette quotes her, and it is closed {claim}`C05,C01`.", False),
        ("Only Lune Gazette quotes her {claim}`C05`; it is closed {claim}`C01`.", True),
        ("Only Mara Holt says so {claim}`C05`.", False),
        ("Only Mara Holt says so {claim}`C05` {gap}`G1`.", False),
        ("Only the survey says so {claim}`C03` {gap}`G1`.", True),
        ("One article alone quotes her {claim}`C05`.", True),
        ("No other article quotes her {claim}`C05`.", True),
        ("Nobody else says that it is closed {claim}`C01`.", False),
        ("Both Lune Gazette and Town Digest say so {claim}`C01`.", True),
        ("Both Lune Gazette and Harbour News say so {claim}`C01`.", False),
        ("All {glue:text}`n_claims` articles say that it is closed {claim}`C01`.", False),
        ("No article says when {claim}`C01`.", False),
        ("No article says when {claim}`C01` {gap}`G1`.", False),
        ("No article says how many {claim}`C03` {gap}`G1`.", True),
        ("No source says when {gap}`G1`.", True),
        ("Neither Lune Gazette nor Town Digest speaks of the ferry {claim}`C10`.", True),
        ("Neither Lune Gazette nor Town Digest says so {claim}`C01`.", False),
        ("Every article says so {claim}`C01`.", False),
        ("The articles all say so {claim}`C01`.", False),
        ("Most articles say so {claim}`C01`.", True),
        ("Most articles say so {claim}`C05`.", False),
        ("Several articles say so {claim}`C01`.", True),
        ("More than one article says so {claim}`C05`.", False),
        ("Not one article says so {claim}`C01`.", False),
        ("Only the Town Digest says so {claim}`C05`.", False),
        ("Solely the Lune Gazette says so {claim}`C05`.", True),
        ("The Lune Gazette is alone in saying so {claim}`C01`.", False),
        ("Only Lune Gazette and Town Digest say so {claim}`C01`.", True),
        ("Only Lune Gazette and Town Digest say so {claim}`C10`.", False),
        ("The Lune Gazette and the Town Digest both say so {claim}`C10`.", False),
        ("Nobody crosses, ever {claim}`C01`.", False),
        ("Walkers never cross {claim}`C08`.", False),
        ("Lune Crossings alone is closed {claim}`C01`.", False),
        # J1 hangs on C03, of the gazette and the digest; J2 on C10 and C12, of the harbour news.
        ("Harbour News alone tells of the repair {judgement}`J2`.", True),
        ("Lune Gazette alone tells of the pier {judgement}`J1`.", False),
        ("Only Harbour News tells of it {claim}`C10` {judgement}`J2`.", True),
        ("Only Lune Gazette says so {claim}`C01` {judgement}`J1`.", False),
        ("Lune Gazette and Town Digest tell it, and both say that it is closed {judgement}`J1`.", True),
        ("Both say that the engine was mended {judgement}`J2`.", False),
        ("Neither says when {judgement}`J1`.", False),
        ("Neither says when {judgement}`J1` {gap}`G1`.", True),
        ("No other article tells of it {judgement}`J2`.", True),
        ("No other article tells of it {judgement}`J1`.", False),
        ("Lune Gazette tells of her, and it alone does {claim}`C05`.", True),
        ("Lune Gazette tells of it, and it alone does {claim}`C01`.", False),
        ("Town Digest leaves her out, for it alone quotes her {claim}`C05`.", False),
        ("Both can hold {conflict}`X1`.", True),
        ("Nobody crosses {judgement}`J1`.", False),
    ],
)
def test_what_is_said_of_how_many_articles_is_true_of_the_claims_cited(tiny: Layout, text: str, borne: bool) -> None:  # noqa: FBT001
    told = [issue for issue in issues_of(tiny, f"{text}\n") if issue[1] == "reach-wrong"]
    assert told == ([] if borne else [(1, "reach-wrong")])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The three articles were read by a reader.", False),
        ("All 3 articles were read by a reader.", False),
        ("The two articles were read by a reader.", True),
        ("Both of the articles were read by a reader.", True),
        ("These twelve short articles were read by a reader.", True),
        ("One article is undated.", False),
        ("Two articles are undated.", True),
        ("No article is undated.", True),
        ("Each article was read by a reader.", False),
        ("Three articles were read a second time.", False),
        ("Two articles were read a second time.", True),
    ],
)
def test_a_page_counts_the_articles_that_there_are_wherever_it_does(tiny: Layout, text: str, told: bool) -> None:  # noqa: FBT001
    codes = [code for _, code in issues_of(tiny, f":::{{guide}}\n{text}\n:::\n")]
    assert ("articles-miscounted" in codes) == told


@pytest.mark.parametrize(
    ("file", "old", "said", "told"),
    [  # J1's claims stand in two of three articles, J2's in all
        (
            "judgements",
            "The gazette and the digest say so",
            "It is told in each account",
            "claims stand in two of three",
        ),
        ("judgements", "Two crossings were each out of use", "In every account crossings were out of use", ""),
        ("judgements", "The gazette", "It is sure in one account and less in the other. The gazette", "three articles"),
        ("gaps", "another all", "the other all", "“One article … the other” is said, and there are three articles"),
        ("gaps", "another all", "each all", ""),
        ("conflicts", "The gaps could", "They could in one article and will in the other: gaps could", ""),
    ],
)
def test_a_record_says_of_each_article_or_of_one_and_the_other_what_holds_of_all_there_are(
    tiny: Layout, file: str, old: str, said: str, told: str
) -> None:
    replace(tiny.data / f"{file}.yml", old, said)
    found = [issue.got for issue in check(tiny).issues if issue.code == "record-miscounts"]
    assert [told in got for got in found] == [True] * bool(told)


def test_a_page_counts_the_articles_that_were_read_twice_apart_from_the_others(
    tiny: Layout, break_file: BreakFile
) -> None:
    once = (tiny.data / "second_reading.yml").read_text("utf-8").partition("- article: digest-2021")[0]
    (tiny.data / "second_reading.yml").write_text(once, "utf-8")
    break_file(ONE, "This page shows", "One article was read a second time, and three articles are held. It shows")
    assert "articles-miscounted" not in {issue.code for issue in check(tiny).issues}
    break_file(ONE, "One article was read a second time", "Three articles were read a second time")
    (issue,) = [issue for issue in check(tiny).issues if issue.code == "articles-miscounted"]
    assert issue.got == "“Three articles were read a second time” is said, and there is one."


BECAUSE = "The gazette and the digest say so, and both go back to one notice of the council that is not held."


@pytest.mark.parametrize(
    ("because", "told"),
    [
        ("It is told in every article.", "“every article” is said, and its claims stand in two of three."),
        ("It is not told in every article.", ""),
        ("It is many in one account and all in the other.", "“one account … the other” is said"),
        ("One account says many, and the other all.", "“One account … the other” is said"),
        ("It is told in one account. The other pier is sound.", ""),
        ("The other account is silent.", "“The other account” is said, and there are three."),
        ("Both report it.", "“Both report” is said, and there are three articles."),
        ("The Lune Gazette and the Town Digest are alike: both report it.", ""),
        ("C01 and C02 say so: both report it.", ""),
        ("Two accounts have it.", "“Two accounts” is said, and there are three."),
        ("It is told by two accounts.", ""),
        ("It is told in four accounts.", "“four accounts” is said, and there are three."),
        (BECAUSE, ""),
    ],
)
def test_what_a_record_says_of_two_accounts_or_of_each_is_told_where_there_are_three(
    tiny: Layout, break_file: BreakFile, because: str, told: str
) -> None:
    break_file("data/judgements.yml", BECAUSE, f'"{because}"')
    got = [i.got for i in check(tiny).issues if (i.code, i.subject) == ("record-miscounts", "judgement J1")]
    assert len(got) == bool(told)
    assert all(told in words for words in got)


def test_an_article_that_is_not_held_is_none_of_those_that_claims_stand_in(tiny: Layout, break_file: BreakFile) -> None:
    for path in (*tiny.articles.glob("ferry-2020.*"), *tiny.articles.glob("digest-2021.*")):
        path.unlink()
    for because in (BECAUSE, "It is told in each account."):
        break_file("data/judgements.yml", BECAUSE, because)
        assert "and its claims stand in" not in " ".join(issue.got for issue in check(tiny).issues)


def test_a_heading_that_asks_in_a_word_of_no_record_is_told_so_and_not_to_ask(tiny: Layout) -> None:
    (tiny.chapters / "one.md").write_text("# Why did the masons steal the bridge?\n\nOld {claim}`C01`.\n", "utf-8")
    (issue,) = [issue for issue in check(tiny).issues if issue.code == "heading-asserts"]
    assert issue.mend == "Use words of the records, or put {claim}`…` at its end."


def test_the_title_of_the_book_counts_the_articles_too(tiny: Layout) -> None:
    config = tiny.config.read_text("utf-8")
    tiny.config.write_text(config.replace("Why is the Old Bridge closed?", "What do three articles hold?"), "utf-8")
    assert {issue.code for issue in check(tiny).issues} == {"number-not-computed"}
    tiny.config.write_text(config.replace("Why is the Old Bridge closed?", "What do both articles hold?"), "utf-8")
    (issue,) = [issue for issue in check(tiny).issues if issue.code == "articles-miscounted"]
    assert "there are three" in issue.got


def test_a_record_is_named_by_the_role_of_its_kind(tiny: Layout) -> None:
    (tiny.chapters / "one.md").write_text("# Why?\n\nOld {claim}`G1` {clam}`C01`.\n", "utf-8")
    (unknown, role) = sorted(check(tiny).issues, key=lambda issue: issue.code)
    assert unknown.got == "G1 is a gap."
    assert "Did you mean 'claim'?" in role.got
