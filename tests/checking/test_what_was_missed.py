"""Kinds of fault that once passed as in order, each with what must be said of it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from briefing.model.layout import Layout
from checked import check

F, BRIDGE = "data/claims/ferry.yml", "data/claims/bridge.yml"
BROKEN = {
    "statement-unfounded": (F, "The ferry runs at night again.", "The ferry runs 5 times at night again.", f"{F}:1"),
    "statement-unlike": (F, "The ferry runs at night again.", "Does the ferry run at night?", f"{F}:1"),
    "label-shared": ("data/vocabulary.yml", "low: {label: low,", "low: {label: Moderate,", "data/vocabulary.yml:29"),
    "name-unheard": ("chapters/one.md", "Stones in its pier", "Stones of Wray in its pier", "chapters/one.md:15"),
    "sentence-turned": ("chapters/one.md", "The bridge stays closed", "The bridge opens", "chapters/one.md:14"),
    "statement-turned": (F, "The ferry runs at night again.", "The ferry never runs at night.", f"{F}:1"),
}
BreakFile = Callable[[str, str, str], Path]


def codes(layout: Layout) -> list[str]:
    return [issue.code for issue in check(layout).issues]


@pytest.mark.parametrize("file", ["relations", "parallels", "second_reading"])
def test_no_record_may_quote_an_article_that_is_not_held(tiny: Layout, file: str) -> None:
    path = tiny.data / f"{file}.yml"
    path.write_text(path.read_text("utf-8").replace("article: gazette-2021", "article: gazette-2022", 1), "utf-8")
    assert "article-unknown" in codes(tiny)


def test_a_withdrawn_parallel_covers_no_words(tiny: Layout, break_file: BreakFile) -> None:
    words = "\n  sides: [{article: digest-2021, exact: Walkers have to go round.}]\n  note: It is new.\n"
    path = tiny.data / "parallels.yml"
    path.write_text(path.read_text("utf-8") + f"- id: P9\n  change: dropped{words}", "utf-8")
    break_file("data/claims/bridge.yml", "- id: C08\n", "- id: C08\n  withdrawn: {because: Not so.}\n")
    assert "sentence-uncovered" not in codes(tiny)
    path.write_text(path.read_text("utf-8") + "  withdrawn: {because: Not so.}\n", "utf-8")
    assert "sentence-uncovered" in codes(tiny)


def test_a_finding_may_not_cite_a_gap_that_was_withdrawn(tiny: Layout, break_file: BreakFile) -> None:
    chapter = tiny.chapters / "one.md"
    chapter.write_text(chapter.read_text("utf-8") + "\nHow many stones are loose is open {gap}`G1`.\n", "utf-8")
    assert codes(tiny) == []
    break_file("data/gaps.yml", "touches: [C03]", "touches: [C03]\n  withdrawn: {because: They were counted.}")
    assert "record-withdrawn" in codes(tiny)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("_toc.yml", 'format: jb-book\nroot: index\nchapters:\n- file: chapters/one\n- file: "x\n'),
        ("_toc.yml", "format: jb-book\nroot: index\noptions: 5\nchapters:\n  - file: chapters/one\n"),
        ("_toc.yml", "format: jb-book\nroot: index\nchapters:\n  - file: {a: b}\n"),
        ("references.bib", "@book{a, author={a,b,c,d,e}, title={x}}\n"),
        ("chapters/one.md", "# One\n\n" + ":::{guide}\n" * 800),
    ],
)
def test_odd_files_are_issues_and_no_fault_of_the_software(tiny: Layout, file: str, text: str) -> None:
    (tiny.root / file).write_text(text, "utf-8")
    assert check(tiny).issues


@pytest.mark.parametrize("value", ["[[chapters/ledger]]", "[{a: b}]"])
def test_an_apparatus_that_is_no_list_of_pages_is_an_issue(tiny: Layout, value: str, break_file: BreakFile) -> None:
    break_file("_config.yml", "briefing_apparatus: [chapters/ledger, chapters/sources]", f"briefing_apparatus: {value}")
    assert "setting-wrong" in codes(tiny)


def test_articles_are_not_shown_by_a_comment_or_a_cell_that_is_left_out(tiny: Layout, break_file: BreakFile) -> None:
    break_file("chapters/sources.md", "tables.source_texts(ledger)", "# tables.source_texts(ledger)")
    assert "register-not-shown" in codes(tiny)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("data/vocabulary.yml", "a: [\n"),
        ("data/actors.yml", None),
        ("data/judgements.yml", None),
        ("data/origins.yml", None),
        ("data/waivers.yml", "a: [\n"),
        ("_toc.yml", "a: [\n"),
        ("_toc.yml", None),
        ("_config.yml", "a: [\n"),
        ("_config.yml", None),
    ],
)
def test_a_lost_file_is_told_and_not_what_follows_from_it(tiny: Layout, file: str, text: str | None) -> None:
    (tiny.root / file).unlink() if text is None else (tiny.root / file).write_text(text, "utf-8")
    (issue,) = check(tiny).issues
    assert issue.place.file == file


def test_the_cause_comes_first_and_one_fault_at_many_places_is_told_once(tiny: Layout, break_file: BreakFile) -> None:
    break_file("data/vocabulary.yml", "unstated: {label: unstated,", "unstatd: {label: unstated,")
    break_file("data/waivers.yml", "  reason: It names the source; the", "  raeson: It names the source; the")
    first, *rest = check(tiny).issues
    assert first.place.file == "data/waivers.yml"
    (word,) = [issue for issue in rest if issue.code == "unknown-word" and "quantity" in issue.got]
    assert "Did you mean 'unstatd'?" in word.got
    assert "So too at data/claims/bridge.yml:" in word.got


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("Half of the walkers have to go round.", "statement-unfounded"),
        ("Many walkers have to go round.", "statement-unfounded"),
        ("Walkers certainly have to go round.", "statement-unfounded"),
        ("Only Mara Holt has to go round.", "statement-unfounded"),
        ("Lune Crossings has to go round.", "statement-unfounded"),
        ("Everybody has to go round.", "statement-unfounded"),
        ("Two walkers have to go round.", "statement-unfounded"),
        ("三家 walkers have to go round.", "statement-unfounded"),
        ("Those III walkers have to go round.", "statement-unfounded"),
        ("Walkers have to go 3.5 ways round.", "statement-unfounded"),
        ("Walkers do not have to go round.", "statement-turned"),
        ("Walkers can’t go round.", "statement-turned"),
        ("Walkers go round by 21.Stone and AB-4.", ""),
        ("People on foot have to walk round.", ""),
        ("Walkers have to go round. Buses do too.", "statement-unlike"),
        ("TODO", "statement-unlike"),
    ],
)
def test_a_claim_says_no_number_degree_or_denial_that_its_quotes_do_not(
    tiny: Layout, break_file: BreakFile, statement: str, code: str
) -> None:
    break_file(BRIDGE, "Walkers have to go round.\n  kind", f"{statement}\n  kind")
    assert [told for told in codes(tiny) if told != "record-number"] == ([code] if code else [])


def test_a_claim_does_not_say_what_its_quotes_deny(tiny: Layout, break_file: BreakFile) -> None:
    article, sidecar = tiny.articles / "digest-2021.txt", tiny.articles / "digest-2021.yml"
    article.write_bytes(article.read_bytes().replace(b"Walkers have to go round", b"Walkers cannot cross"))
    digest = hashlib.sha256(article.read_bytes()).hexdigest()
    sidecar.write_text(re.sub(r"sha256: \w+", f"sha256: {digest}", sidecar.read_text("utf-8")), "utf-8")
    break_file(BRIDGE, "exact: Walkers have to go round.", "exact: Walkers cannot cross.")
    break_file(BRIDGE, "statement: Walkers have to go round.", "statement: Walkers cannot cross.")
    assert codes(tiny) == []
    break_file(BRIDGE, "statement: Walkers cannot cross.", "statement: Walkers cross.")
    assert codes(tiny) == ["statement-turned"]


def test_an_article_in_another_english_is_read_with_the_words_of_english(tiny: Layout, break_file: BreakFile) -> None:
    break_file("data/articles/digest-2021.yml", "publisher: Town Digest\n", "publisher: Town Digest\nlanguage: en-GB\n")
    break_file(BRIDGE, "Walkers have to go round.\n  kind", "Walkers never have to go round.\n  kind")
    assert "statement-turned" in codes(tiny)


@pytest.mark.parametrize("character", ["\ufffd", "\ue000", "\U000f0001", "\ufdd0", "\uffff", "\U0001fffe"])
def test_a_character_that_nobody_can_read_is_told_in_articles_and_records(
    tiny: Layout, break_file: BreakFile, character: str
) -> None:
    break_file(F, "The ferry runs at night again.", f"The ferry runs{character} at night again.")
    assert {"control-character", "yaml-syntax"} & set(codes(tiny))
    break_file(F, f"The ferry runs{character} at night again.", "The ferry runs at night again.")
    break_file("data/articles/ferry-2020.txt", "a summer", f"a{character}summer")
    assert "control-character" in codes(tiny)


@pytest.mark.parametrize(
    ("sentence", "turned"),
    [
        ("The bridge opens until spring {claim}`C01`.", True),
        ("The bridge is closed until spring {claim}`C01`.", False),
        ("The bridge is not opened until spring {claim}`C01`.", False),
        ("The pier is not closed {claim}`C01`.", True),
        ("Low confidence is all that the evidence allows {judgement}`J1`.", False),
        ("More than that the evidence does not allow {judgement}`J1`.", False),
        ("It is all that the council allows {judgement}`J1`.", True),
        ("The council opens what it closed {claim}`C01`.", False),
        ("Frost narrows the gaps {claim}`C04`.", True),
        ("Mara Holt opens it {claim}`C01`.", True),
        ("Frost has the gaps widen {claim}`C04`.", False),
        ("The bridge has an open-air market {claim}`C01`.", False),
        ("Walkers no longer go round {claim}`C08`.", True),
        ("Walkers do not go round {claim}`C08`.", True),
        ("Walkers go round {claim}`C08`.", False),
        ("What walkers think of it is not said {claim}`C08` {gap}`G1`.", False),
        ("The council hired a second team of masons {claim}`C06`.", True),
        ("The council meant to hire a second team of masons {claim}`C06`.", False),
    ],
)
def test_a_sentence_does_not_say_the_opposite_of_what_it_cites(tiny: Layout, sentence: str, turned: bool) -> None:  # noqa: FBT001
    chapter = tiny.chapters / "one.md"
    chapter.write_text(chapter.read_text("utf-8") + f"\n{sentence}\n", "utf-8")
    assert ("sentence-turned" in codes(tiny)) == turned


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("Wray closed the bridge {claim}`C01`.", "name-unheard"),
        ("Since January walkers go round by Wray {claim}`C08`.", "name-unheard"),
        ("Walker after walker goes round, says “Wray”: The pier is loose {claim}`C03`.", ""),
        ("All masons repair it {claim}`C02`.", "degree-unfounded"),
        ("It is certain that the bridge stays closed {claim}`C01`.", "degree-unfounded"),
        ("How many masons repair it is not said {claim}`C02` {gap}`G1`.", ""),
        ("Many masons repair it {claim}`C02`.", "degree-unfounded"),
        ("Cautious walkers go round {claim}`C08`.", ""),
        ("Younger walkers go round {claim}`C08`.", ""),
        ("Walkers go round by Cautious {claim}`C08`.", "name-unheard"),
    ],
)
def test_a_sentence_names_and_measures_only_what_its_records_do(tiny: Layout, sentence: str, code: str) -> None:
    chapter = tiny.chapters / "one.md"
    chapter.write_text(chapter.read_text("utf-8") + f"\n{sentence}\n", "utf-8")
    told = set(codes(tiny)) - {"quotation-unfounded"}
    assert told == ({code} if code else set())


def test_where_a_claim_gives_a_figure_none_is_said_not_to_be_given(tiny: Layout, break_file: BreakFile) -> None:
    page = tiny.chapters / "one.md"
    before = page.read_text("utf-8")

    def told(sentence: str) -> bool:
        page.write_text(f"{before}\n{sentence}\n", "utf-8")
        return "degree-unfounded" in codes(tiny)

    assert not told("No figure is given {claim}`C03`.")
    break_file(BRIDGE, "Stones in the north pier are loose.\n  kind", "1,200 stones in the pier are loose.\n  kind")
    assert told("No figure is given {claim}`C03`.")
    assert told("For the stones there is no number {claim}`C03`.")
    assert not told("A figure is given {claim}`C03`.")
    assert not told("No figure is given {claim}`C02`.")
    assert not told("No figure is given {gap}`G1`.")  # neither counts
    break_file("data/gaps.yml", "; neither counts.", ".")
    assert told("No figure is given {gap}`G1`.")


def test_the_opposite_of_another_may_be_the_same(tiny: Layout, break_file: BreakFile) -> None:
    break_file(F, "The ferry's owner calls it safe.", "Lune Crossings is ahead of the masons.")
    chapter = tiny.chapters / "one.md"
    before = chapter.read_text("utf-8")
    for sentence, turned in (
        ("The masons are behind {claim}`C11`.", False),
        ("Crossings is behind {claim}`C11`.", True),
    ):
        chapter.write_text(f"{before}\n{sentence}\n", "utf-8")
        assert ("sentence-turned" in codes(tiny)) == turned


def test_a_claim_does_not_say_the_opposite_of_its_quotes(tiny: Layout, break_file: BreakFile) -> None:
    break_file(BRIDGE, "Stones in the north pier are loose.\n  kind", "Stones in the north pier are unsafe.\n  kind")
    assert codes(tiny) == []
    break_file(F, "The ferry's owner calls it safe.", "The ferry's owner calls it unsafe.")
    assert codes(tiny) == ["statement-turned"]
