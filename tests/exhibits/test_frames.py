"""The tidy data frames: one row for each thing, ids that join, nothing lost."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing import frames
from briefing.model.fields import coded_fields
from briefing.model.ledger import Ledger
from briefing.model.records import Actor, Claim, Evidence, Judgement
from briefing.model.sources import Origin
from made_ledgers import many_articles

ledgers = st.builds(many_articles, st.sampled_from((0, 1, 3, 5)), st.integers(0, 100_000))
few = settings(max_examples=30)


@few
@given(ledgers)
def test_each_frame_has_a_row_for_each_thing(ledger: Ledger) -> None:
    assert list(frames.claims(ledger)["claim"]) == [c.id for c in ledger.claims]
    assert list(frames.evidence(ledger)["key"]) == list(ledger.evidence_by_key)
    assert len(frames.judgements(ledger)) == sum(len(j.claims) for j in ledger.judgements)
    assert len(frames.parallels(ledger)) == sum(len(p.change) for p in ledger.parallels)


@few
@given(ledgers)
def test_counts_agree_with_what_is_counted(ledger: Ledger) -> None:
    claims, evidence = frames.claims(ledger), frames.evidence(ledger)
    counted = evidence.groupby("claim")["article"].nunique()
    for row in claims.to_dict("records"):
        assert row["n_articles"] == counted.get(row["claim"], 0) == len(row["articles"])
    assert (claims["standing"].sum() if len(claims) else 0) == len(ledger.standing)
    assert set(evidence[evidence["own_voice"]]["said_by"]) <= {"the article itself"}


@pytest.mark.parametrize("name", frames.__all__)
def test_the_columns_of_a_frame_are_those_that_it_documents_and_the_coded_fields(name: str) -> None:
    build = getattr(frames, name)
    coded = [field.name for model in (Actor, Claim, Evidence, Judgement) for field in coded_fields(model)]
    documented = {*re.findall(r"\w+", build.__doc__), *coded}
    for ledger in (Ledger(), many_articles(3, 7)):
        frame = build(ledger)
        assert isinstance(frame, pd.DataFrame)
        assert [column for column in frame.columns if column not in documented] == []


def test_an_empty_frame_can_be_filtered() -> None:
    claims = frames.claims(Ledger())
    assert list(claims[claims["standing"]].columns) == list(claims.columns)


def test_what_may_go_back_to_one_of_two_origins_counts_as_one() -> None:
    made = many_articles(2, 3)
    first, second = made.articles
    wires = tuple(Origin(id=name, publisher=name, title="t", held=False, note="n") for name in ("wire-a", "wire-b"))
    unsure = first.model_copy(update={"derives_from": (), "may_derive_from": ("wire-a", "wire-b")})
    sure = second.model_copy(update={"derives_from": ("wire-b",), "may_derive_from": ()})
    claim = Claim.model_validate(
        {"id": "C01", "statement": "s", "kind": "fact", "bears_on": "more", "actors": [], "evidence": [
            {"article": a.id, "exact": "x", "voice": [], "quantity": "some", "certainty": "asserted"}
            for a in (unsure, sure)
        ]}
    )  # fmt: skip
    frame = frames.claims(Ledger(articles=(unsure, sure), origins=wires, claims=(claim,)))
    assert list(frame["n_origins"]) == [1]
    assert list(frame["origins"]) == [("wire-a", "wire-b")]


def test_a_facet_that_is_called_as_a_count_leaves_the_count_as_it_is() -> None:
    made = many_articles(3, 7)
    claims = tuple(c.model_copy(update={"facets": {"n_articles": ("x",)}}) for c in made.claims)
    frame = frames.claims(made.model_copy(update={"claims": claims}))
    assert list(frame["n_articles"]) == [len(c.articles) for c in claims]
