"""The records themselves."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from briefing.model.base import Issue, Place, Span
from briefing.model.ledger import Ledger
from briefing.model.records import Claim, Withdrawal


def claim(number: int, **more: object) -> Claim:
    fields = {"id": f"C{number:02d}", "statement": "s", "kind": "fact", "bears_on": "x", "actors": ()}
    return Claim.model_validate(fields | more)


def test_a_copy_does_not_remember_what_was_computed_before() -> None:
    before = Ledger(claims=(claim(1), claim(2)))
    assert len(before.standing) == 2
    assert len(before.model_copy(update={"claims": (claim(1),)}).standing) == 1


def test_a_withdrawn_claim_stands_no_longer_and_keeps_its_id() -> None:
    ledger = Ledger(claims=(claim(1, withdrawn=Withdrawal(because="it was wrong")), claim(2)))
    assert [c.id for c in ledger.standing] == ["C02"]
    assert "C01" in ledger.claim_by_id


def test_a_record_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        claim(1).statement = "another"  # type: ignore[misc]


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(ValidationError, match="confidense"):
        claim(1, confidense="high")


def test_the_place_of_a_record_is_not_exported() -> None:
    assert "place" not in claim(1, place=Place("a.yml", 3)).model_dump()


def test_half_open_spans_that_touch_do_not_overlap() -> None:
    assert not Span(0, 2).overlaps(Span(2, 4))
    assert Span(0, 3).overlaps(Span(2, 4))
    assert Span(2, 4).overlaps(Span(0, 3))


def test_an_issue_reads_where_what_got_mend() -> None:
    issue = Issue(Place("data/a.yml", 14), "claim C04", "quote-not-found", "It is not there.", "Copy it.")
    assert str(issue) == "data/a.yml:14: claim C04: quote-not-found: It is not there. Copy it."
