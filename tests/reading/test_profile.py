"""Independent origins, the cap on confidence, and what can be counted of a judgement."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.checking.check import open_ledger
from briefing.model.layout import Layout
from briefing.model.ledger import Ledger
from briefing.reading.profile import (
    STATED_BY_ALL,
    STATED_BY_SOME,
    confidence_cap,
    exceeds,
    hops_to_origin,
    independent_origins,
    profile,
)
from made_ledgers import SOUND

LADDER = {w: {"label": w, "meaning": w, "rank": r} for r, w in enumerate(("low", "moderate", "high"))}


def made(parents: dict[str, dict[str, Any]], held: dict[str, bool], *, claims: dict[str, str] | None = None) -> Ledger:
    """Return a ledger of articles with these parents, origins held or not, and claims made by `a b c`."""
    article, claim = dict(SOUND["articles"][0]), dict(SOUND["claims"][0])
    evidence = claim["evidence"][0]
    for name in ("derives_from", "derives_certainty", "derives_basis"):
        article.pop(name)
    claims = claims or {"C01": " ".join(parents)}
    return Ledger.model_validate({
        "articles": [article | {"id": name} | told for name, told in parents.items()],
        "origins": [
            SOUND["origins"][0] | {"id": n, "held": h, "held_as": n[5:] if n.startswith("copy-") else None}
            for n, h in held.items()
        ],
        "claims": [
            claim | {"id": name, "evidence": [evidence | {"article": a, "exact": a} for a in articles.split()]}
            for name, articles in claims.items()
        ],
        "judgements": [SOUND["judgements"][0] | {"supported_by": list(claims), "challenged_by": []}],
        "vocabulary": {"confidence": LADDER},
    })  # fmt: skip


def grouped(ledger: Ledger) -> set[frozenset[str]]:
    return {frozenset(group.articles) for group in independent_origins(ledger, ledger.article_by_id)}


def test_articles_of_different_origins_are_independent() -> None:
    ledger = made({"a": {"derives_from": ["x"]}, "b": {"derives_from": ["y"]}, "c": {}}, {"x": False, "y": False})
    assert grouped(ledger) == {frozenset("a"), frozenset("b"), frozenset("c")}


@pytest.mark.parametrize(
    "second",
    [
        {"derives_from": ["x"]},
        {"may_derive_from": ["x", "y"]},
        {"derives_from": ["a"]},
        {"may_derive_from": ["a", "y"]},
    ],
)
def test_a_second_article_that_may_be_a_copy_adds_nothing(second: dict[str, Any]) -> None:
    ledger = made({"a": {"derives_from": ["x"]}, "b": second}, {"x": False, "y": False})
    assert grouped(ledger) == {frozenset("ab")}
    cap = confidence_cap(ledger, ledger.judgements[0])
    assert cap is not None
    assert (cap.word, cap.origins, cap.held) == ("low", 1, False)


def test_an_article_between_two_joins_them() -> None:
    both = {"may_derive_from": ["x", "y"]}
    ledger = made(
        {"a": {"derives_from": ["x"]}, "b": {"derives_from": ["y"]}, "c": both}, {"x": False, "y": False},
        claims={"C01": "a b", "C02": "a b c"},
    )  # fmt: skip
    assert len(independent_origins(ledger, ("a", "b"))) == 2
    assert len(independent_origins(ledger, ("a", "b", "c"))) == 1


def test_an_article_that_holds_an_origin_and_one_that_derives_from_it_are_one() -> None:
    ledger = made({"a": {}, "b": {"derives_from": ["copy-a"]}}, {"copy-a": True})
    assert [(group.articles, group.held) for group in independent_origins(ledger, "ab")] == [(("a", "b"), True)]


@pytest.mark.parametrize(
    ("claims", "word", "weakest"),
    [
        ({"C01": "a"}, "low", ("C01",)),
        ({"C01": "c"}, "moderate", ("C01",)),
        ({"C01": "a c"}, "high", ("C01",)),
        ({"C01": "a c", "C02": "c"}, "moderate", ("C02",)),
        ({"C01": "a", "C02": "c", "C03": "b"}, "low", ("C01", "C03")),
    ],
)
def test_the_weakest_claim_counts_and_not_the_union(
    claims: dict[str, str], word: str, weakest: tuple[str, ...]
) -> None:
    ledger = made({"a": {"derives_from": ["x"]}, "b": {"derives_from": ["x"]}, "c": {}}, {"x": False}, claims=claims)
    cap = confidence_cap(ledger, ledger.judgements[0])
    assert cap is not None
    assert (cap.word, cap.claims) == (word, weakest)
    assert exceeds(ledger, "high", cap) == (word != "high")
    assert not exceeds(ledger, word, cap)


def test_only_decisive_claims_count_where_some_are_marked() -> None:
    ledger = made({"a": {"derives_from": ["x"]}, "c": {}}, {"x": False}, claims={"C01": "a c", "C02": "a"})
    (judgement,) = ledger.judgements
    for decisive, word in ((("C01",), "high"), (("C01", "C02"), "low"), ((), "low")):
        cap = confidence_cap(ledger, judgement.model_copy(update={"decisive": decisive}))
        assert cap is not None
        assert cap.word == word


def test_without_a_ladder_there_is_no_cap() -> None:
    ledger = made({"a": {}}, {}).model_copy(update={"vocabulary": {}})
    assert confidence_cap(ledger, ledger.judgements[0]) is None
    assert not exceeds(ledger, "high", None)


def test_one_more_origin_lifts_a_claim_to_the_highest_word() -> None:
    ledger = made({"a": {"derives_from": ["x"]}}, {"x": False})
    cap = confidence_cap(ledger, ledger.judgements[0], more=["C01"])
    assert cap is not None
    assert cap.word == "high"


def test_steps_back_to_an_origin_are_counted_along_every_possible_way() -> None:
    ledger = made(
        {"a": {"derives_from": ["x"]}, "b": {"may_derive_from": ["a", "x"]}, "c": {}, "d": {"derives_from": ["e"]},
         "e": {"derives_from": ["d"]}}, {"x": False},
    )  # fmt: skip
    assert [hops_to_origin(ledger, article) for article in "abc"] == [(1, 1), (1, 2), (0, 0)]
    assert hops_to_origin(ledger, "d") == (1, 1)


def test_the_profile_counts_the_decisive_claims_of_a_judgement(tiny: Layout) -> None:
    ledger = open_ledger(tiny)
    counted = profile(ledger, ledger.judgement_by_id["J1"])
    assert counted.claims == ("C03",)
    assert set(counted.articles) == {"gazette-2021", "digest-2021"}
    assert (counted.origins, counted.held, counted.hops) == (1, False, (1, 1))
    assert (counted.own_voice, counted.spoken) == (1, 1)
    assert counted.speakers == (("survey", "town-council"),)
    assert (counted.dates, counted.undated) == ((dt.date(2021, 1, 12), dt.date(2021, 1, 12)), ("digest-2021",))
    assert counted.conflicts == ("X1",)
    assert (counted.in_all, counted.directness) == ((), STATED_BY_SOME)
    assert profile(ledger, ledger.judgement_by_id["J2"]).hops == (0, 0)


def test_what_every_article_says_may_be_coded_as_stated_by_all() -> None:
    ledger = made({"a": {}, "b": {}}, {}, claims={"C01": "a b"})
    assert profile(ledger, ledger.judgements[0]).directness == STATED_BY_ALL


names = st.sampled_from("abcdef")
PARENTS = st.dictionaries(
    names,
    st.fixed_dictionaries({
        "derives_from": st.lists(st.sampled_from("abcdefxyz"), max_size=2, unique=True),
        "may_derive_from": st.lists(st.sampled_from("abcdefxyz"), max_size=2, unique=True),
    }),
    min_size=1,
)  # fmt: skip


@given(PARENTS)
def test_every_article_is_in_one_group_and_no_two_groups_share_a_root(parents: dict[str, Any]) -> None:
    ledger = made(parents, dict.fromkeys("xyz", False))
    groups = independent_origins(ledger, parents)
    assert sorted(article for group in groups for article in group.articles) == sorted(parents)
    roots = [root for group in groups for root in group.roots]
    assert len(roots) == len(set(roots))
    assert set(grouped(ledger)) == {frozenset(g.articles) for g in independent_origins(ledger, reversed(list(parents)))}


@given(PARENTS, names, st.sampled_from("xyz"))
def test_one_more_possible_parent_never_makes_a_judgement_surer(
    parents: dict[str, Any], article: str, origin: str
) -> None:
    # An article that goes back to itself is an issue of its own; here each goes back to later names only.
    parents = {
        name: {field: [parent for parent in fields[field] if parent > name] for field in fields}
        for name, fields in parents.items()
    }
    if article not in parents or not (parents[article]["derives_from"] or parents[article]["may_derive_from"]):
        return
    more = {**parents[article], "may_derive_from": [*parents[article]["may_derive_from"], origin]}
    held = dict.fromkeys("xyz", False)
    before, after = made(parents, held), made({**parents, article: more}, held)
    caps = [confidence_cap(ledger, ledger.judgements[0]) for ledger in (before, after)]
    assert not exceeds(before, caps[1].word if caps[1] else "", caps[0])
