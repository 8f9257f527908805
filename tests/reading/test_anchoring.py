"""A quote is found exactly, once, outside the furniture; otherwise the message helps."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import regex
from hypothesis import assume, given
from hypothesis import strategies as st

from briefing.checking.check import check, open_ledger
from briefing.model.base import Span
from briefing.model.layout import Layout
from briefing.model.ledger import Ledger
from briefing.model.records import Claim, Evidence
from briefing.model.sources import Article, Furniture
from briefing.reading.anchoring import MOST_PLACES, anchor, find_quote, nearest_passage
from briefing.reading.data_files import Page
from briefing.reading.normalisation import LINE_HYPHEN, normalise

BRIDGE = "data/claims/bridge.yml"


def page(text: str) -> Page:
    return Page.of(article(text))


def article(text: str) -> Article:
    return Article(
        id="a", title="t", publisher="p", url="https://example.org/a", published_basis="b", sha256="0" * 64,
        description="d", rights="r", text=text,
    )  # fmt: skip


def quote(exact: str, **more: str) -> Evidence:
    return Evidence(article="a", exact=exact, voice=(), quantity="q", certainty="c", **more)


def told(text: str, *quotes: Evidence) -> list[str]:
    claim = Claim(id="C01", statement="s", kind="k", bears_on="b", actors=(), evidence=quotes)
    _, issues = anchor(Ledger(articles=(article(text),), claims=(claim,)))
    return [f"{issue.code}: {issue.got}" for issue in issues]


def test_every_quote_of_the_tiny_briefing_stands_where_its_span_says(tiny: Layout) -> None:
    ledger = open_ledger(tiny)
    passages = [e for claim in ledger.claims for e in claim.evidence] + list(ledger.waivers)
    for passage in passages:
        assert passage.span is not None
        raw = ledger.article_by_id[passage.article].text[passage.span.start : passage.span.end]
        assert normalise(raw).text == normalise(passage.exact).text.strip()


@given(st.text(min_size=1), st.data())
def test_any_slice_of_whole_characters_of_any_article_is_found_where_it_was_cut(text: str, data: st.DataObject) -> None:
    edges = [0, *(found.end() for found in regex.finditer(r"\X", text))]
    start, end = sorted(data.draw(st.lists(st.sampled_from(edges), min_size=2, max_size=2)))
    wanted = normalise(text[start:end]).text.strip()
    assume(wanted and LINE_HYPHEN not in normalise(text).text)
    found = find_quote(text[start:end], page(text))
    assert len(found) == MOST_PLACES or any(start <= span.start and span.end <= end for span in found)
    assert all(normalise(text[span.start : span.end]).text == wanted for span in found)


@given(st.text(min_size=1), st.text(min_size=1))
def test_what_is_not_in_an_article_is_never_found(text: str, other: str) -> None:
    assume(normalise(other).text.strip() not in normalise(text).text)
    assert find_quote(other, page(text)) == []


@given(st.text(), st.text())
def test_the_nearest_passage_of_anything_in_anything_lies_in_the_article(text: str, other: str) -> None:
    near = nearest_passage(other, page(text))
    if near is not None:
        assert 0 <= near.span.start < near.span.end <= len(text)
        assert " ".join(text[near.span.start : near.span.end].split()) == near.exact


def test_typography_and_line_breaks_do_not_matter() -> None:
    raw = "He said:\r\n“It’s\u00a0so”\u200b — twice."
    assert find_quote('"It\'s so" - twice.', page(raw)) == [Span(10, len(raw))]


def test_case_matters() -> None:
    assert find_quote("the bridge", page("The bridge")) == []


def test_a_quote_that_stands_twice_is_told_with_its_lines() -> None:
    text = "the pier\nand\nthe pier\n"
    assert told(text, quote("the pier")) == ["quote-ambiguous: it stands 2 times in a, on lines 1, 3."]


def test_a_quote_that_stands_very_often_is_told_in_few_words() -> None:
    (message,) = told("the pier\n" * 10_000, quote("the pier"))
    assert message.startswith("quote-ambiguous: it stands very often in a, on lines 1, 2, 3")
    assert len(message) < 200


def test_overlapping_occurrences_count() -> None:
    assert len(find_quote("ana", page("banana"))) == 2


@pytest.mark.parametrize(("prefix", "suffix"), [("and", ""), ("and ", ""), ("", "again"), ("and", " again")])
def test_words_before_or_after_pin_a_quote(prefix: str, suffix: str) -> None:
    assert find_quote("the pier", page("the pier\nand the pier again"), prefix, suffix) == [Span(13, 21)]


def test_a_pin_that_does_not_hold_is_told_with_where_the_words_stand() -> None:
    (message,) = told("x\nthe pier", quote("the pier", prefix="and"))
    assert message == "quote-not-found: in a the words stand on line 2, but not next to that prefix and suffix."


def test_a_quote_without_words_is_not_found() -> None:
    assert told("x", quote("\u200b \u200b")) == ["quote-not-found: not in a, nor anything near it."]


def test_nothing_is_suggested_when_nothing_is_near() -> None:
    assert told("The bridge is old.", quote("Zwölf Boxkämpfer jagen Viktor")) == [
        "quote-not-found: not in a, nor anything near it."
    ]


def test_the_nearest_passage_is_shown_as_the_article_writes_it() -> None:
    near = nearest_passage('He said "the pier is loose"', page("He said “the\npier is lost” today."))
    assert near is not None
    assert near.exact == "He said “the pier is lost”"


@pytest.mark.parametrize(
    ("wrote", "passage", "difference"),
    [
        ("stones have been fond to be", "stones have been found to be", ("been fond", "been found")),
        ("Many of the stones", "many of the stones", ("Many of", "many of")),
        ("many of stones have been", "many of the stones have been", ("of stones", "of the stones")),
        ("many of all the stones", "many of the stones", ("of all the", "of the")),
        ("many of the stоnes", "many of the stones", ("the stоnes", "the stones")),
    ],
)
def test_the_nearest_passage_is_cut_at_words_and_shows_just_what_differs(
    wrote: str, passage: str, difference: tuple[str, str]
) -> None:
    near = nearest_passage(wrote, page("A survey says:\nmany of the stones have been found to be loose, so far."))
    assert near is not None
    assert (near.exact, near.line, near.differences) == (passage, 2, (difference,))


def test_a_letter_of_another_alphabet_is_named() -> None:
    (message,) = told("many of the stones", quote("many of the stоnes"))
    assert message.endswith("(о is U+043E CYRILLIC SMALL LETTER O).")


def test_more_differences_than_help_are_counted() -> None:
    text = "one two three four five six seven eight nine ten eleven"
    (message,) = told(text, quote("one x three x five x seven x nine x eleven"))
    assert message.endswith("; and 2 more.")


def test_one_wrong_word_gives_one_helpful_message(tiny: Layout, break_file: Callable[..., Path]) -> None:
    break_file(BRIDGE, "exact: The council intends to hire", "exact: The council intended to hire")
    (issue,) = check(tiny).issues
    assert str(issue) == (
        "data/claims/bridge.yml:88: claim C06: quote-not-found: not in gazette-2021. Nearest passage, line 13: "
        "“The council intends to hire a second team of masons from Hornby.”; "
        'you wrote "council intended", the article has "council intends". Copy the article\'s wording exactly.'
    )


def test_a_quote_that_runs_into_furniture_is_told(tiny: Layout, break_file: Callable[..., Path]) -> None:
    break_file(BRIDGE, "exact: Buses go over the New Bridge, as they have since January.",
               "exact: Buses go over the New Bridge, as they have since January. Share this page")  # fmt: skip
    (issue,) = check(tiny).issues
    assert (issue.code, "line 16 (a share button)" in issue.got) == ("quote-spans-furniture", True)


def test_a_quote_that_cuts_a_word_is_told_with_the_word() -> None:
    (message,) = told("Title\nIt is unavailable here.", quote("available here"))
    assert message == "quote-cuts-word: it cuts “unavailable” of a, line 2."


def test_words_that_a_line_end_cut_are_found_with_and_without_the_hyphen() -> None:
    text = "Its depen-\ndence on open-\nsource models."
    assert told(text, quote("Its dependence on open-source models")) == []
    assert told(text, quote("Its depen-dence on opensource models")) == []
    assert told(text, quote("Its depen- dence on open-source models")) == []
    assert told(text, quote("Its de-pendence on open-source models")) != []


def test_what_is_shown_is_the_articles_own_span() -> None:
    text = "He said: “The ofﬁce’s  depen-\ndence” grows."
    claim = Claim(id="C01", statement="s", kind="k", bears_on="b", actors=(),
                  evidence=(quote('"The office\'s dependence" grows'),))  # fmt: skip
    (evidence,) = anchor(Ledger(articles=(article(text),), claims=(claim,)))[0].claims[0].evidence
    assert evidence.span is not None
    assert evidence.verbatim == text[slice(*evidence.span)] == "“The ofﬁce’s  depen-\ndence” grows"
    assert evidence.words == "“The office’s  dependence” grows"
    assert evidence.exact == '"The office\'s dependence" grows'


def test_furniture_that_repeats_is_meant_on_lines_of_its_own_and_nowhere_else() -> None:
    text = "Share\nWe Share it.\n  Share \n"
    repeated = Furniture(exact="Share", reason="a button", repeats=True)
    ledger, issues = anchor(Ledger(articles=(article(text).model_copy(update={"furniture": (repeated,)}),)))
    assert issues == []
    assert ledger.articles[0].furniture[0].spans == (Span(0, 5), Span(21, 26))


def test_furniture_that_is_not_there_is_told(tiny: Layout, break_file: Callable[..., Path]) -> None:
    break_file("data/articles/gazette-2021.yml", "exact: Share this page", "exact: Share this pge")
    (issue,) = check(tiny).issues
    assert (str(issue.place), issue.code) == ("data/articles/gazette-2021.yml:15", "quote-not-found")


def test_a_ledger_that_is_changed_forgets_what_the_old_one_looked_up(tiny: Layout) -> None:
    ledger = open_ledger(tiny)
    assert "C01" in ledger.claim_by_id
    assert ledger.model_copy(update={"claims": ()}).claim_by_id == {}


def test_of_ten_thousand_quotes_those_in_the_article_are_found() -> None:
    words = [f"word{number}" for number in range(40_000)]
    quotes = tuple(quote(" ".join(words[number * 4 : number * 4 + 8])) for number in range(9_999))
    assert told(" ".join(words[:700]), *quotes[:150]) == []
    one_page = Page.of(article(" ".join(words[:700])))
    assert sum(len(find_quote(q.exact, one_page)) for q in quotes) == 174
