"""Which words of a passage another has too."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.exhibits.registry import shared_words


def shared(text: str, other: str) -> list[str]:
    return [text[start:end] for start, end in shared_words(text, other)]


def test_words_that_the_other_passage_has_too_are_shared_wherever_they_stand() -> None:
    assert shared("All of the stones are loose", "loose were many of the stones") == ["of the stones", "loose"]


def test_case_and_punctuation_make_no_difference() -> None:
    assert shared("Masons repair its pier.", "the pier, masons say") == ["Masons", "pier"]


@pytest.mark.parametrize(
    ("text", "other", "words"),
    [
        ("AI is not for use", "they use no AI", ["AI", "use"]),  # the shortest words may tell the most
        ("it is not open", "not open-ended", ["not open"]),
        ("an open-source model", "open source", ["open-source"]),
        ("the U.S. left", "a US firm", ["U.S."]),
        ("Tom’s boat", "a boat of Tom", ["Tom", "boat"]),
        ("他们不用桥", "不桥", ["不", "桥"]),  # a script without blanks, character by character
    ],
)
def test_every_word_that_both_have_is_shared(text: str, other: str, words: list[str]) -> None:
    assert shared(text, other) == words


def test_neighbours_are_one_range() -> None:
    assert shared("the bridge stays closed", "a bridge stays, and is closed") == ["bridge stays closed"]


@pytest.mark.parametrize(("text", "other"), [("stones were old", "rocks are new"), ("— …", "any — …")])
def test_what_the_other_has_not_is_not_shared(text: str, other: str) -> None:
    assert shared(text, other) == []


@given(st.text("abcd efgh"), st.text("abcd efgh"))
def test_ranges_are_in_order_and_apart_and_hold_words(text: str, other: str) -> None:
    edges = [edge for piece in shared_words(text, other) for edge in piece]
    assert edges == sorted(set(edges))
    assert all(text[start:end].strip() == text[start:end] for start, end in shared_words(text, other))
