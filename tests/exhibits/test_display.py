"""What a table shows: in Jupyter as HTML, in the book as JSON; the same words in both."""

from __future__ import annotations

import html
import json
import re

import pandas as pd
import pytest

from briefing.checking.check import open_ledger
from briefing.exhibits import tables
from briefing.exhibits.display import Column, Link, Quote, Table
from briefing.exhibits.registry import quotes
from briefing.model.layout import Layout
from briefing.model.records import Withdrawal
from made_ledgers import made_ledger

QUOTE = Quote("old and weak", Link("passage", "C01-1", "Gazette"), "en", "said by nobody", ((0, 3), (8, 12)))


def table(value: object, kind: str = "text") -> Table:
    return Table("t", "A caption.", pd.DataFrame({"a": [value]}), (Column("a", "A", kind),))


def cell(shown: Table) -> list[object]:
    return shown.payload()["rows"][0][0]


def test_in_a_notebook_text_is_shown_as_text() -> None:
    shown = table("<script>alert(1)</script>")._repr_html_()
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


def test_in_the_book_text_is_json_and_survives_any_fence() -> None:
    text = "``````\n:::{raw} html\n\u202e\u202d 中文 " + "x" * 5000
    markdown = table(text)._repr_mimebundle_()["text/markdown"]
    assert json.loads(markdown.split("\n")[1])["rows"] == [[[text]]]
    assert markdown.count("\n") == 3


@pytest.mark.parametrize(
    ("value", "parts"), [(1234, ["1,234"]), (True, ["yes"]), (0, ["0"]), (None, []), ("", []), ((), []), (0.5, ["0.5"])]
)
def test_a_value_is_printed_as_readers_read_it(value: object, parts: list[str]) -> None:
    assert cell(table(value)) == parts


def test_links_that_follow_each_other_have_a_comma_between_them() -> None:
    claim = {"role": "claim", "target": "C01", "words": "C01"}
    assert cell(table(("C01", "C01"), "claims")) == [claim, ", ", claim]
    assert cell(table(("See ", Link("claim", "C01", "C01")))) == ["See ", claim]


def test_a_quote_keeps_its_words_and_tells_which_are_set_apart() -> None:
    (quote,) = cell(table((QUOTE,), "quotes"))
    assert quote["quote"] == [["old", True], [" and ", False], ["weak", True]]
    assert quote["source"] == {"role": "passage", "target": "C01-1", "words": "Gazette"}


def test_a_notebook_shows_the_words_that_the_book_shows_and_no_keys(tiny: Layout) -> None:
    ledger = open_ledger(tiny)
    for shown in (tables.claim_ledger(ledger), tables.named_actors(ledger)):
        page = html.unescape(re.sub(r"<[^>]+>", "", shown._repr_html_()))
        body = json.loads(shown._repr_mimebundle_()["text/markdown"].split("\n")[1])
        quoted = ["".join(text for text, _ in p["quote"]) for r in body["rows"] for c in r for p in c if "quote" in p]
        assert quoted
        assert all(f"“{words}”" in page for words in quoted)
        assert not re.search(r"C\d\d-\d", page)


@pytest.mark.parametrize(("of", "format_"), [("web_only", "html"), ("print_only", "typst")])
def test_what_one_format_alone_shows_is_left_out_of_the_others_and_shown_in_a_notebook(of: str, format_: str) -> None:
    shown = getattr(table("words"), of)()
    first, *inside, last = shown._repr_mimebundle_()["text/markdown"].strip().split("\n")
    assert first.lstrip("`") == f"{{only}} {format_}"
    assert last == first[: first.index("{")]
    assert "\n".join(inside) == table("words")._repr_mimebundle_()["text/markdown"].strip()
    assert "words" in shown._repr_html_()


def test_a_row_of_the_ledger_leaves_to_the_claims_page_how_words_are_coded_and_what_a_withdrawn_claim_said() -> None:
    ledger = made_ledger(["The bridge is old.", "The bridge is weak.", "The bridge is new."])
    first, second, third = ledger.claims
    merged = second.model_copy(update={"withdrawn": Withdrawal(because="Cut anew.", replaced_by=("C01",))})
    wrong = third.model_copy(update={"withdrawn": Withdrawal(because="It was read wrongly.")})
    shown = tables.claim_ledger(ledger.model_copy(update={"claims": (first, merged, wrong)}))
    said = [str("".join(map(str, row[1]))) for row in shown.rows()]
    quoted = [quote for row in shown.rows() for quote in row[3]]
    assert said == [first.statement, "Replaced by C01", "It was read wrongly."]
    assert [quote.coding for quote in quoted] == [""]  # nobody is quoted
    spoken = first.evidence[0].model_copy(update={"voice": ("engineers",)})
    (quote,) = quotes(ledger, [spoken])
    assert quote.coding.startswith("said by ")
