"""What records are called: no two alike, and one wording for who says it."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from briefing.model.ledger import Ledger
from briefing.model.records import Actor
from briefing.model.sources import Article, Origin
from briefing.model.words import OWN_VOICE, article_name, dated_name, origin_name, record_name, voice_name

YEARS = st.none() | st.sampled_from([dt.date(2023, 5, 1), dt.date(2024, 5, 1), dt.date(2024, 6, 1)])


def article(name: str, publisher: str, published: dt.date | None = None, **more: object) -> Article:
    fields = {"title": "t", "url": "https://a.org", "published_basis": "b", "sha256": "0" * 64, "description": "d"}
    return Article.model_validate(
        {"id": name, "publisher": publisher, "published": published, "rights": "r", **fields, **more}
    )


def names(*articles: Article) -> list[str]:
    ledger = Ledger(articles=articles)
    return [article_name(ledger, a.id) for a in articles]


def test_a_publisher_of_one_article_is_its_name() -> None:
    assert names(article("a", "Gazette", dt.date(2024, 1, 1)), article("b", "Digest")) == ["Gazette", "Digest"]


def test_two_articles_of_one_publisher_are_told_apart_by_year_then_by_letter() -> None:
    old, new = dt.date(2023, 1, 1), dt.date(2024, 1, 1)
    assert names(article("a", "Gazette", old), article("b", "gazette ", new)) == ["Gazette (2023)", "gazette (2024)"]
    later = article("c", "Gazette", dt.date(2024, 2, 1))
    assert names(article("b", "Gazette", new), later) == ["Gazette (2024a)", "Gazette (2024b)"]
    assert names(article("b", "Gazette"), article("c", "Gazette")) == ["Gazette (undated a)", "Gazette (undated b)"]


def test_beside_a_quote_the_year_is_always_named() -> None:
    ledger = Ledger(articles=(article("a", "Gazette", dt.date(2024, 1, 1)), article("b", "Digest")))
    assert [dated_name(ledger, name) for name in "ab"] == ["Gazette (2024)", "Digest (undated)"]


@given(st.lists(st.tuples(st.sampled_from(["A", "a", "A (2024)", "A (2024a)", "B"]), YEARS), max_size=30))
def test_no_two_articles_go_by_one_name(publications: list[tuple[str, dt.date | None]]) -> None:
    articles = tuple(article(f"x{n}", publisher, day) for n, (publisher, day) in enumerate(publications))
    ledger = Ledger(articles=articles)
    for name in (article_name, dated_name):
        assert len({name(ledger, a.id) for a in articles}) == len(articles)


def test_speakers_are_actors_and_origins_and_silence_is_the_article() -> None:
    ledger = Ledger(
        actors=(Actor(id="survey", name="the survey", kind="k", side="s"),),
        origins=(Origin(id="wire", publisher="The Wire", title="t", held=False, note="n"),),
    )
    assert voice_name(ledger, ("survey", "wire")) == "the survey, quoted by The Wire"
    assert voice_name(ledger, ()) == OWN_VOICE


def test_an_article_that_is_its_own_origin_lends_it_its_name() -> None:
    assert origin_name(Ledger(articles=(article("a", "Gazette"),)), "a") == "Gazette"


def test_a_reference_prints_the_id_of_what_is_cited_and_the_name_of_who_is_named() -> None:
    ledger = Ledger(
        articles=(article("a", "Gazette"),), actors=(Actor(id="survey", name="the survey", kind="k", side="s"),)
    )
    assert [record_name(ledger, name) for name in ("a", "survey", "C04")] == ["Gazette", "the survey", "C04"]
