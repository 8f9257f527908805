"""Small pieces of English."""

from __future__ import annotations

import pytest

from briefing.model import words


@pytest.mark.parametrize(("count", "word"), [(0, "no"), (1, "one"), (12, "twelve"), (13, "13"), (5000, "5,000")])
def test_counts_are_words_up_to_twelve(count: int, word: str) -> None:
    assert words.number_word(count) == word


@pytest.mark.parametrize(("count", "text"), [(1, "one claim"), (2, "two claims")])
def test_the_noun_follows_the_count(count: int, text: str) -> None:
    assert words.plural(count, "claim") == text


def test_an_irregular_plural_is_given() -> None:
    assert words.plural(3, "is", "are") == "three are"


@pytest.mark.parametrize(
    ("items", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_the_last_item_is_joined_with_and(items: list[str], text: str) -> None:
    assert words.listing(items) == text


def test_a_sentence_starts_with_a_capital_and_keeps_the_rest() -> None:
    assert words.sentence("the US side") == "The US side"


def test_a_count_in_digits_has_its_noun() -> None:
    assert [words.counted(n, "issue") for n in (0, 1, 5000)] == ["0 issues", "1 issue", "5,000 issues"]


def test_all_of_so_many_are_named_as_english_names_them() -> None:
    named = [words.all_of(n, "claim") for n in range(4)]
    assert named == ["no claims", "the one claim", "both claims", "all three claims"]
