"""The tables of the analysis: what each judgement hangs on, what falls, and how far two readings agree."""

from __future__ import annotations

import pytest

from briefing import tables
from briefing.exhibits.display import Table
from briefing.model.ledger import Ledger

MAP = ("crossing", ("crosser", "keeper", "deed"))


def row(table: Table, **having: object) -> dict[str, object]:
    ((key, value),) = having.items()
    (found,) = [r for r in table.frame.to_dict("records") if r[key] == value]
    return {str(name): cell for name, cell in found.items()}


def test_a_row_of_the_map_is_a_layer_a_hand_on_it_and_an_act(ledger: Ledger) -> None:
    table = tables.dependence_map(ledger, *MAP)
    closed, mended = (r for r in table.frame.to_dict("records") if r["layer"] == "Bridge")
    assert (closed["dependent"], closed["lever"]) == ("walkers", "the council")
    # Two articles say that it is closed, and two that it is being mended; of each act its own claims tell.
    assert (closed["act"], closed["claims"], closed["reach"]) == ("closed", ("C01",), "2 of 3 articles")
    assert (mended["act"], mended["claims"], mended["reach"]) == ("mended", ("C02",), "2 of 3 articles")
    assert row(table, layer="Ford")["dependent"] == "silent"
    assert row(table, layer="New Bridge")["lever"] == ""


def test_the_stress_table_tells_what_becomes_of_each_judgement(ledger: Ledger) -> None:
    table = tables.stress(ledger)
    origin = row(table, omission="Without all that goes back to Town council")
    assert (origin["falls"], origin["loses_decisive"]) == (("J1",), ())  # J2 is not named: it stands
    assert row(table, omission="Without Harbour News")["loses_decisive"] == ("J2",)
    assert row(table, omission="With one more independent origin for C10 and C12")["surer"] == ("J2",)
    changed = "one of two judgements no longer stands as written"
    assert table.caption.startswith(f"Without all that goes back to Town council, {changed} (one falls); ")
    assert f"without Harbour News, {changed} (one loses a decisive claim)" in table.caption
    assert "“falls” says that nothing is left; “loses a decisive claim” says that it no longer stands" in table.caption
    lifted = (
        "With one more independent origin the rule would no longer hold two judgements to low or moderate confidence."
    )
    assert table.caption.endswith(lifted)


def test_of_one_judgement_the_stress_caption_says_what_becomes_of_it(ledger: Ledger) -> None:
    alone = ledger.model_copy(update={"judgements": ledger.judgements[:1], "gaps": (), "indicators": ()})
    assert "Without all that goes back to Town council, the one judgement falls" in tables.stress(alone).caption


def test_the_profile_says_what_is_counted_and_what_is_allowed(ledger: Ledger) -> None:
    table = tables.profile(ledger)
    first = row(table, id=("J1",))
    assert first["decisive"] == ("C03",)
    assert [str(article) for article in first["articles"]] == ["Lune Gazette", "Town Digest"]  # type: ignore[attr-defined]
    assert (first["origins"], first["confidence"]) == ("1, not held", "low")
    assert first["voice"] == "1 of the article itself; 1 of the survey, quoted by Town council"
    assert table.caption == "Two judgements: every one hangs on a claim of one independent origin."


def test_the_profile_says_so_where_more_confidence_would_be_allowed(ledger: Ledger) -> None:
    cautious = tuple(j.model_copy(update={"confidence": "low"}) for j in ledger.judgements)
    table = tables.profile(ledger.model_copy(update={"judgements": cautious}))
    assert row(table, id=("J2",))["confidence"] == "low, at most moderate"


def test_agreement_is_told_code_by_code_and_recall_both_ways(ledger: Ledger) -> None:
    table = tables.agreement(ledger)
    assert row(table, code="Kind")["alpha"] == "1.00"
    assert row(table, code="How sure")["alpha"] == "no variation"
    assert row(table, code="Bears on")["alike"] == 2
    assert "of 3 of the second, the first has 3" in table.caption
    assert table.caption.endswith("One difference was settled, with its reason.")
    assert [str(settled) for settled in table.claims] == ["S1"]


def test_without_a_second_reading_the_table_says_so(ledger: Ledger) -> None:
    alone = ledger.model_copy(update={"second_reading": (), "settlements": ()})
    assert tables.agreement(alone).caption == "There is no second reading to compare with."


@pytest.mark.parametrize("build", [tables.stress, tables.profile, tables.agreement])
def test_an_empty_ledger_has_a_table_with_a_true_caption(build: object) -> None:
    table = build(Ledger())  # type: ignore[operator]
    assert table.caption.endswith(".")
    assert table.frame.empty or (table.frame["units"] == 0).all()
    assert table.payload()["rows"] is not None
