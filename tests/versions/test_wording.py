from __future__ import annotations

import json

from hypothesis import given, settings
from markdown_it import MarkdownIt

from briefing.model.ledger import Ledger
from briefing.versions.compare import compare
from briefing.versions.wording import describe, escape, to_json, to_markdown, to_terminal, word_diff
from made_ledgers import SOUND, altered, ledgers, sound, texts


@settings(deadline=None)
@given(texts, texts)
def test_a_word_difference_holds_both_texts_whole(before: str, after: str) -> None:
    pieces = word_diff(before, after)
    assert "".join(p.text for p in pieces if p.op != "added") == before
    assert "".join(p.text for p in pieces if p.op != "removed") == after


def test_a_word_difference_changes_whole_words() -> None:
    pieces = word_diff("Many terns nest here.", "Some terns nest here.")
    assert [tuple(p) for p in pieces] == [("removed", "Many"), ("added", "Some"), ("same", " terns nest here.")]


def sentence(later: Ledger) -> str:
    (change,) = compare(sound(), later).changes
    return describe(change, later)


def test_sentences_say_what_happened() -> None:
    assert sentence(altered("judgements", "J1", confidence="moderate")) == (
        "J1 is now held with moderate confidence, before with low: The island is busy."
    )
    withdrawn = {"because": "It was a misreading.", "replaced_by": ["C07"]}
    assert sentence(altered("claims", "C02", withdrawn=withdrawn)) == (
        "C02 withdrawn: Gulls left the island. Because: It was a misreading. Replaced by C07."
    )
    assert sentence(altered("claims", "C02", evidence=[])) == "C02 lost evidence C02-1 of alpha: “gulls left”"
    assert sentence(altered("claims", "C01", kind="opinion")) == "C01: kind is now opinion, before fact"
    placed = altered("claims", "C01", facets={"place": "north", "time": "dawn"})
    later = altered("claims", "C01", facets={"place": "south", "time": "dawn"})
    (change,) = compare(placed, later).changes
    assert describe(change) == "C01: facets is now place south, before place north"
    new = {**SOUND["claims"][1], "id": "C03"}
    assert sentence(sound(claims=[*SOUND["claims"], new])) == "C03 added: Gulls left the island."


@settings(deadline=None)
@given(ledgers, ledgers)
def test_every_change_has_a_sentence(a: Ledger, b: Ledger) -> None:
    for change in compare(a, b).changes:
        assert describe(change, b).strip()


def test_the_terminal_marks_words_with_and_without_colour_and_never_passes_control_characters_on() -> None:
    changes = compare(sound(), altered("claims", "C02", statement="Gulls\x1b[2J left us."))
    plain, coloured = to_terminal(changes), to_terminal(changes, colour=True)
    assert "[-the island-]{+us+}" in plain
    assert "\x1b" not in plain
    assert "\x1b[31mthe island\x1b[0m" in coloured
    assert "\x1b[2J" not in coloured


def test_reasons_and_touched_judgements_stand_under_the_change() -> None:
    shown = to_terminal(
        compare(sound(), altered("claims", "C02", withdrawn={"because": "x"})), {"C02": "A misreading."}
    )
    assert "Why: A misreading." in shown
    assert "Judgements that rest on it: J1" in shown


@settings(deadline=None)
@given(texts)
def test_escaped_text_reads_as_it_was_in_markdown(text: str) -> None:
    tokens = MarkdownIt("commonmark").parseInline(escape("x" + text + "x"))
    children = tokens[0].children or []
    assert {t.type for t in children} <= {"text", "text_special"}
    assert "".join(t.content for t in children) == "x" + text.replace("\n", " ") + "x"


def test_markdown_strikes_out_what_went_and_thickens_what_came() -> None:
    shown = to_markdown(compare(sound(), altered("claims", "C02", statement="Gulls left us.")))
    assert "~~the island~~**us**" in shown
    assert "## Claims" in shown


def test_json_holds_the_changes_and_their_sentences() -> None:
    body = json.loads(to_json(compare(sound(), altered("claims", "C01", kind="opinion")), {"C01": "read again"}))
    assert body["changes"][0]["sentence"] == "C01: kind is now opinion, before fact"
    assert body["reasons"] == {"C01": "read again"}


def test_nothing_changed_says_so() -> None:
    assert to_terminal(compare(sound(), sound())) == "Nothing changed.\n"
