"""Words in quotation marks are a passage's own, whole, in order, and none that turns them round is left out."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from briefing.checking.quotations import NOT_IN, misquoted, opposed, reversed_by, says_word
from briefing.reading.languages import language_of

ENGLISH = language_of("en")
PASSAGE = "Walkers can’t cross at all; costs rose by 3.5 percent, and non-local firms are not permitted to use it."


@pytest.mark.parametrize(
    "quoted",
    ["Walkers can’t cross", "walkers can't cross", "Costs rose by 3.5 percent", "[C]osts rose by 3.5 percent",
     "costs … 3.5 percent", "not permitted to use it", "non-local firms", "costs […] 3.5 percent, and"],
)  # fmt: skip
def test_what_a_passage_says_may_be_quoted(quoted: str) -> None:
    assert misquoted(quoted, PASSAGE, ENGLISH) == ""


@pytest.mark.parametrize(
    ("quoted", "fault"),
    [
        ("Walkers can", NOT_IN),
        ("rose by 3", NOT_IN),
        ("local firms", NOT_IN),
        ("percent, and", NOT_IN),
        ("cross at all", "leaves out “can't”, which stands before it"),
        ("at all.", "leaves out “can't”, which stands before it"),
        ("Walkers […] cross", "leaves out “can't”"),
        ("percent … costs", NOT_IN),
        ("Walkers can [never] cross", "has [never] in it, which is not the article's"),
        ("permitted to use it", "leaves out “not”, which stands before it"),
        ("firms are … permitted to use", "leaves out “not”"),
    ],
)
def test_a_quotation_that_changes_a_passage_is_told_how(quoted: str, fault: str) -> None:
    assert misquoted(quoted, PASSAGE, ENGLISH) == fault


WORDS = st.lists(st.sampled_from(["stones", "are", "loose", "3.5", "frost"]), min_size=4, max_size=9, unique=True)


@given(WORDS, st.sampled_from(["not", "never", "can’t", "hardly"]), st.data())
def test_an_omission_may_drop_words_and_no_negation(words: list[str], negation: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(words) - 1))
    negated = [*words[:at], negation, *words[at:]]
    assert misquoted(f"{words[0]} … {words[-1]}", " ".join(words), ENGLISH) == ""
    assert misquoted(f"{words[0]} … {words[-1]}", " ".join(negated), ENGLISH).startswith("leaves out")
    assert misquoted(" ".join(negated), " ".join(negated), ENGLISH) == ""


def test_a_long_word_is_looked_for_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, search, word = [], regex.search, "1" * 300
    monkeypatch.setattr(regex, "search", lambda pattern, text: asked.append(pattern) or search(pattern, text))
    assert [says_word(f"so {text} said", word) for text in (word, f"{word}1", word[1:])] == [True, False, False]
    assert max(len(run) for pattern in asked for run in regex.findall("1+", pattern)) <= 80


@pytest.mark.parametrize("denial", ["Nobody here waits", "No one waits", "None of them waits", "They never wait"])
def test_what_nobody_does_they_do_not(denial: str) -> None:
    assert reversed_by("Users do not wait.", [denial], language_of("en")) == ""
    assert reversed_by("Users do not wait.", ["Users wait"], language_of("en")) == "not wait…"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Town AI denied that Lune Models had suspended its account.", None),
        ("A report has Town AI deny that Lune Models suspended its account.", None),
        ("Town AI was denying that its old account there had been suspended.", None),
        ("Town AI said that its account had been suspended.", ("suspended", "not suspended")),
        ("Town AI did not deny that its account had been suspended.", ("suspended", "not suspended")),
    ],
)
def test_what_is_denied_is_denied_in_any_tense_to_the_end_of_its_clause(
    said: str, told: tuple[str, str] | None
) -> None:
    names = regex.compile("Lune Models|Town AI")
    assert opposed(said, ["Town AI denies that its account was suspended"], ENGLISH, names) == told


def test_a_number_in_words_is_the_same_in_figures() -> None:
    english = language_of("en")
    assert [english.same_number(word) for word in ("forty", "Forty", "40", "99")] == [
        ("40",), ("40",), ("forty",), ("ninety-nine",),
    ]  # fmt: skip
    assert [english.same_number(word) for word in ("100", "fourty", "1.5", "1st")] == [(), (), (), ()]
    assert language_of("zh").same_number("40") == ()


def test_who_is_behind_another_says_that_the_other_is_ahead() -> None:
    names = regex.compile("Lune Models|Harbour AI|Town AI")
    said = "Only models of Harbour AI are named as ahead."
    assert opposed(said, ["That puts them behind Lune Models"], ENGLISH, names) is None
    assert opposed(said, ["Harbour AI is behind Lune Models"], ENGLISH, names) == ("ahead", "behind")
    assert opposed("It is ahead.", ["That puts it behind Lune Models"], ENGLISH, names) == ("ahead", "behind")
