"""What text is taken to be the same, where it stood, and where sentences begin and end."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.model.base import Span
from briefing.reading.text import Lines, normalise, sentences

# Any text, and text thick with what normalising changes.
TROUBLE = st.text(alphabet=" \t\n\r\x0b\x0c\x85\xa0\u2028\u200b\u200d\ufeff\u00ad“”‘’«»–—−-'\"aB.1é漢😀•")
TEXTS = st.one_of(st.text(), TROUBLE)


def said(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text)]


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("“It’s” — so", '"It\'s" - so'),
        ("one\u00a0\t\r\n  two", "one two"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("space \u200b space", "space space"),
        ("Case STAYS", "Case STAYS"),
        ("", ""),
    ],
)
def test_quotes_dashes_spaces_and_invisible_characters_are_folded(raw: str, folded: str) -> None:
    assert normalise(raw).text == folded


@given(TEXTS, st.data())
def test_what_is_found_in_normalised_text_maps_back_to_raw_characters_of_the_same_form(
    raw: str, data: st.DataObject
) -> None:
    page = normalise(raw)
    start = data.draw(st.integers(0, len(page.text)))
    end = data.draw(st.integers(start, len(page.text)))
    span = page.to_raw(Span(start, end))
    assert normalise(raw[span.start : span.end]).text == page.text[start:end]


@given(TEXTS)
def test_normalising_twice_changes_nothing_more(raw: str) -> None:
    once = normalise(raw).text
    assert normalise(once).text == once


@given(TEXTS)
def test_each_normalised_character_knows_a_raw_one_in_rising_order(raw: str) -> None:
    page = normalise(raw)
    offsets = page.offsets.tolist()
    assert len(offsets) == len(page.text)
    assert offsets == sorted(set(offsets))
    assert all(0 <= offset < len(raw) for offset in offsets)


def test_characters_outside_the_basic_plane_count_as_one() -> None:
    page = normalise("😀\u200b😀 x")
    assert page.to_raw(Span(2, 4)) == (3, 5)


def test_a_lone_surrogate_is_no_reason_to_fail() -> None:
    assert normalise("a\ud800b").text == "a\ud800b"


@given(TEXTS)
def test_sentences_lie_in_order_inside_one_line_and_hold_every_letter_and_digit(raw: str) -> None:
    found = sentences(raw)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(raw[s.start : s.end].strip() == raw[s.start : s.end] and "\n" not in raw[s.start : s.end] for s in found)
    covered = {offset for span in found for offset in range(*span)}
    assert all(offset in covered for offset, character in enumerate(raw) if character.isalnum())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        (
            "Labs like 01.AI, have it. See reuters.com for more.",
            ["Labs like 01.AI, have it.", "See reuters.com for more."],
        ),
        ("Dr. Holt of the U.S. Army said so. It was 3.5 m.", ["Dr. Holt of the U.S. Army said so.", "It was 3.5 m."]),
        ("She called it “wet sugar.” Then she left.", ["She called it “wet sugar.”", "Then she left."]),
        ('He said "no." She said "yes."', ['He said "no."', 'She said "yes."']),
        ("(It was so.) Then it rained.", ["(It was so.)", "Then it rained."]),
        ("• First. Second\n- third\n  * fourth", ["First.", "Second", "third", "fourth"]),
        ("A heading\n\nA sentence\r\nacross lines.\rEnd", ["A heading", "A sentence", "across lines.", "End"]),
        ("\ufeffTitle\n \u00a0\n---\n***", ["Title"]),
        ("It ended.Then it began.", ["It ended.", "Then it began."]),
        ("A page\x0cbreak and a\u2028separator are no line.", ["A page\x0cbreak and a\u2028separator are no line."]),
        ("", []),
    ],
)
def test_text_is_split_where_a_reader_would_split_it(text: str, expected: list[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(("offset", "line"), [(0, 1), (1, 1), (2, 2), (4, 3), (7, 3), (8, 4)])
def test_every_kind_of_line_end_begins_one_line(offset: int, line: int) -> None:
    assert Lines("a\nb\rcd\r\ne").number(offset) == line
