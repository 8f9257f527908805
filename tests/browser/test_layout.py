"""How tables, charts and toggles stand on a narrow screen, on a wide one and on paper."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
SMALLEST_TARGET = 24
PageHolding = Callable[[str], str]
STACKED = ".cell_output > .table-scroll table.layout-stacked"
#: The foot of each head's words, one list a table.
FEET = """() => [...document.querySelectorAll("main thead tr")].filter(row =>
    getComputedStyle(row.parentElement).position === "static").map(row =>
    [...row.cells].map(cell => {
        const range = document.createRange();
        range.selectNodeContents(cell);
        return Math.round(range.getBoundingClientRect().bottom);
    }))"""


def test_a_table_of_quotes_becomes_cards_on_a_phone(page: Page, address: str, page_holding: PageHolding) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{address}/{page_holding('table.layout-stacked .cell-quotes')}")
    table = page.locator("table.layout-stacked:has(.cell-quotes)").first
    assert table.evaluate("table => table.parentElement.scrollWidth <= table.parentElement.clientWidth")
    head, quotes = table.locator("tbody th").first.bounding_box(), table.locator("td.cell-quotes").first.bounding_box()
    assert head is not None
    assert quotes is not None
    assert quotes["y"] >= head["y"] + head["height"]
    assert quotes["width"] > PHONE["width"] * 0.8


def test_no_table_of_the_book_scrolls_sideways_on_a_phone(page: Page, address: str, each_kind: list[str]) -> None:
    page.set_viewport_size(PHONE)
    wide = {}
    for name in each_kind:
        page.goto(f"{address}/{name}")
        found = page.locator(".table-scroll:not(:has(.dataframe))").evaluate_all(
            "all => all.filter(box => box.scrollWidth > box.clientWidth + 1).map(box => box.ariaLabel)"
        )
        if found:
            wide[name] = found
    assert wide == {}


def test_a_stacked_row_on_a_phone_says_what_each_cell_is(page: Page, address: str, page_holding: PageHolding) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{address}/{page_holding(STACKED)}")
    said = "cell => getComputedStyle(cell, '::before').content"
    table = page.locator(f"{STACKED}:visible").first
    labels = table.locator("tbody tr:first-child td:not(:first-child):not(:empty)").evaluate_all(
        f"all => all.map({said})"
    )
    assert labels
    assert all(label.startswith('"') and ": " in label for label in labels)


def test_a_figure_is_drawn_anew_for_a_phone_and_no_word_of_it_is_small(
    page: Page, address: str, each_kind: list[str]
) -> None:
    smallest = """() => [...document.querySelectorAll('.chart svg text')].filter(text => text.checkVisibility())
        .map(text => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)"""
    charts = 0
    for name in each_kind:
        for width in (360, 768, 1024, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(f"{address}/{name}")
            sizes = page.evaluate(smallest)
            charts += bool(sizes)
            assert all(size > 10.9 for size in sizes), (name, width, min(sizes))
            if not page.locator("figure.briefing-chart").count():
                break
    assert charts > 0


def test_words_of_a_figure_are_as_heavy_as_they_were_measured(page: Page, address: str, each_kind: list[str]) -> None:
    drawn = """() => [...document.querySelectorAll('.chart svg text')]
        .map(text => [text.getAttribute('font-weight') || '400', getComputedStyle(text).fontWeight])"""
    weights = []
    for name in each_kind:
        page.goto(f"{address}/{name}")
        weights += page.evaluate(drawn)
    assert weights
    assert [measured for measured, _ in weights] == [shown for _, shown in weights]


def test_the_heads_of_a_table_stand_on_one_line(page: Page, address: str, each_kind: list[str]) -> None:
    crooked = {}
    for name in each_kind:
        page.goto(f"{address}/{name}")
        rows = [row for row in page.evaluate(FEET) if max(row) - min(row) > 1]
        if rows:
            crooked[name] = rows
    assert crooked == {}


def test_no_table_has_heads_over_nothing(page: Page, address: str, each_kind: list[str]) -> None:
    for name in each_kind:
        page.goto(f"{address}/{name}")
        empty = page.locator("main table:not(:has(tbody tr)) thead")
        assert empty.count() == 0, name


def test_every_reference_is_large_enough_to_be_touched(page: Page, address: str, each_kind: list[str]) -> None:
    page.set_viewport_size(PHONE)
    small = {}
    for name in each_kind:
        page.goto(f"{address}/{name}")
        heights = page.locator("main :is(.records-mark, td .claim-ref, td .judgement-ref)").evaluate_all(
            "all => all.filter(one => one.checkVisibility()).map(one => one.getBoundingClientRect().height)"
        )
        if heights and min(heights) < SMALLEST_TARGET:
            small[name] = min(heights)
    assert small == {}


def test_paper_has_no_toggles_and_filled_signs_of_confidence(
    page: Page, address: str, page_holding: PageHolding
) -> None:
    page.goto(f"{address}/{page_holding('tr[data-confidence] td[data-label=Confidence]')}")
    page.emulate_media(media="print")
    for words in ("Show the data", "Show the code", "Cite this briefing"):
        for toggle in page.get_by_text(words, exact=True).all():
            expect(toggle).to_be_hidden()
    kept = "row => getComputedStyle(row.querySelector('[data-label=Confidence] p'), '::before').printColorAdjust"
    assert page.locator("tr[data-confidence]").first.evaluate(kept) == "exact"
    assert page.locator("h2").first.evaluate("head => getComputedStyle(head).breakAfter") == "avoid"


def test_the_code_is_out_of_the_way_and_still_reached_by_keyboard(
    page: Page, address: str, page_holding: PageHolding
) -> None:
    page.goto(f"{address}/{page_holding('.cell details.code')}")
    toggle = page.locator("details.code > summary").first
    box, cell = toggle.bounding_box(), page.locator(".cell:has(> details.code)").first.bounding_box()
    assert box is not None
    assert cell is not None
    assert box["x"] + box["width"] >= cell["x"] + cell["width"] - 2
    toggle.focus()
    page.keyboard.press("Enter")
    expect(page.locator("details.code").first.locator("pre")).to_be_visible()


def test_the_answer_stands_on_the_first_screen(page: Page, address: str) -> None:
    for viewport in ({"width": 1440, "height": 900}, PHONE):
        page.set_viewport_size(viewport)
        page.goto(f"{address}/index.html")
        box = page.locator("main section > p").first.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= viewport["height"]


def test_a_head_that_stays_covers_nothing_that_a_link_leads_to(
    page: Page, address: str, page_holding: PageHolding
) -> None:
    name = page_holding(".on-this-page a[href]:not([href='#'])")
    for width in (360, 900, 1440):
        page.set_viewport_size({"width": width, "height": 500})
        page.goto(f"{address}/{name}")
        target = page.locator(".on-this-page ul ul a").last.get_attribute("href") or ""
        page.goto(f"{address}/{name}{target}")
        head = page.locator(".masthead-tools").bounding_box()
        section = page.locator(target).bounding_box()
        assert head is not None
        assert section is not None
        if page.evaluate("scrollY > 0"):
            assert head["y"] >= 0
            assert section["y"] >= head["y"] + head["height"] - 1
