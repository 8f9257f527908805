"""Which words of a passage another does not share."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.exhibits.quoting import own_words


def own(text: str, other: str) -> list[str]:
    return [text[start:end] for start, end in own_words(text, other)]


def test_words_that_the_other_passage_lacks_are_its_own() -> None:
    assert own("All of the stones are loose", "many of the stones have been found to be loose") == ["All", "are"]


def test_case_and_punctuation_make_no_difference() -> None:
    assert own("Masons repair its north pier.", "masons repair its north pier") == []


def test_neighbours_are_one_range() -> None:
    assert own("the bridge built of stone stays closed", "the bridge stays closed") == ["built of stone"]


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("stones are old", "stones: loose"),
        ("of the pier in it", "in the ferry of it"),  # little words alone are nothing shared
        ("— …", "any"),
    ],
)
def test_where_most_words_are_its_own_none_is_marked(text: str, other: str) -> None:
    assert own(text, other) == []


@given(st.text("abcd efgh"), st.text("abcd efgh"))
def test_ranges_are_in_order_and_apart_and_hold_words(text: str, other: str) -> None:
    edges = [edge for piece in own_words(text, other) for edge in piece]
    assert edges == sorted(set(edges))
    assert all(text[start:end].strip() == text[start:end] for start, end in own_words(text, other))
