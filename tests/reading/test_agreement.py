"""Krippendorff's alpha against the published example, and two readings matched by the words they took."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.model.base import Span
from briefing.model.ledger import Ledger
from briefing.reading.agreement import Level, agreements, alpha, bootstrap, matches, read_twice, recall, second_look

# Twelve units, four observers; the values are Krippendorff's own (Computing Krippendorff's Alpha-Reliability, 2011).
_ = None
OBSERVERS = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3),
    (_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _),
)
CANONICAL = list(zip(*OBSERVERS, strict=True))
LEVELS: tuple[Level, ...] = ("nominal", "ordinal", "interval")


@pytest.mark.parametrize(("level", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_the_published_example_gives_the_published_values(level: Level, published: float) -> None:
    value = alpha(CANONICAL, level)
    assert value is not None
    assert round(value, 3) == published


@pytest.mark.parametrize("level", LEVELS)
def test_full_agreement_is_one_and_systematic_disagreement_is_below_zero(level: Level) -> None:
    assert alpha([(1, 1), (2, 2), (3, 3)], level) == 1
    value = alpha([(1, 2), (2, 1), (1, 2), (2, 1)], level)
    assert value is not None
    assert value < 0


@pytest.mark.parametrize("units", [[], [(1, None)], [(1, 1), (1, 1)], [(None, None)]])
def test_where_nothing_varies_there_is_nothing_to_agree_on(units: list[tuple[float | None, ...]]) -> None:
    assert alpha(units) is None
    assert bootstrap(units) is None


@given(st.lists(st.tuples(*[st.none() | st.sampled_from((1.0, 2.0, 5.0))] * 3), max_size=8), st.sampled_from(LEVELS))
def test_it_does_not_matter_who_codes_first_or_in_which_order_units_come(
    units: list[tuple[float | None, ...]], level: Level
) -> None:
    value, turned = alpha(units, level), alpha([unit[::-1] for unit in reversed(units)], level)
    assert (value is None) == (turned is None)
    if value is not None and turned is not None:
        assert value == pytest.approx(turned)
        assert value <= 1


@given(st.lists(st.tuples(*[st.integers(1, 4)] * 2), min_size=2, max_size=9))
def test_ordinal_values_count_by_their_order_and_nominal_ones_by_their_names(units: list[tuple[int, int]]) -> None:
    squared = [tuple(float(value**2) for value in unit) for unit in units]
    renamed = [tuple(float((7 * value) % 5) for value in unit) for unit in units]
    assert alpha(units, "ordinal") == pytest.approx(alpha(squared, "ordinal"))
    assert alpha(units, "nominal") == pytest.approx(alpha(renamed, "nominal"))


def test_the_interval_holds_alpha_and_is_the_same_every_time() -> None:
    interval = bootstrap(CANONICAL)
    assert interval is not None
    assert interval[0] < 0.743 < interval[1] <= 1
    assert bootstrap(CANONICAL) == interval


def test_units_that_are_alike_are_drawn_as_often_as_they_stand() -> None:
    often = bootstrap([(1, 1)] * 60 + [(2, 2)] * 60 + [(1, 2)] * 2)
    seldom = bootstrap([(1, 1)] * 6 + [(2, 2)] * 6 + [(1, 2)] * 2)
    assert often is not None
    assert seldom is not None
    assert often[0] > seldom[0]


def test_passages_are_matched_one_to_one_by_their_words(ledger: Ledger) -> None:
    assert {(m.evidence.key, m.second.statement.split()[1]) for m in matches(ledger)} == {
        ("C03-2", "north"), ("C06-1", "council"), ("C10-1", "ferry"),
    }  # fmt: skip


def test_of_two_passages_the_one_that_overlaps_more_is_matched(ledger: Ledger) -> None:
    unit = ledger.second_reading[2]
    engine = ledger.evidence_by_key["C12-1"].span
    assert engine is not None
    closer = unit.model_copy(update={"span": Span(engine.start - 9, engine.end)})
    matched = matches(ledger.model_copy(update={"second_reading": (closer,)}))
    assert [match.evidence.key for match in matched] == ["C12-1"]


def test_recall_is_told_both_ways(ledger: Ledger) -> None:
    found = recall(ledger)
    assert (found.second, found.second_also_first) == (3, 3)
    assert found.first == len({(e.article, e.span) for c in ledger.standing for e in c.evidence})
    assert found.first_also_second == 4  # C03's, C06's, and the two of the ferry's one sentence


def test_each_code_has_its_agreement(ledger: Ledger) -> None:
    by_code = {agreement.code: agreement for agreement in agreements(ledger)}
    assert {code: (a.units, a.alike) for code, a in by_code.items()} == {
        "kind": (3, 3), "bears_on": (3, 2), "quantity": (3, 3), "certainty": (3, 3), "voice": (3, 3),
    }  # fmt: skip
    assert by_code["kind"].alpha == 1
    assert by_code["certainty"].level == "ordinal"
    assert (by_code["certainty"].alpha, by_code["certainty"].interval) == (None, None)
    assert by_code["quantity"].level == "nominal"  # one of its words has no rank


def test_a_claim_is_looked_at_a_second_time(ledger: Ledger) -> None:
    looked = second_look(matches(ledger), ledger.claim_by_id["C03"])
    assert looked["C03-1"] is None
    assert looked["C03-2"] is not None
    assert looked["C03-2"]["bears_on"] == ("repair", "closure")
    assert read_twice(ledger, ledger.claim_by_id["C12"])
    assert not read_twice(ledger, ledger.claim_by_id["C01"])


def test_without_a_second_reading_there_is_nothing_to_compare(ledger: Ledger) -> None:
    alone = ledger.model_copy(update={"second_reading": ()})
    assert matches(alone) == ()
    assert {a.alpha for a in agreements(alone)} == {None}
    assert recall(alone).second == 0
