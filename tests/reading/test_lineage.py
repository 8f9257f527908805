"""What follows from the coding: descent, shared text, and what differs between the articles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.model.ledger import Ledger
from briefing.model.records import Claim, Evidence, Term
from briefing.model.sources import Article
from briefing.reading import lineage

LADDERS = {
    "certainty": {
        "reported": Term(label="reported", meaning="m", rank=2),
        "asserted": Term(label="asserted", meaning="m", rank=3),
    },
    "quantity": {
        "unstated": Term(label="unstated", meaning="m", rank=0),
        "several": Term(label="several", meaning="m", rank=2),
        "often": Term(label="often", meaning="m"),
    },
}


def article(name: str, **more: object) -> Article:
    fields = {
        "title": name,
        "publisher": name.title(),
        "url": "https://a.org",
        "published_basis": "b",
        "sha256": "0" * 64,
    }
    return Article.model_validate({"id": name, "description": "d", "rights": "r", **fields, **more})


def evidence(name: str, **more: object) -> Evidence:
    return Evidence.model_validate(
        {"article": name, "exact": "words", "voice": (), "quantity": "unstated", "certainty": "asserted", **more}
    )


def claim(number: int, *found: Evidence) -> Claim:
    return Claim(id=f"C{number:02d}", statement="s", kind="fact", bears_on="x", actors=(), evidence=found)


def ledger(*claims: Claim) -> Ledger:
    articles = (article("short", text="short"), article("full", published="2024-01-02", text="a longer text"))
    return Ledger(articles=articles, claims=claims, vocabulary=LADDERS)


def test_a_dated_article_is_read_before_an_undated_one() -> None:
    assert [a.id for a in ledger().reading_order] == ["full", "short"]


def test_a_lost_speaker_makes_the_second_article_firmer() -> None:
    found = lineage.shifts(ledger(claim(1, evidence("full", voice=("someone",)), evidence("short"))))
    assert [(s.dimension, s.firmer, s.first.word, s.second.word) for s in found] == [
        ("attribution", True, "someone", lineage.OWN_VOICE)
    ]


def test_a_lost_quantity_makes_the_second_article_weaker() -> None:
    found = lineage.shifts(ledger(claim(1, evidence("full", quantity="several"), evidence("short"))))
    assert [(s.dimension, s.firmer) for s in found] == [("quantity", False)]


def test_a_word_without_a_rung_is_not_compared() -> None:
    assert lineage.shifts(ledger(claim(1, evidence("full", quantity="often"), evidence("short")))) == ()


def test_the_firmest_of_two_wordings_stands_for_an_article() -> None:
    twice = (evidence("short", certainty="reported"), evidence("short", certainty="asserted"))
    assert lineage.shifts(ledger(claim(1, evidence("full"), *twice))) == ()


def test_a_claim_in_one_article_alone_shifts_nowhere_and_is_that_articles_own() -> None:
    alone = claim(1, evidence("full", voice=("someone",)))
    made = ledger(alone, claim(2, evidence("full"), evidence("short")))
    assert lineage.shifts(ledger(alone)) == ()
    assert lineage.claims_only_in(made, "full") == (alone,)
    assert [c.id for c in lineage.claims_in_all(made)] == ["C02"]


def test_an_article_that_derives_from_nothing_is_its_own_origin() -> None:
    made = ledger(claim(1, evidence("full"), evidence("short")))
    assert made.origins_of(["C01"]) == ("full", "short")


def test_shared_runs_ignore_case_and_punctuation_and_are_maximal() -> None:
    first = "He said: the old bridge stays closed until spring, and that is all."
    second = "The old bridge stays closed until spring."
    assert lineage.shared_runs(first, second) == ("the old bridge stays closed until spring",)


def test_texts_that_share_nothing_give_an_empty_result() -> None:
    assert lineage.shared_runs("one two three four five", "six seven eight nine ten") == ()


@given(st.lists(st.sampled_from("abcdefg"), min_size=5, max_size=30))
def test_a_text_shares_all_of_itself_with_itself(words: list[str]) -> None:
    text = " ".join(words)
    assert lineage.shared_runs(text, text) == (text,)


@pytest.mark.parametrize("dimension", lineage.DIMENSIONS)
def test_every_dimension_gives_one_reading_an_article(dimension: str) -> None:
    made = ledger(claim(1, evidence("short"), evidence("full"), evidence("full")))
    assert [r.article for r in lineage.readings(made, made.claims[0], dimension)] == ["full", "short"]
