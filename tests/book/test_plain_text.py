"""Pages as plain Markdown: what a program that reads text gets of a page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from docutils import nodes

from briefing.book.core import nodes as own
from briefing.book.html.plain_text import to_markdown
from briefing.book.html.transforms import record_mark
from briefing.exports.catalogue import catalogue
from tiny_books import built_tiny


def paragraph(*children: nodes.Node | str) -> nodes.paragraph:
    return nodes.paragraph("", "", *(nodes.Text(c) if isinstance(c, str) else c for c in children))


def table(caption: str, *rows: tuple[nodes.Node, ...]) -> nodes.table:
    entries = [nodes.row("", *(nodes.entry("", cell) for cell in row)) for row in rows]
    group = nodes.tgroup("", nodes.thead("", entries[0]), nodes.tbody("", *entries[1:]), cols=len(rows[0]))
    return nodes.table("", nodes.title("", caption), group)


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (lambda: paragraph("It costs 3*4 [sic] <b>."), r"It costs 3\*4 \[sic\] \<b\>."),
        (lambda: paragraph("Loose", record_mark("", "", nodes.Text(" C03, J1")), "."), "Loose [C03, J1]."),
        (lambda: paragraph(nodes.strong("", "Firmly:"), " so\n  it is"), "**Firmly:** so it is"),
        (lambda: paragraph(nodes.reference("", "there", refuri="https://x.org/a")), "[there](<https://x.org/a>)"),
        (lambda: paragraph(nodes.reference("", "C04", refuri="../ledger.html#C04")), "C04"),
        (lambda: nodes.bullet_list("", *(nodes.list_item("", paragraph(text)) for text in "ab")), "- a\n- b"),
        (lambda: nodes.block_quote("", paragraph("a"), paragraph("b")), "> a\n> \n> b"),
        (lambda: own.guide("", paragraph("This page shows.")), "This page shows."),
        (lambda: nodes.raw("", "<script>", format="html"), ""),
        (lambda: nodes.figure("", own.chart_image(alt="A bar.", svg="<svg/>"), nodes.caption("", "One leads.")),
         "Figure: One leads.\n\nA bar."),
    ],
)  # fmt: skip
def test_a_node_becomes_text(made: Callable[[], nodes.Node], text: str) -> None:
    assert to_markdown(made()) == text


def test_a_table_is_a_table_and_a_cell_keeps_its_parts_apart() -> None:
    quotes = nodes.container("", nodes.container("", paragraph("“a|b”")), nodes.container("", paragraph("“c”")))
    entry = nodes.entry("", *quotes.children)
    made = table("All.", (paragraph("Claim"), paragraph("Words")), (paragraph("C01"), paragraph("x")))
    list(made.findall(nodes.row))[1].replace(list(made.findall(nodes.entry))[3], entry)
    assert to_markdown(made) == "Table: All.\n\n| Claim | Words |\n| --- | --- |\n| C01 | “a\\|b” / “c” |"


def test_headings_are_counted_from_the_page_s_title() -> None:
    inner = nodes.section("", nodes.title("", "In"), paragraph("x"))
    document = nodes.section("", nodes.title("", "Page"), inner)
    assert to_markdown(document) == "# Page\n\n## In\n\nx"


@pytest.fixture(scope="session")
def html(shared: Path) -> Path:
    return built_tiny(shared, "briefing") / "_build" / "html"


def test_every_page_has_its_text_with_its_claims_and_quotations(html: Path) -> None:
    listed = (html / "llms.txt").read_text("utf-8")
    for page in ("index", "chapters/one", "chapters/confidence", "chapters/ledger", "chapters/sources"):
        text = (html / f"{page}.html.md").read_text("utf-8")
        assert "{claim}" not in text
        assert "{glue" not in text
        assert f"({page}.html.md)" in listed
    assert "go over the New Bridge [C01, C07]" in (html / "chapters/one.html.md").read_text("utf-8")
    assert "“All of the stones in the north pier are loose”" in (html / "chapters/ledger.html.md").read_text("utf-8")
    for entry in catalogue():
        assert f"(downloads/data/{entry.name}): {entry.about}" in listed
