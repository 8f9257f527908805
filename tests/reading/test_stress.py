"""Leaving something out changes nothing else, and tells which judgements hang on it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from briefing.model.digest import evidence_digest
from briefing.model.ledger import Ledger
from briefing.reading.profile import claim_strength
from briefing.reading.stress import Effect, Outcome, effects, left_out, lifts, without
from made_ledgers import ledgers

GAZETTE, DIGEST, FERRY, COUNCIL = "gazette-2021", "digest-2021", "ferry-2020", "council-2021"


def changed(ledger: Ledger, article: str, **update: Any) -> Ledger:
    articles = tuple(a.model_copy(update=update) if a.id == article else a for a in ledger.articles)
    return ledger.model_copy(update={"articles": articles})


def effect(ledger: Ledger, judgement: str, *names: str) -> Effect:
    return {e.judgement: e for e in effects(ledger, without(ledger, *names))}[judgement]


def test_without_an_article_its_evidence_is_gone_and_claims_of_its_own_with_it(ledger: Ledger) -> None:
    rest = without(ledger, GAZETTE)
    assert GAZETTE not in rest.article_by_id
    assert [e.article for e in rest.claim_by_id["C01"].evidence] == [DIGEST]
    assert rest.evidence_by_key["C01-2"] == ledger.evidence_by_key["C01-2"]  # keys stay
    assert {"C05", "C06"}.isdisjoint(rest.claim_by_id)
    assert rest.judgement_by_id["J1"].challenged_by == ("C04",)


def test_without_an_origin_all_articles_that_may_go_back_to_it_are_gone(ledger: Ledger) -> None:
    rest = without(changed(ledger, FERRY, may_derive_from=(COUNCIL, "radio")), COUNCIL)
    assert rest.articles == ()
    assert COUNCIL not in rest.origin_by_id
    assert [a.id for a in without(ledger, COUNCIL).articles] == [FERRY]


def test_an_article_that_is_its_own_origin_may_be_named_as_one(ledger: Ledger) -> None:
    assert without(ledger, FERRY).article_by_id.keys() == {GAZETTE, DIGEST}


def test_a_judgement_falls_when_nothing_supports_it_any_more(ledger: Ledger) -> None:
    fallen = effect(ledger, "J1", COUNCIL)
    assert (fallen.outcome, fallen.lost, fallen.cap_after) == (Outcome.FALLS, ("C01", "C02", "C03"), None)


def test_a_judgement_that_loses_a_decisive_claim_says_which(ledger: Ledger) -> None:
    lost = effect(ledger, "J2", FERRY)
    assert (lost.outcome, lost.decisive_lost) == (Outcome.LOSES_DECISIVE, ("C10", "C12"))
    assert effect(ledger, "J1", "C03").outcome is Outcome.LOSES_DECISIVE


def test_what_it_does_not_hang_on_leaves_a_judgement_standing(ledger: Ledger) -> None:
    kept = effect(ledger, "J1", "C01")
    assert (kept.outcome, kept.lost, kept.decisive_lost) == (Outcome.STANDS, ("C01",), ())
    assert effect(ledger, "J1", DIGEST).outcome is Outcome.STANDS


def test_a_judgement_is_less_sure_without_its_second_origin(ledger: Ledger) -> None:
    two = changed(ledger, DIGEST, derives_from=(), derives_certainty=None, derives_basis=None)
    assert claim_strength(two, two.claim_by_id["C03"]) == (2, True)
    assert effect(two, "J1", DIGEST).outcome is Outcome.STANDS  # it was held with low confidence all along
    sure = tuple(j.model_copy(update={"confidence": "high"}) for j in two.judgements)
    weaker = effect(two.model_copy(update={"judgements": sure}), "J1", DIGEST)
    assert (weaker.outcome, weaker.cap_before, weaker.cap_after) == (Outcome.LESS_SURE, "high", "low")


@pytest.mark.parametrize("field", ["derives_from", "may_derive_from"])
def test_leaving_out_a_parent_makes_nothing_independent(ledger: Ledger, field: str) -> None:
    chain = changed(ledger, DIGEST, **{"derives_from": (), field: (GAZETTE,)})
    chain = changed(chain, FERRY, derives_from=(COUNCIL,))
    rest = without(chain, GAZETTE)
    assert rest.roots_of(DIGEST) == rest.roots_of(FERRY) == (COUNCIL,)


def test_a_parent_without_parents_stays_as_an_origin_that_is_not_held(ledger: Ledger) -> None:
    rest = without(changed(ledger, DIGEST, derives_from=(FERRY,)), FERRY)
    assert rest.roots_of(DIGEST) == (FERRY,)
    assert rest.origin_by_id[FERRY].held is False
    assert claim_strength(rest, rest.claim_by_id["C08"]) == (1, False)


def test_what_rests_on_nothing_any_more_is_left_out_too(ledger: Ledger) -> None:
    rest = without(ledger, "C03")
    assert rest.conflicts == ()
    assert rest.gaps[0].touches == ()
    assert without(ledger, COUNCIL).indicators == ()
    assert without(ledger, "C02").relations == ()


@pytest.mark.parametrize("name", ["", "x", "C99", "J1"])
def test_what_is_left_out_must_be_there(ledger: Ledger, name: str) -> None:
    with pytest.raises(ValueError, match="to leave out"):
        without(ledger, GAZETTE, name)


def test_several_things_can_be_left_out_at_once(ledger: Ledger) -> None:
    assert without(ledger, GAZETTE, "C05", COUNCIL).article_by_id.keys() == {FERRY}  # C05 goes with the Gazette


def test_what_can_be_left_out_is_each_article_origin_and_decisive_claim(ledger: Ledger) -> None:
    assert list(left_out(ledger)) == [
        ("article", FERRY), ("article", GAZETTE), ("article", DIGEST), ("origin", COUNCIL),
        ("claim", "C03"), ("claim", "C10"), ("claim", "C12"),
    ]  # fmt: skip


def test_one_more_origin_lifts_what_it_is_found_for(ledger: Ledger) -> None:
    assert [tuple(lift) for lift in lifts(ledger)] == [
        ("J1", ("C03",), "low", "high"), ("J2", ("C10", "C12"), "moderate", "high"),
    ]  # fmt: skip


@settings(max_examples=20)
@given(ledgers)
def test_leaving_out_changes_nothing_in_place_and_adds_nothing(ledger: Ledger) -> None:
    digest = evidence_digest(ledger)
    for kind, name in left_out(ledger):
        rest = without(ledger, name)
        assert {c.id for c in rest.claims} <= {c.id for c in ledger.claims}
        if kind == "article":
            assert name not in {e.article for c in rest.claims for e in c.evidence}
        assert all(set(j.supported_by) <= set(rest.claim_by_id) | _unknown(ledger) for j in rest.judgements)
    assert evidence_digest(ledger) == digest


def _unknown(ledger: Ledger) -> set[str]:
    """What judgements cite and the ledger does not have: a made ledger need not be in order."""
    return {name for j in ledger.judgements for name in j.supported_by} - set(ledger.claim_by_id)
