"""How a table's width is shared among its columns."""

from __future__ import annotations

import re
from itertools import pairwise

from briefing.book.pdf.columns import MEAN_ADVANCE, column_widths, row_heights
from briefing.book.pdf.compiler import HERE
from briefing.book.pdf.targets import BOOK_WIDTHS

WIDTHS = (350.0, 470.0)
SIZE = 9.0


def test_a_table_that_fits_the_narrow_width_takes_it_whole() -> None:
    found = column_widths([["a", "b"], ["12", "13"]], WIDTHS, SIZE, 26)
    assert abs(sum(found.points) - 350) < 1
    assert not found.squeezed


def test_a_table_with_more_to_say_takes_the_wide_one() -> None:
    found = column_widths([["head", "a"], ["words " * 60] * 2], WIDTHS, SIZE, 26)
    assert abs(sum(found.points) - 470) < 1


def test_no_column_is_narrower_than_its_longest_word() -> None:
    found = column_widths([["self-sufficiency"], ["words " * 200]], WIDTHS, SIZE, 26)
    assert found.points[0] > len("self-sufficiency") * MEAN_ADVANCE * SIZE


def test_a_short_cell_takes_two_lines_at_most_where_there_is_room() -> None:
    name = "Ada Ben Cy Dora"
    found = column_widths([[name], ["words " * 200]], WIDTHS, SIZE, 26)
    assert found.points[0] > len("Ada Ben ") * MEAN_ADVANCE * SIZE
    crowded = column_widths([[name], *[["selfsufficiency"]] * 5], WIDTHS, SIZE, 26)
    assert not crowded.squeezed


def test_the_column_with_most_text_gets_most_room() -> None:
    found = column_widths([["a b " * 5], ["a b " * 40], ["a b " * 100]], WIDTHS, SIZE, 26)
    assert list(found.points) == sorted(found.points)


def test_more_columns_than_fit_are_squeezed_and_say_so() -> None:
    found = column_widths([["internationalisation"]] * 12, WIDTHS, SIZE, 26)
    assert found.squeezed
    assert abs(sum(found.points) - 470) < 2


def test_a_row_is_as_high_as_its_fullest_cell() -> None:
    columns = [["a", "a", "a"], ["words", "words " * 40, "words " * 400]]
    found = row_heights(columns, column_widths(columns, WIDTHS, SIZE, 26), SIZE)
    assert all(before < after for before, after in pairwise(found))


def test_the_widths_that_columns_are_computed_for_are_those_of_the_page() -> None:
    look = (HERE / "templates" / "look.typ").read_text(encoding="utf-8")
    measure = re.search(r"#let measure = (\d+)mm", look)
    full = re.search(r"#let full-width = (\d+)pt", look)
    assert measure is not None
    assert full is not None
    assert abs(int(measure[1]) * 72 / 25.4 - BOOK_WIDTHS[0]) < 0.1
    assert int(full[1]) == BOOK_WIDTHS[1]
