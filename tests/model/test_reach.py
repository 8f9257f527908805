"""Where a claim stands: the words are true for any number of articles."""

from __future__ import annotations

import pytest

from briefing.model.ledger import Ledger
from briefing.model.records import Claim, Evidence
from briefing.model.sources import Article
from briefing.model.words import Reach, by_reach, every_article, made_by_one, reach_of, reach_words

NAMES = ("ada", "ben", "cy", "dot", "eve")


def claim(number: int, *articles: str) -> Claim:
    quotes = tuple(
        Evidence(article=a, exact="words", voice=(), quantity="some", certainty="asserted") for a in articles
    )
    return Claim(id=f"C{number:02d}", statement="s", kind="k", bears_on="b", actors=(), evidence=quotes)


def ledger(count: int, *claims: Claim) -> Ledger:
    articles = [
        Article(
            id=name, title=name, publisher=name.title(), url="https://a.org", published_basis="b", sha256="0" * 64,
            description="d", rights="r",
        )
        for name in NAMES[:count]
    ]  # fmt: skip
    return Ledger(articles=tuple(articles), claims=claims)


@pytest.mark.parametrize(
    ("articles", "of", "reach", "words"),
    [
        ((), 0, Reach.NONE, "in no article"),
        ((), 2, Reach.NONE, "in no article"),
        (("ada",), 1, Reach.ONE, "in the one article"),
        (("ada",), 2, Reach.ONE, "in Ada alone"),
        (("ada", "ben"), 2, Reach.ALL, "in both articles"),
        (("ada", "ben"), 3, Reach.SEVERAL, "in 2 of 3 articles"),
        (NAMES[:3], 3, Reach.ALL, "in all 3 articles"),
        (("ada", "ada"), 5, Reach.ONE, "in Ada alone"),
    ],
)
def test_a_claim_reaches_so_many_of_the_articles(articles: tuple[str, ...], of: int, reach: Reach, words: str) -> None:
    made = ledger(of)
    assert reach_of(made, articles) is reach
    assert reach_words(made, articles) == words


def test_all_the_articles_are_named_as_english_names_them() -> None:
    named = [every_article(ledger(count)) for count in (0, 1, 2, 3)]
    assert named == ["no article", "the one article", "both articles", "all 3 articles"]


def test_every_claim_has_one_reach_and_its_own_article_keeps_it() -> None:
    made = ledger(3, claim(1, *NAMES[:3]), claim(2, "ada", "cy"), claim(3, "cy"), claim(4))
    grouped = {reach: [c.id for c in claims] for reach, claims in by_reach(made).items()}
    assert grouped == {Reach.ALL: ["C01"], Reach.SEVERAL: ["C02"], Reach.ONE: ["C03"], Reach.NONE: ["C04"]}
    assert {a: [c.id for c in claims] for a, claims in made_by_one(made).items()} == {
        "ada": [],
        "ben": [],
        "cy": ["C03"],
    }
