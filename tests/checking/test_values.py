"""Values that no output could print, works that are cited, and budgets of words."""

from __future__ import annotations

import pytest

from breaking import BreakFile
from briefing.checking.buildable import forget_refusal, note_refusal
from briefing.checking.prose import count_words, read_prose
from briefing.commands.cli import main
from briefing.model.layout import Layout
from checked import check

A, F, V = "data/articles/gazette-2021.yml", "data/claims/ferry.yml", "data/vocabulary.yml"
ONE, BUDGETS, BIB = "chapters/one.md", "data/checks/budgets.yml", "references.bib"
BROKEN = {
    "language-unlike": (A, "publisher: Lune Gazette\n", "publisher: Lune Gazette\nlanguage: zh\n", f"{A}:1"),
    "language-unknown": (A, "publisher: Lune Gazette\n", "publisher: Lune Gazette\nlanguage: English\n", f"{A}:1"),
    "text-too-long": (F, "The ferry runs at night again.", "night " * 1_000, f"{F}:2"),
    "theme-empty": (V, "theme:\n", "theme:\n  trams: {label: Trams, meaning: m}\n", f"{V}:2"),
    "bibliography-unreadable": (BIB, "", "@book{a,\n  title = {A}\n\n@", f"{BIB}:4"),
    "works-not-listed": (ONE, "go round {claim}`C08`", "go round {claim}`C08` {cite}`code`", f"{ONE}:21"),
    "work-unknown": (ONE, "go round {claim}`C08`", "go round {claim}`C08` {cite}`nobody`", f"{ONE}:21"),
    "build-refused": (BUDGETS, "", "", ""),
    "budget-exceeded": (BUDGETS, "", "front_page: 3\n", f"{BUDGETS}:1"),
}


@pytest.mark.parametrize("language", ["en", "en-GB", "de", "sr-Latn"])
def test_languages_of_the_world_pass_and_one_without_a_list_of_words_is_told(
    tiny: Layout, break_file: BreakFile, language: str
) -> None:
    break_file(A, "publisher: Lune Gazette\n", f"publisher: Lune Gazette\nlanguage: {language}\n")
    report = check(tiny)
    assert report.issues == ()
    assert bool(report.unchecked) == (not language.startswith("en"))
    assert all(repr(language) in words and "gazette-2021" in words for words in report.unchecked)


@pytest.mark.usefixtures("tiny")
def test_a_book_in_a_language_without_a_list_of_words_is_told(
    break_file: BreakFile, capsys: pytest.CaptureFixture[str]
) -> None:
    break_file("_config.yml", "language: en", "language: de")
    assert main(["check"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("In order: ")
    assert "Not checked: no words of 'de' are known" in out


def test_a_file_of_references_that_is_gone_is_told(tiny: Layout) -> None:
    (tiny.root / BIB).unlink()
    assert [(str(issue.place), issue.code) for issue in check(tiny).issues] == [(BIB, "bibliography-unreadable")]


@pytest.mark.parametrize("damage", [b"\xe9", b"\x00", b"\x1b"])
def test_letters_of_a_bibliography_that_cannot_be_read_are_told_with_their_line(tiny: Layout, damage: bytes) -> None:
    (tiny.root / BIB).write_bytes(b"@book{a,\n  title = {A" + damage + b"}\n}\n")
    assert [(str(issue.place), issue.code) for issue in check(tiny).issues] == [(f"{BIB}:2", "bibliography-unreadable")]


def test_an_address_of_a_work_that_leads_nowhere_on_the_web_is_told(tiny: Layout) -> None:
    work = "@misc{{a, author={{A}}, title={{T}}, year=2001, url={{{}}}}}\n"
    for address, told in (
        ("https://example.org/a", []),
        ("javascript:alert(1)", [(f"{BIB}:1", "bibliography-unreadable")]),
    ):
        (tiny.root / BIB).write_text(work.format(address), "utf-8")
        assert [(str(issue.place), issue.code) for issue in check(tiny).issues] == told


@pytest.mark.parametrize("text", ["front: 3\n", "findings: many\n", "book: true\n", "front_page: -1\n", "- 3\n"])
def test_a_budget_that_is_none_is_told(tiny: Layout, text: str) -> None:
    (tiny.data / "checks").mkdir()
    (tiny.root / BUDGETS).write_text(text, "utf-8")
    assert [(str(issue.place), issue.code) for issue in check(tiny).issues] == [(f"{BUDGETS}:1", "unknown-key")]


def test_what_stopped_the_last_build_is_told_for_as_long_as_it_would_stop_the_next(tiny: Layout) -> None:
    tiny.build.mkdir()
    note_refusal(tiny, "html", f"{tiny.root}/chapters/one.md:3: WARNING: it is odd\ntypst: too many pages\n")
    told = [(str(issue.place), issue.got.partition(": ")[2]) for issue in check(tiny, "built").issues]
    assert told == [("", "typst: too many pages."), ("chapters/one.md:3", "it is odd.")]
    assert check(tiny).issues == ()  # a build asks only for what holds of its own inputs
    forget_refusal(tiny, "pdf")
    assert check(tiny, "built").issues
    (tiny.root / "index.md").write_text((tiny.root / "index.md").read_text("utf-8") + "\n", "utf-8")
    assert check(tiny, "built").issues == ()
    forget_refusal(tiny, "html")
    assert list(tiny.build.iterdir()) == []


def test_words_are_counted_as_they_are_read() -> None:
    text = "# Why, then?\n\nIt isn’t {claim}`closed <C01>` {claim}`C02`, with {glue:text}`n` of 21.Stone.\n"
    assert sum(count_words(block.words()) for block in read_prose(text).blocks if block.printed) == 2 + 6
