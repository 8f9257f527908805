"""A figure stands on its pages whole, in parts where it is high, or the build stops."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from briefing import figures
from briefing.book.pdf import TypstError
from briefing.book.pdf.blocks import HIGH, parts
from briefing.exhibits.display import Chart
from briefing.model.ledger import Ledger
from made_ledgers import many_articles
from made_pdfs import boxes, faults, markdown, print_book, squeezed

FOOT, EDGE = 45.0, 20.0  # points: where the foot of a page begins; nothing stands nearer to the edge of the paper


def ledger_of(judgements: int) -> Ledger:
    """Return a ledger of five articles with so many judgements."""
    made = next(m for m in (many_articles(5, seed) for seed in range(60)) if m.standing_judgements)
    first, told = made.standing_judgements[0], "A judgement whose statement is long enough for more than a line or two"
    again = (first.model_copy(update={"id": f"J{n}", "statement": f"{told}, number {n}."}) for n in range(judgements))
    return made.model_copy(update={"judgements": tuple(again)})


def page_of(chart: Chart) -> dict[str, str]:
    return {"index": f"# Index\n\n{markdown(chart)}"}


@pytest.mark.parametrize("judgements", [3, 13, 40])
def test_a_figure_of_many_judgements_shows_each_of_them_once_and_none_beyond_its_page(
    tmp_path: Path, judgements: int
) -> None:
    ledger = ledger_of(judgements)
    printed = print_book(tmp_path, ledger, page_of(figures.stress(ledger)))
    text = squeezed(printed.text())
    assert [len(re.findall(rf"number{n}\.", text)) for n in range(judgements)] == [1] * judgements
    assert [faults(printed.files["briefing.pdf"], profile) for profile in ("3a", "ua1")] == [[], []]
    for page in boxes(printed.files["briefing.pdf"]):
        foot = [box.bottom for box in page if box.bottom < FOOT]
        assert max(foot) - min(foot) < 10  # the line at the foot, and nothing of a figure beside it
        assert all(box.bottom > EDGE and box.top < 842 - EDGE for box in page)


def test_a_figure_that_fits_is_left_as_it_is_and_a_higher_one_is_cut_between_its_marks() -> None:
    low, high = (figures.stress(ledger_of(count)).svg for count in (2, 40))
    assert parts(low) == (low,)
    heights = [float(re.findall(r'height="([\d.]+)pt"', part)[0]) for part in parts(high)]
    assert len(heights) > 2
    assert max(heights) <= HIGH * 540 / 470
    assert sum(heights) == pytest.approx(float(re.findall(r'height="([\d.]+)pt"', high)[0]), abs=0.1)


def test_a_figure_that_fits_on_no_page_stops_the_build(tmp_path: Path) -> None:
    ledger = ledger_of(2)
    pole = '<svg xmlns="http://www.w3.org/2000/svg" width="540pt" height="2000pt" viewBox="0 0 540 2000">'
    pole += '<path d="M 0 10 L 9 1000"/><path d="M 0 900 L 9 1990"/></svg>'
    chart = figures.stress(ledger)
    drawn = Chart(chart.name, chart.caption, chart.alt, pole, pole, chart.table, claims=chart.claims)
    with pytest.raises(TypstError, match=r"index:\d+: the figure stress is too high for a page"):
        print_book(tmp_path, ledger, page_of(drawn))


def test_a_caption_that_leaves_its_figure_no_room_stops_the_build(tmp_path: Path) -> None:
    ledger, chart = ledger_of(2), figures.stress(ledger_of(2))
    long = "A caption that goes on and on. " * 220
    drawn = Chart(chart.name, long, chart.alt, chart.svg, chart.svg_narrow, chart.table, claims=chart.claims)
    with pytest.raises(TypstError, match="higher than a page"):
        print_book(tmp_path, ledger, page_of(drawn))
