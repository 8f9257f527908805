"""A ledger of 600 rows: every row whole, on one page, and under the row before."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from briefing.exhibits import tables
from made_ledgers import made_ledger
from made_pdfs import Box, Printed, boxes, markdown, print_book, source_pages, squeezed

ROWS = 600
RANGE = re.compile(r"C(\d+)–C(\d+)")


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    quotes = [f"Quoted words number {n} of this article, " + "with more behind them " * (n % 5) for n in range(ROWS)]
    ledger = made_ledger([quote.strip() for quote in quotes])
    pages = {
        "index": "# T\n\n" + markdown(tables.accounts(ledger)),
        "ledger": "# L\n\n" + markdown(tables.claim_ledger(ledger)),
        "sources": source_pages(ledger),
    }
    return print_book(tmp_path_factory.mktemp("long"), ledger, pages)


def overlaps(page: list[Box]) -> list[tuple[Box, Box]]:
    """Characters of which one stands on another, by more than letters of one word may touch.

    The letters of a ligature share one box, and are no overprint.
    """
    found = []
    ordered = sorted(page, key=lambda box: (round(box.bottom / 3), box.left))
    for box, following in pairwise(ordered):
        across = min(box.right, following.right) - max(box.left, following.left)
        along = min(box.top, following.top) - max(box.bottom, following.bottom)
        narrow = min(box.right - box.left, following.right - following.left)
        if across > 0.5 * narrow and along > 1 and box[1:] != following[1:]:
            found.append((box, following))
    return found


def test_no_character_is_printed_over_another(printed: Printed) -> None:
    pages = list(boxes(printed.files["briefing.pdf"]))
    assert sum(map(len, pages)) > 60_000
    assert [overlap for page in pages for overlap in overlaps(page)] == []


def test_the_measure_of_overprinting_sees_it() -> None:
    twice = [Box("a", 10, 10, 15, 16), Box("b", 11, 10.2, 16, 16.2)]
    assert len(overlaps(twice)) == 1


def test_every_row_stands_whole_on_one_page(printed: Printed) -> None:
    rows = [squeezed(page) for page in printed.pages() if "bears on" in page]
    assert len(rows) > 20
    for number in range(1, ROWS + 1):
        statement = f"Statement{number}onthebridge."
        holding = [page for page in rows if statement in page]
        assert len(holding) == 1, statement
        assert f"“Quotedwordsnumber{number - 1}of" in holding[0]


def test_the_head_of_a_page_says_which_claims_stand_on_it(printed: Printed) -> None:
    told = [(int(found[1]), int(found[2]), page) for page in printed.pages() if (found := RANGE.search(page))]
    assert len(told) > 20
    for first, last, page in told:
        assert {f"Statement{n}onthebridge." in squeezed(page) for n in (first, last)} == {True}
        assert f"Statement{last + 1}onthebridge." not in squeezed(page)
    assert [later - last for (_, last, _), (later, _, _) in pairwise(told)] == [1] * (len(told) - 1)
