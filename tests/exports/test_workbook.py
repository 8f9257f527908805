from __future__ import annotations

from pathlib import Path

import openpyxl

from exported_ledgers import export, load_ledger
from made_ledgers import NASTY, altered, sound


def test_a_formula_arrives_as_text(tmp_path: Path) -> None:
    formulas = [*NASTY, "＝1", '=HYPERLINK("https://example.org","x")', "_x0041_", "a\x0bb"]
    quote = sound().claims[0].evidence[0].model_dump()
    ledger = altered("claims", "C01", evidence=[{**quote, "exact": text} for text in formulas])
    page = openpyxl.load_workbook(export(ledger, tmp_path) / "claims.xlsx")["evidence"]
    column = next(c.column for c in page[1] if c.value == "exact")
    for row, text in enumerate(formulas, start=2):
        cell = page.cell(row, column)
        assert (cell.data_type, cell.quotePrefix) == ("s", True)
        assert cell.value == text or "_x" in str(cell.value)


def test_no_cell_is_a_formula_and_the_sheets_are_the_csv_files(exported: Path) -> None:
    book = openpyxl.load_workbook(exported / "claims.xlsx")
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "b"}
    assert book["claims"].max_row == 1 + len(load_ledger(exported).claims)
    assert book.sheetnames[:3] == ["about", "judgements", "claims"]
    assert book.properties.created is not None
    assert book.properties.created.year == 1980


def test_a_second_reader_finds_an_empty_sheet_that_offers_the_words(tmp_path: Path) -> None:
    page = openpyxl.load_workbook(export(sound(), tmp_path) / "claims.xlsx")["second_reading"]
    offered = {str(rule.formula1) for rule in page.data_validations.dataValidation}
    assert page.max_row == 1
    assert offered == {'"asserted"'}


def test_a_text_longer_than_a_cell_is_cut_and_says_so(tmp_path: Path) -> None:
    ledger = altered("claims", "C01", statement="x" * 40_000)
    page = openpyxl.load_workbook(export(ledger, tmp_path) / "claims.xlsx")["claims"]
    assert str(page.cell(2, 2).value) == "x" * 32_766 + "…"
    assert load_ledger(tmp_path).claims[0].statement == "x" * 40_000
