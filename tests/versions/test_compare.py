from __future__ import annotations

import pytest
from hypothesis import given, settings

from briefing.model.digest import ledger_json
from briefing.model.ledger import Ledger
from briefing.versions.compare import Change, Changes, apply, compare
from made_ledgers import SOUND, altered, ledgers, revisions, sound


@settings(deadline=None)
@given(ledgers)
def test_a_ledger_compared_with_itself_shows_nothing(a: Ledger) -> None:
    assert not compare(a, a)
    assert compare(a, a).changes == ()


@settings(deadline=None, max_examples=150)
@given(ledgers, ledgers)
def test_changes_played_back_on_the_earlier_ledger_give_the_later_one(a: Ledger, b: Ledger) -> None:
    assert apply(a, compare(a, b)) == b


@settings(deadline=None, max_examples=150)
@given(revisions())
def test_a_revision_is_played_back_with_every_order_as_it_is(revision: tuple[Ledger, Ledger]) -> None:
    before, after = revision
    assert apply(before, compare(before, after)) == after


@settings(deadline=None)
@given(ledgers, ledgers)
def test_there_are_changes_when_and_only_when_the_canonical_ledgers_differ(a: Ledger, b: Ledger) -> None:
    assert bool(compare(a, b)) == (ledger_json(a) != ledger_json(b))


@settings(deadline=None)
@given(ledgers, ledgers)
def test_changes_survive_the_way_through_json(a: Ledger, b: Ledger) -> None:
    changes = compare(a, b)
    assert Changes.model_validate_json(changes.model_dump_json()) == changes


def only(a: Ledger, b: Ledger) -> Change:
    (change,) = compare(a, b).changes
    return change


def test_a_new_claim_is_added_after_the_one_before_it() -> None:
    new = {**SOUND["claims"][1], "id": "C03", "statement": "Owls came."}
    change = only(sound(), sound(claims=[SOUND["claims"][0], new, SOUND["claims"][1]]))
    assert (change.kind, change.id, change.follows, change.subject) == ("added", "C03", "C01", "Owls came.")


def test_a_withdrawn_claim_names_the_judgement_that_rested_on_it() -> None:
    change = only(sound(), altered("claims", "C01", withdrawn={"because": "misread"}))
    assert (change.kind, change.id, change.touches) == ("withdrawn", "C01", ("J1",))
    assert change.subject == "Many terns nest on the island."


def test_a_claim_that_simply_vanished_is_removed_not_withdrawn() -> None:
    assert only(sound(), sound(claims=SOUND["claims"][:1])).kind == "removed"


def test_a_reworded_statement_and_a_recoded_field_are_told_apart() -> None:
    assert only(sound(), altered("claims", "C01", statement="Some terns nest.")).kind == "reworded"
    change = only(sound(), altered("claims", "C01", kind="opinion"))
    assert (change.kind, change.field, change.before, change.after) == ("re-coded", "kind", "fact", "opinion")


def test_a_judgement_held_with_another_confidence_has_moved() -> None:
    change = only(sound(), altered("judgements", "J1", confidence="moderate"))
    assert (change.kind, change.before, change.after, change.touches) == ("moved", "low", "moderate", ("J1",))


def test_evidence_is_gained_lost_requoted_and_recoded_under_its_key() -> None:
    first, second = SOUND["claims"][0]["evidence"]
    third = {**second, "exact": "nobody counted"}
    changes = compare(sound(), altered("claims", "C01", evidence=[{**first, "quantity": "some"}, third]))
    assert [(c.kind, c.part) for c in changes.changes] == [
        ("evidence lost", "C01-2"), ("re-coded", "C01-1"), ("evidence gained", "C01-2"),
    ]  # fmt: skip
    cut = only(sound(), altered("claims", "C01", evidence=[first, {**second, "exact": "terns nest there"}]))
    assert (cut.kind, cut.field, cut.part) == ("requoted", "exact", "C01-2")


def test_evidence_in_another_order_is_said_and_played_back() -> None:
    later = altered("claims", "C01", evidence=SOUND["claims"][0]["evidence"][::-1])
    assert only(sound(), later).kind == "reordered"
    assert apply(sound(), compare(sound(), later)) == later


def test_two_origins_that_became_one_are_merged() -> None:
    radio = {**SOUND["origins"][0], "id": "radio"}
    apart = [SOUND["articles"][0], {**SOUND["articles"][1], "derives_from": ["radio"]}]
    changes = compare(sound(articles=apart, origins=[*SOUND["origins"], radio]), sound())
    assert [(c.group, c.id) for c in changes.of("merged")] == [("origins", "radio")]
    assert (changes.before.origins, changes.after.origins) == (2, 1)


def test_the_same_id_twice_is_refused() -> None:
    twice = sound(claims=[SOUND["claims"][0], SOUND["claims"][0]])
    with pytest.raises(ValueError, match="C01 occurs twice"):
        compare(sound(), twice)
