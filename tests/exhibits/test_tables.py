"""Tables on the tiny briefing and on the shipped one: what a reader would count on."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from briefing.checking.check import open_ledger
from briefing.exhibits import tables
from briefing.exhibits.display import Column, Table
from briefing.model.layout import Layout
from briefing.model.ledger import Ledger


@pytest.fixture(scope="module")
def ledger(shipped: Layout) -> Ledger:
    return open_ledger(shipped)


def every_table(ledger: Ledger) -> list[Table]:
    return [
        tables.key_judgements(ledger),
        tables.claim_matrix(ledger),
        tables.bearing_by_theme(ledger),
        tables.judgement_support(ledger),
        tables.claim_ledger(ledger),
        *(tables.theme_claims(ledger, theme) for theme in ledger.vocabulary["theme"]),
        tables.voices(ledger),
        tables.accounts(ledger),
        tables.conflicts(ledger),
        tables.gaps(ledger),
        tables.indicators(ledger),
        tables.actors(ledger),
        tables.coverage(ledger),
        tables.waivers(ledger),
        tables.articles(ledger),
        tables.origins(ledger),
        tables.descents(ledger),
        tables.fates(ledger),
        tables.shifts(ledger),
        *(tables.codes(ledger, word) for word in ("kind", "bears_on", "quantity", "certainty", "form", "confidence")),
    ]


def test_every_table_names_each_column_and_fills_it(ledger: Ledger) -> None:
    for table in every_table(ledger):
        assert list(table.frame.columns) == [column.key for column in table.columns], table.name
        assert not table.frame.isna().to_numpy().any(), table.name
        assert table.caption.endswith("."), table.name
        assert len(table.frame), table.name


def test_every_claim_and_judgement_that_a_table_cites_exists(ledger: Ledger) -> None:
    for table in every_table(ledger):
        for column in table.columns:
            known = {"claims": ledger.claim_by_id, "judgements": ledger.judgement_by_id}.get(column.kind)
            if known is not None:
                cited = {i for cell in table.frame[column.key] for i in cell}
                assert cited <= set(known), table.name


def test_every_quote_of_the_ledger_stands_in_the_ledger_table_once(ledger: Ledger) -> None:
    keys = [quote.source.target for cell in tables.claim_ledger(ledger).frame["evidence"] for quote in cell]
    assert len(keys) == len(set(keys)) == sum(len(c.evidence) for c in ledger.claims)


def test_every_standing_claim_stands_once_in_the_matrix(ledger: Ledger) -> None:
    table = tables.claim_matrix(ledger)
    found = [i for column in table.columns if column.kind == "claims" for cell in table.frame[column.key] for i in cell]
    assert sorted(found) == sorted(c.id for c in ledger.standing)


def test_bearings_add_up_to_the_claims(ledger: Ledger) -> None:
    table = tables.bearing_by_theme(ledger).frame
    assert table["total"].sum() == len(ledger.standing)
    assert (table[list(ledger.vocabulary["bears_on"])].sum(axis=1) == table["total"]).all()


def test_voices_add_up_to_the_quotes(ledger: Ledger) -> None:
    assert tables.voices(ledger).frame["total"].sum() == sum(len(c.evidence) for c in ledger.standing)


def test_fates_add_up_to_the_claims(ledger: Ledger) -> None:
    assert tables.fates(ledger).frame["count"].sum() == len(ledger.standing)


def test_coverage_leaves_nothing_out(ledger: Ledger) -> None:
    frame = tables.coverage(ledger).frame
    assert list(frame["open"]) == [0, 0]
    assert list(frame["share_pct"]) == [100.0, 100.0]
    assert (frame[["claimed", "waived", "furniture", "open"]].sum(axis=1) == frame["sentences"]).all()


def test_coverage_shows_a_sentence_that_was_left_out(tiny: Layout) -> None:
    whole = open_ledger(tiny)
    article = whole.reading_order[0]
    kept = tuple(c.model_copy(update={"evidence": ()}) for c in whole.claims)
    frame = tables.coverage(whole.model_copy(update={"claims": kept})).frame
    assert frame.loc[frame["article"] == article.publisher, "open"].item() > 0


def test_the_first_rows_of_the_gaps_say_that_they_are_not_all(ledger: Ledger) -> None:
    some = tables.gaps(ledger, first=2)
    assert len(some.frame) == 2
    assert some.caption.endswith("the first two are shown.")


def test_every_coded_facet_is_in_the_matrix(ledger: Ledger) -> None:
    table = tables.facet_matrix(ledger, "routes", ("place", "route"), "user", "status")
    found = {i for column in table.columns if column.kind == "claims" for cell in table.frame[column.key] for i in cell}
    assert found == {c.id for c in ledger.standing if c.facets}


def test_numbers_have_their_words(ledger: Ledger) -> None:
    found = tables.numbers(ledger)
    assert found["n_articles"] == "2"
    assert found["n_articles_word"] == "two"
    assert found["n_claims"] == str(len(ledger.standing))


def test_a_statement_is_quoted_as_it_stands_but_for_its_full_stop(ledger: Ledger) -> None:
    found = tables.statements(ledger)
    assert {f"{text}." for text in found.values()} == {j.statement for j in ledger.standing_judgements}
    assert set(found) == {f"statement_{j.id}" for j in ledger.standing_judgements}


def test_a_table_with_no_rows_keeps_its_columns() -> None:
    frame = tables.conflicts(Ledger()).frame
    assert list(frame.columns) == ["id", "statement", "between", "treatment"]
    assert frame.empty


def test_in_a_notebook_text_is_shown_as_text() -> None:
    frame = pd.DataFrame({"a": ["<script>alert(1)</script>"]})
    shown = Table("t", "A caption.", frame, (Column("a", "A"),))._repr_html_()
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


def test_in_the_book_text_is_json_and_survives_any_fence() -> None:
    text = "``````\n:::{raw} html\n\u202e\u202d 中文 " + "x" * 5000
    table = Table("t", "A caption.", pd.DataFrame({"a": [text]}), (Column("a", "A"),))
    markdown = table._repr_mimebundle_()["text/markdown"]
    body = markdown.split("\n")[1]
    assert json.loads(body)["rows"] == [[[text]]]
    assert markdown.count("\n") == 3
