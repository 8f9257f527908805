"""A sentence is accounted for word by word: what a quote leaves is quoted too, set aside, or says nothing."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.model.ledger import Ledger
from briefing.model.records import Actor, Claim, Evidence, Relation, Waiver
from briefing.model.sources import Article, Furniture
from briefing.reading.anchoring import anchor
from briefing.reading.coverage import covers, sentence_coverage

AGENCY = Actor(id="agency", name="The News Agency", kind="k", side="s", aliases=("the Agency",))


def ledger(
    text: str, *quotes: str, waived: tuple[str, ...] = (), voice: tuple[str, ...] = (), **more: object
) -> Ledger:
    fields = {"publisher": "p", "url": "https://example.org/a", "published_basis": "b", "sha256": "0" * 64}
    article = Article.model_validate(
        {"id": "a", "title": "t", "description": "d", "rights": "r", "text": text, **fields, **more}
    )
    evidence = [Evidence(article="a", exact=q, voice=voice, quantity="q", certainty="c") for q in quotes]
    claims = [
        Claim(id=f"C{n:02}", statement=f"s{n}", kind="k", bears_on="b", actors=(), evidence=(e,))
        for n, e in enumerate(evidence)
    ]
    waivers = [Waiver(article="a", exact=words, kind="k", reason="r") for words in waived]
    made, issues = anchor(Ledger(articles=(article,), claims=tuple(claims), waivers=tuple(waivers), actors=(AGENCY,)))
    assert issues == []
    return made


def left(made: Ledger) -> list[str]:
    """Return what nothing accounts for."""
    (article,) = made.articles
    return [article.text[slice(*part)].strip(" ,.") for s in sentence_coverage(made, article) for part in s.rest]


@pytest.mark.parametrize(
    ("text", "quoted", "rest"),
    [
        (
            "He said: “Firms rely on it. The ministry denies it.”",
            ["Firms rely on it"],
            ["He said: “", "The ministry denies it.”"],
        ),
        ("Firms rely on it.1 The ministry denies it.2", ["Firms rely on it"], ["1", "The ministry denies it.2"]),
        ("Firms rely on it… The ministry denies it.", ["Firms rely on it"], ["The ministry denies it"]),
        ("他说：“我们依赖美国。政府否认这一点。”", ["他说：“我们依赖美国。"], ["政府否认这一点。”"]),
        (
            "Firms rely on it, labs build on it, and the ministry denies it.",
            ["labs build on it"],
            ["Firms rely on it", "and the ministry denies it"],
        ),
        ("But firms rely on it, and they have it.", ["firms rely on it"], []),
        ("Despite efforts, firms rely on it.", ["firms rely on it"], ["Despite efforts"]),
        ("Firms do not rely on it.", ["rely on it"], ["Firms do not"]),
        ("What is it?", [], ["What is it?"]),
        ("Xi Jinping’s firms", ["Xi Jinping", "firms"], []),
        ("It rose in 2023.", ["It rose"], ["in 2023"]),
    ],
)  # fmt: skip
def test_what_no_quote_covers_is_left_over(text: str, quoted: list[str], rest: list[str]) -> None:
    assert left(ledger(text, *quoted)) == rest


def test_the_speaker_who_is_coded_needs_no_record_of_its_own() -> None:
    text = "Firms rely on it, the Agency reported on Monday."
    assert left(ledger(text, "Firms rely on it")) == ["the Agency reported on Monday"]
    assert left(ledger("Firms rely on it, the Agency reported.", "Firms rely on it", voice=("agency",))) == []
    assert left(ledger(text, "Firms rely on it", voice=("agency",))) == ["the Agency reported on Monday"]


def test_a_waiver_covers_its_own_words_and_no_more() -> None:
    text = "The ministry denies it."
    assert left(ledger(text, waived=("The",))) == ["ministry denies it"]
    assert left(ledger(text, waived=(text,))) == []


def test_a_language_without_lists_has_no_idle_words() -> None:
    assert left(ledger("But firms rely on it.", "firms rely on it", language="xx")) == ["But"]


def test_furniture_that_repeats_covers_each_place() -> None:
    part = {"exact": "Advertisement", "reason": "r", "repeats": True}
    assert left(ledger("Advertisement\nFirms rely.\nAdvertisement\n", "Firms rely.", furniture=[part])) == []


def test_a_join_of_standing_claims_covers_the_words_that_join() -> None:
    made = ledger("Firms rely on it despite rules.", "Firms rely on it", "rules")
    join = Relation(id="R1", kind="k", first="C00", second="C01", article="a", exact="Firms rely on it despite rules")
    assert left(made) == ["despite"]
    joined, _ = anchor(made.model_copy(update={"relations": (join,)}))
    assert left(joined) == []


@given(
    st.lists(
        st.sampled_from(["Firms ", "rely", "“", "”", ". ", "。", "\n", "…", " But", "7%", "é", "(", "模型", ", "]),
        max_size=30,
    )
)
def test_quotes_waivers_and_what_is_left_are_every_letter_of_the_article(pieces: list[str]) -> None:
    text = "".join(pieces) + " end"
    made = Ledger(articles=ledger(text).articles)
    (article,) = made.articles
    offsets = {n for s in sentence_coverage(made, article) for part in s.rest for n in range(*part)}
    assert offsets >= {n for n, character in enumerate(text) if character.isalnum()}
    assert all(s.rest == (s.span,) for s in sentence_coverage(made, article))


FATES = st.lists(st.sampled_from(["quoted", "waived", "furniture", "open"]), min_size=1, max_size=6)


@given(st.lists(FATES, min_size=1, max_size=6), st.sampled_from([" ", "\n", "\n\n"]))
def test_quotes_asides_furniture_and_what_is_left_are_the_article(fates: list[list[str]], between: str) -> None:
    """Each word of each sentence has its fate; in this language there is none that needs no record."""
    words = (f"W{number:03}" for number in itertools.count())
    runs: dict[str, list[str]] = {"quoted": [], "waived": [], "furniture": [], "open": []}
    said = []
    for sentence in fates:
        parts = [(fate, " ".join(next(words) for _ in run)) for fate, run in itertools.groupby(sentence)]
        said.append(" ".join(part for _, part in parts) + ".")
        for fate, part in parts:
            runs[fate].append(part)
    furniture = [{"exact": part, "reason": "r"} for part in runs["furniture"]]
    made = ledger(between.join(said), *runs["quoted"], waived=tuple(runs["waived"]), language="xx", furniture=furniture)
    (article,) = made.articles
    covered = [article.text[slice(*cover.span)] for cover in covers(made, "a")]
    assert sorted(covered) == sorted(runs["quoted"] + runs["waived"] + runs["furniture"])
    assert sorted(left(made)) == sorted(runs["open"])


def test_furniture_is_no_part_of_what_is_left() -> None:
    part = Furniture(exact="Share this", reason="a button")
    assert left(ledger("Share this Firms rely on it.", "Firms rely on it", furniture=[part.model_dump()])) == []
