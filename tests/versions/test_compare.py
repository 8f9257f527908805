from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings

from briefing.model.digest import canonical_json, ledger_json
from briefing.model.ledger import KINDS, Ledger
from briefing.model.records import Claim, Judgement
from briefing.model.sources import Article
from briefing.versions.compare import GROUPS, Change, Changes, compare, texts
from made_ledgers import SOUND, altered, ledgers, revisions, sound


@settings(max_examples=50)
@given(ledgers)
def test_a_ledger_compared_with_itself_shows_nothing(a: Ledger) -> None:
    assert not compare(a, a)
    assert compare(a, a).changes == ()


@settings(max_examples=60)
@given(revisions())
def test_there_are_changes_when_and_only_when_the_evidence_digest_differs(revision: tuple[Ledger, Ledger]) -> None:
    before, after = revision
    assert bool(compare(before, after)) == (ledger_json(before) != ledger_json(after))


def by_id(ledger: Ledger, group: str) -> dict[str, dict[str, Any]]:
    return {record["id"]: record for record in ledger.model_dump(mode="json")[group]}


@settings(max_examples=60)
@given(revisions())
def test_every_difference_of_every_kind_is_reported_with_what_was_and_what_is(revision: tuple[Ledger, Ledger]) -> None:
    a, b = revision
    changes = compare(a, b).changes
    whole = {(c.group, c.id): c.kind for c in changes if not c.field and not c.part}
    fields = {(c.group, c.id, c.field): (c.before, c.after) for c in changes if c.field and not c.part}
    for group in (kind.collection for kind in KINDS if kind.has_id):
        left, right = by_id(a, group), by_id(b, group)
        for key in left.keys() ^ right.keys():
            assert whole[group, key] in (("added",) if key in right else ("removed", "merged"))
        for key in left.keys() & right.keys():
            for field in left[key].keys() - {"evidence"}:
                if left[key][field] == right[key][field]:
                    assert (group, key, field) not in fields
                else:
                    assert fields[group, key, field] == (left[key][field], right[key][field])


@settings(max_examples=60)
@given(revisions())
def test_quotes_lost_gained_and_changed_account_for_all_evidence(revision: tuple[Ledger, Ledger]) -> None:
    a, b = revision
    changes = compare(a, b).of("evidence lost", "evidence gained", group="claims")
    for key in a.claim_by_id.keys() & b.claim_by_id.keys():
        mine = [c for c in changes if c.id == key]
        left, right = by_id(a, "claims")[key]["evidence"], by_id(b, "claims")[key]["evidence"]
        gained, lost = ([c for c in mine if c.kind == f"evidence {kind}"] for kind in ("gained", "lost"))
        assert len(left) - len(lost) == len(right) - len(gained)
        assert {canonical_json(c.before) for c in lost} <= {canonical_json(e) for e in left}
        assert {canonical_json(c.after) for c in gained} <= {canonical_json(e) for e in right}
        if Counter(map(canonical_json, left)) != Counter(map(canonical_json, right)):
            assert [c for c in compare(a, b).changes if c.id == key and c.part]


@settings(max_examples=50)
@given(ledgers, ledgers)
def test_changes_survive_the_way_through_json(a: Ledger, b: Ledger) -> None:
    changes = compare(a, b)
    assert Changes.model_validate_json(changes.model_dump_json()) == changes


def only(a: Ledger, b: Ledger) -> Change:
    (change,) = compare(a, b).changes
    return change


def test_every_kind_of_record_is_compared() -> None:
    assert ("ledger", *(kind.collection for kind in KINDS), "vocabulary") == GROUPS
    parallel = {"id": "P1", "change": "dropped", "sides": [{"article": "alpha", "exact": "x"}], "note": "It is gone."}
    change = only(sound(), sound(parallels=[parallel]))
    assert (change.group, change.id, change.kind, change.subject) == ("parallels", "P1", "added", "It is gone.")


def test_what_is_a_text_follows_from_the_record() -> None:
    assert texts(Judgement) >= {"statement", "because", "would_change", "limits", "so_what"}
    assert not texts(Judgement) & {"id", "confidence", "directness", "supported_by", "reviewed"}
    assert texts(Claim) == {"statement"}
    assert "url" not in texts(Article)


def test_the_order_of_records_is_no_difference_and_that_of_a_fields_words_is() -> None:
    other_way = sound(claims=SOUND["claims"][::-1], articles=SOUND["articles"][::-1])
    assert not compare(sound(), other_way)
    assert ledger_json(sound()) == ledger_json(other_way)
    change = only(altered("judgements", "J1", challenged_by=["C02", "C01"]),
                  altered("judgements", "J1", challenged_by=["C01", "C02"]))  # fmt: skip
    assert (change.kind, change.field) == ("re-coded", "challenged_by")


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


def test_a_quote_that_another_key_now_names_is_renumbered() -> None:
    changes = compare(sound(), altered("claims", "C01", evidence=SOUND["claims"][0]["evidence"][::-1])).changes
    assert {(c.kind, c.before, c.after) for c in changes} == {
        ("renumbered", "C01-2", "C01-1"), ("renumbered", "C01-1", "C01-2"),
    }  # fmt: skip


def test_two_origins_that_became_one_are_merged() -> None:
    radio = {**SOUND["origins"][0], "id": "radio"}
    apart = [SOUND["articles"][0], {**SOUND["articles"][1], "derives_from": ["radio"]}]
    changes = compare(sound(articles=apart, origins=[*SOUND["origins"], radio]), sound())
    assert [(c.group, c.id) for c in changes.of("merged")] == [("origins", "radio")]
    assert (changes.before["origins"], changes.after["origins"]) == (2, 1)


def test_the_same_id_twice_is_refused() -> None:
    twice = sound(claims=[SOUND["claims"][0], SOUND["claims"][0]])
    with pytest.raises(ValueError, match="C01 occurs twice"):
        compare(sound(), twice)
