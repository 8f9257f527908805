from __future__ import annotations

import pytest
from hypothesis import given, settings

from briefing.model.ledger import Ledger
from briefing.versions.compare import compare
from briefing.versions.wording import describe, differences, word_diff
from made_ledgers import SOUND, altered, ledgers, sound, texts


def run_together(text: str) -> str:
    return "".join(text.split())


@given(texts, texts)
def test_a_word_difference_holds_both_texts_whole(before: str, after: str) -> None:
    pieces = word_diff(before, after)
    assert run_together("".join(p.text for p in pieces if p.op != "added")) == run_together(before)
    assert run_together("".join(p.text for p in pieces if p.op != "removed")) == run_together(after)


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        (
            "Many terns nest here.", "Some terns nest here.",
            [("removed", "Many "), ("added", "Some "), ("same", "terns nest here.")],
        ),
        ("Terns nest.", "Terns nest.", [("same", "Terns nest.")]),
        # One short word in common, between two changes, is no run that a reader would see as kept.
        ("gulls on sand", "terns on rocks", [("removed", "gulls on sand "), ("added", "terns on rocks")]),
        ("人工智能依赖", "人工智能独立", [("same", "人工智能"), ("removed", "依赖 "), ("added", "独立")]),
        ("", "New.", [("added", "New.")]),
    ],
)  # fmt: skip
def test_a_word_difference_changes_whole_words(before: str, after: str, pieces: list[tuple[str, str]]) -> None:
    assert [tuple(p) for p in word_diff(before, after)] == pieces


def sentence(later: Ledger) -> str:
    (change,) = compare(sound(), later).changes
    return describe(change, later)


def test_sentences_say_what_happened() -> None:
    assert sentence(altered("judgements", "J1", confidence="moderate")) == (
        "J1: Held with moderate confidence. Before: Held with low confidence."
    )
    withdrawn = {"because": "It was a misreading.", "replaced_by": ["C07"]}
    assert sentence(altered("claims", "C02", withdrawn=withdrawn)) == (
        "C02: Withdrawn: Gulls left the island. Replaced by C07."
    )
    assert sentence(altered("claims", "C02", evidence=[])) == "C02: No longer quotes The Gazette (2024): “gulls left”."
    assert sentence(altered("claims", "C01", kind="opinion")) == "C01: Kind: opinion. Before: Kind: fact."
    later = altered("claims", "C01", facets={"place": "south", "time": "dawn"})
    assert sentence(later) == "C01: Place: south, Time: dawn. Before: Place: shore."
    new = {**SOUND["claims"][1], "id": "C03"}
    assert sentence(sound(claims=[*SOUND["claims"], new])) == "C03: New: Gulls left the island."
    other = {**SOUND["vocabulary"], "certainty": {"asserted": {"label": "flat", "meaning": "said flatly", "rank": 2}}}
    assert sentence(sound(vocabulary=other)).startswith("Words for “How sure”: ")
    assert sentence(sound(waivers=[])) == "Set aside, The Gazette (undated): Removed: It rained."
    assert sentence(altered("judgements", "J1", supported_by=["C01", "C02"])) == (
        "J1: Rests on: C01, C02. Before: Rests on: C01."
    )


@settings(max_examples=50)
@given(ledgers, ledgers)
def test_every_change_has_a_sentence(a: Ledger, b: Ledger) -> None:
    for change in compare(a, b).changes:
        assert describe(change, b).strip()


def test_every_difference_is_told_to_machines_with_its_sentence() -> None:
    later = altered("claims", "C01", kind="opinion")
    body = differences(compare(sound(), later), {"C01": "read again"}, later)
    assert body["changes"][0]["sentence"] == "C01: Kind: opinion. Before: Kind: fact."
    assert (body["changes"][0]["field"], body["reasons"]) == ("kind", {"C01": "read again"})
