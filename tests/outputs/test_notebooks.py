"""A downloaded notebook: plain prose with its numbers and records, dollars that stay dollars, the same every time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import nbformat
import pytest

from briefing.checking.check import open_ledger
from briefing.model.layout import Layout
from briefing.model.ledger import Ledger
from briefing.outputs.notebooks import NotebookProse, dollars_kept, steady
from briefing.versions.edition import Edition, read_edition

SITE = "https://example.org/b"


@pytest.fixture
def ledger(tiny: Layout) -> Ledger:
    return open_ledger(tiny)


@pytest.fixture
def edition(tiny: Layout, ledger: Ledger) -> Edition:
    return read_edition(tiny, ledger)


def notebook(*cells: Any, hour: str = "09:00") -> str:
    made = nbformat.v4.new_notebook(cells=list(cells), metadata={"language_info": {"name": "python"}, "hour": hour})
    return str(nbformat.writes(made))


def cells(text: str) -> list[Any]:
    return list(nbformat.reads(text, as_version=4).cells)


def test_a_notebook_is_the_same_whenever_it_was_executed(ledger: Ledger, edition: Edition) -> None:
    def executed(cell_id: str, hour: str) -> str:
        cell = nbformat.v4.new_code_cell("1", id=cell_id, metadata={"execution": {"iopub.execute_input": hour}})
        return steady(notebook(cell, hour=hour), ledger, edition)

    assert executed("a1", "09:00") == executed("b2", "10:00")


def test_the_first_cell_says_what_the_notebook_needs_and_where_it_is(ledger: Ledger, edition: Edition) -> None:
    (preface,) = cells(steady(notebook(), ledger, replace(edition, site=SITE)))
    assert "notebooks.zip" in preface.source
    assert SITE in preface.source


def test_prose_has_its_numbers_and_says_in_words_what_its_records_are(ledger: Ledger, edition: Edition) -> None:
    glued = nbformat.v4.new_output(
        "display_data", {"application/papermill.record/text/plain": "'seven'"}, metadata={"scrapbook": {"name": "n"}}
    )
    code = nbformat.v4.new_code_cell("glue('n', 'seven')", outputs=[glued])
    prose = nbformat.v4.new_markdown_cell("It has {glue:text}`n` stones for $5 {claim}`C03` {gap}`G1`.")
    _, made, ran = cells(steady(notebook(prose, code), ledger, edition))
    first, _, *said = made.source.splitlines()
    assert first == r"It has seven stones for \$5 C03 G1."
    assert said == ["- **C03** Stones in the north pier are loose.", f"- **G1** {ledger.gaps[0].question}"]
    assert ran.outputs == []


def test_records_are_linked_where_there_is_a_site(ledger: Ledger, edition: Edition) -> None:
    prose = NotebookProse(ledger, replace(edition, site=SITE), {})
    assert prose.cell("So {claim}`the stones <C03>`.") == f"So [the stones]({SITE}/claims/C03.html)."
    assert prose.cell("So {gap}`G1`.").startswith(f"So [G1]({SITE}/records/G1.html).")


def test_guidance_is_a_quotation_and_other_directives_are_left_out(ledger: Ledger, edition: Edition) -> None:
    prose = NotebookProse(ledger, edition, {})
    assert prose.cell(":::{guide}\nRead on.\n:::\n\n```{bibliography}\n```\n") == "> Read on."


def test_what_is_no_role_of_a_record_keeps_its_words(ledger: Ledger, edition: Edition) -> None:
    prose = NotebookProse(ledger, edition, {})
    assert prose.cell("See {cite}`prov`, {claim}`C99` and `code`.") == "See prov, C99 and `code`."


def test_dollars_of_a_table_stay_dollars_and_attributes_stay_as_they_are() -> None:
    kept = dollars_kept('<td title="$1">$5 or $6</td>')
    assert kept.count('<span class="tex2jax_ignore">$</span>') == 2
    assert 'title="$1"' in kept
