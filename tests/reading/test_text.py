"""What text is taken to be the same, where it stood, and where sentences begin and end."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.model.base import Span
from briefing.reading.normalisation import normalise, repaired
from briefing.reading.text import Lines, sentences

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
def test_each_normalised_character_knows_the_raw_ones_it_was_made_from(raw: str) -> None:
    page = normalise(raw)
    places = list(zip(page.starts, page.ends, strict=True))
    assert len(places) == len(page.text) == len(page.seen)
    assert places == sorted(places)
    assert all(0 <= start < end <= len(raw) for start, end in places)


@pytest.mark.parametrize(
    ("raw", "compared", "shown"),
    [
        ("of\ufb01ce", "office", "office"),
        ("cafe\u0301", "café", "café"),
        ("\uff21\uff29\uff0c", "AI,", "AI\uff0c"),
        ("\uff76\uff9e\uff72\uff84\uff9e", "ガイド", "ガイド"),
        ("un\u00adavailable", "unavailable", "unavailable"),
        ("a\rb\u2028c", "a b c", "a b c"),
        ("“so” — it’s", '"so" - it\'s', "“so” — it’s"),
        ("👩🏽\u200d💻", "👩🏽💻", "👩🏽\u200d💻"),
    ],
)
def test_damage_is_mended_for_comparing_and_for_showing(raw: str, compared: str, shown: str) -> None:
    assert (normalise(raw).text, repaired(raw)) == (compared, shown)


def test_a_word_that_a_line_end_cut_is_joined_unless_the_article_writes_it_with_a_hyphen() -> None:
    assert repaired("depen-\ndence on open-\nsource", "It is open-source.") == "dependence on open-source"


def test_characters_outside_the_basic_plane_count_as_one() -> None:
    page = normalise("😀\u200b😀 x")
    assert page.to_raw(Span(2, 4)) == (3, 5)


def test_a_lone_surrogate_is_no_reason_to_fail() -> None:
    assert normalise("a\ud800b").text == "a\ud800b"


@given(TEXTS)
def test_sentences_lie_in_order_and_hold_every_letter_and_digit(raw: str) -> None:
    found = sentences(raw)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(raw[s.start : s.end].strip() == raw[s.start : s.end] for s in found)
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
        ("He said: “Firms rely. They lie.” Then he left.", ["He said: “Firms rely.", "They lie.”", "Then he left."]),
        ("‘We won’t. Never.’ “Is it so?” he asked.", ["‘We won’t.", "Never.’", "“Is it so?” he asked."]),
        ("On models.1 The end.2 So.3", ["On models.1", "The end.2", "So.3"]),
        ("On models.¹ The end… Not so.", ["On models.¹", "The end…", "Not so."]),
        ("他说：“我们依赖。政府否认。”", ["他说：“我们依赖。", "政府否认。”"]),
        ("\ufeffTitle\n \u00a0\n---\n***", ["Title"]),
        ("It ended.Then it began.", ["It ended.", "Then it began."]),
        ("So it is\n7. ", ["So it is", "7."]),
        ("It ended…Then it began.", ["It ended…", "Then it began."]),
        ("It ended. iPhone sales fell. eBay’s too.", ["It ended.", "iPhone sales fell.", "eBay’s too."]),
        ("我们依赖它……政府否认。", ["我们依赖它……", "政府否认。"]),
        ("A page\x0cbreak and a\u2028separator", ["A page", "break and a", "separator"]),
        ("", []),
    ],
)
def test_text_is_split_where_a_reader_would_split_it(text: str, expected: list[str]) -> None:
    assert said(text) == expected


WRAPPED = (
    "Chinese firms rely on American models for most of their\nwork, and the ministry, which was asked on Monday by\n"
    "Reuters, denies it. Nobody was fined for that, neither\nthen nor since.\n\nA heading\nA line\n"
)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_a_sentence_crosses_lines_that_were_wrapped_by_hand(end: str) -> None:
    assert [" ".join(words.split()) for words in said(WRAPPED.replace("\n", end))] == [
        WRAPPED[: WRAPPED.index(" Nobody")].replace("\n", " "),
        "Nobody was fined for that, neither then nor since.",
        "A heading",
        "A line",
    ]


def test_items_of_a_list_and_lines_of_their_own_are_not_joined() -> None:
    text = "• Chinese firms rely on American models for most of it\n• labs do not rely on American models\nTitle\nText."
    assert len(said(text)) == 4


@pytest.mark.parametrize(("offset", "line"), [(0, 1), (1, 1), (2, 2), (4, 3), (7, 3), (8, 4)])
def test_every_kind_of_line_end_begins_one_line(offset: int, line: int) -> None:
    assert Lines("a\nb\rcd\r\ne").number(offset) == line
