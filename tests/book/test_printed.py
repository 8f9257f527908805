"""What a page prints is held to the rules of what is typed, whatever way it came onto the page."""

from __future__ import annotations

from types import SimpleNamespace
from typing import ClassVar

import pytest
from docutils import nodes
from sphinx.addnodes import pending_xref

from briefing.book.core import nodes as own
from briefing.book.core import printed
from briefing.book.core.printed import blocks_of
from briefing.checking.chapters import Page
from briefing.checking.check import open_ledger
from briefing.checking.prose import Block, count_words, read_prose
from briefing.checking.rules import checks
from briefing.model.layout import Layout
from briefing.reading.languages import language_of


def page(*children: nodes.Node) -> tuple[Block, ...]:
    document = nodes.document(None, None)
    document += children
    return blocks_of(document)


def cites(name: str, role: str = "claim", title: str = "") -> pending_xref:
    return pending_xref(
        "", nodes.inline("", title or name), refdomain="briefing", reftype=role, reftarget=name, refexplicit=bool(title)
    )


def codes(layout: Layout, *children: nodes.Node) -> list[str]:
    shown, ledger = Page("one", findings=True, blocks=page(*children), language=language_of("en")), open_ledger(layout)
    return sorted(issue.code for check in checks("page") for issue in check(shown, ledger))


def test_a_page_printed_as_it_is_typed_has_the_same_sentences_and_roles() -> None:
    typed = read_prose("# Why?\n\nIt is {claim}`closed <C01>` (`so`).\nIt rains {claim}`C03,C04`.\n").blocks
    shown = page(
        nodes.section("", nodes.title("", "Why?"), nodes.paragraph(
            "", "It is ", cites("C01", title="closed"), nodes.Text(" ("), nodes.literal("", "so"),
            nodes.Text(").\nIt rains "), cites("C03"), nodes.Text(", "), cites("C04"), nodes.Text("."),
        )),
    )  # fmt: skip
    assert [block.kind for block in shown] == [block.kind for block in typed] == ["heading", "prose"]
    assert len(shown[1].sentences) == len(typed[1].sentences)
    assert [role.targets for role in shown[1].roles] == [("C01",), ("C03",), ("C04",)]
    assert shown[1].words(shown[1].code) == "It is closed (  ). It rains       ,       ."


@pytest.mark.parametrize(
    ("node", "code"),
    [
        (nodes.paragraph("", "It rains."), "finding-without-claim"),
        (nodes.figure("", nodes.image(alt="It rains.", uri="x"), nodes.caption("", "It rains.")), "raw-content"),
        (nodes.figure("", nodes.caption("", "It rains.")), "finding-without-claim"),
        (nodes.footnote("", nodes.label("", "1"), nodes.paragraph("", "It rains.")), "finding-without-claim"),
        (nodes.note("", nodes.paragraph("", "It rains.")), "finding-without-claim"),
        (nodes.paragraph("", "", nodes.reference("", "Here", refuri="x", reftitle="It rains."), cites("C01")),
         "finding-without-claim"),
        (nodes.paragraph("", "", nodes.inline("", "It has 57 ", classes=["x"]), cites("C01")), "number-not-computed"),
        (nodes.raw("", "<b>It rains.</b>", format="html"), "raw-content"),
        (nodes.container("", nodes.paragraph("", "It rains."), classes=["cell_output"]), "raw-content"),
        (nodes.container("", nodes.literal_block("", "5"), classes=["cell_output"]), "raw-content"),
        (nodes.paragraph("", "", nodes.inline("", "the race is lost for good", classes=["pasted-text"]), cites("C01")),
         "number-not-computed"),
    ],
)  # fmt: skip
def test_words_that_carry_nothing_are_told_wherever_they_stand(tiny: Layout, node: nodes.Node, code: str) -> None:
    assert code in codes(tiny, node)


@pytest.mark.parametrize(
    "node",
    [
        nodes.paragraph("", "It is closed ", cites("C01"), nodes.Text(".")),
        nodes.paragraph("", "", nodes.inline("", "57", classes=["pasted-text"]), nodes.Text(" ways "), cites("C01")),
        own.guide("", nodes.paragraph("", "This page shows much.")),
        nodes.container("", nodes.table("", classes=["briefing-table"]), classes=["cell_output"]),
        nodes.container("", nodes.literal_block("", "print(5)"), classes=["cell_input"]),
        nodes.comment("", "It rains 5 times."),
    ],
)
def test_words_of_the_ledger_and_of_guides_pass(tiny: Layout, node: nodes.Node) -> None:
    assert codes(tiny, node) == []


def test_the_words_of_the_whole_book_are_counted_and_held_to_their_budget(
    tiny: Layout, caplog: pytest.LogCaptureFixture
) -> None:
    shown = nodes.document(None, None)
    shown += [nodes.paragraph("", "It rains again."), nodes.container("", nodes.Text("x = 1"), classes=["cell_input"])]
    assert [count_words(text) for text in printed.read_aloud(shown)] == [3]

    class App:
        srcdir, builder = tiny.root, SimpleNamespace(format="html")
        env = SimpleNamespace(found_docs={"index", "one"})
        told: ClassVar[list[object]] = []

        def emit(self, *told: object) -> None:
            self.told.append(told)

    app = App()
    printed.word_counts[app] = {"index": 3, "one": 4}
    (tiny.data / "checks").mkdir()
    (tiny.data / "checks" / "budgets.yml").write_text("book: 6\n", "utf-8")
    printed.keep_budgets(app, None)
    ((event, counts),) = app.told
    assert (event, counts["book"]) == (printed.COUNTED, 7)
    assert "the whole book has 7 words, and may have 6. Longest: one 4, index 3." in caplog.text
