"""How tables, charts and toggles stand on a narrow screen, on a wide one and on paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
SMALLEST_TARGET = 24
#: The foot of each head's words, one list a table.
FEET = """() => [...document.querySelectorAll("main thead tr")].filter(row =>
    getComputedStyle(row.parentElement).position === "static").map(row =>
    [...row.cells].map(cell => {
        const range = document.createRange();
        range.selectNodeContents(cell);
        return Math.round(range.getBoundingClientRect().bottom);
    }))"""


def test_a_table_of_quotes_becomes_cards_on_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{address}/chapters/access.html")
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
        found = page.locator(".table-scroll").evaluate_all(
            "all => all.filter(box => box.scrollWidth > box.clientWidth + 1).map(box => box.ariaLabel)"
        )
        if found:
            wide[name] = found
    assert wide == {}


def test_a_card_on_a_phone_says_what_each_cell_is(page: Page, address: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{address}/chapters/actors.html")
    said = "cell => getComputedStyle(cell, '::before').content"
    labels = page.locator("#tab-actors tbody tr:first-child td").evaluate_all(f"all => all.map({said})")
    assert all(label.startswith('"') and ": " in label for label in labels)
    heads = page.locator("#tab-actors thead th").all_inner_texts()
    assert len(labels) == len(heads) - 1


def test_a_chart_wider_than_the_screen_says_that_it_scrolls(page: Page, address: str, each_kind: list[str]) -> None:
    cue = "chart => getComputedStyle(chart, '::before').content"
    charts = 0
    for name in each_kind:
        page.set_viewport_size(PHONE)
        page.goto(f"{address}/{name}")
        for chart in page.locator("main > section .chart").all():
            charts += 1
            assert "Scroll" in chart.evaluate(cue)
        page.set_viewport_size({"width": 1440, "height": 900})
        assert not [said for said in page.locator(".chart").evaluate_all(f"all => all.map({cue})") if "Scroll" in said]
    assert charts > 0


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
        heights = page.locator("main :is(.claim-ref, .judgement-ref)").evaluate_all(
            "all => all.filter(one => one.checkVisibility()).map(one => one.getBoundingClientRect().height)"
        )
        if heights and min(heights) < SMALLEST_TARGET:
            small[name] = min(heights)
    assert small == {}


def test_references_that_follow_each_other_are_set_apart_by_a_comma(page: Page, address: str) -> None:
    page.goto(f"{address}/chapters/brief.html")
    text = " ".join(page.locator("main section > p").all_inner_texts())
    assert "J" in text
    assert not page.evaluate("text => /[CJ]\\d+\\s+[CJ]\\d+/.test(text)", text)


def test_paper_has_no_toggles_and_filled_signs_of_confidence(page: Page, address: str) -> None:
    page.goto(f"{address}/chapters/brief.html")
    page.emulate_media(media="print")
    for words in ("Show the data", "Show the code", "Cite this briefing"):
        for toggle in page.get_by_text(words, exact=True).all():
            expect(toggle).to_be_hidden()
    kept = "row => getComputedStyle(row.querySelector('[data-label=Confidence] p'), '::before').printColorAdjust"
    assert page.locator("tr[data-confidence]").first.evaluate(kept) == "exact"
    assert page.locator("h2").first.evaluate("head => getComputedStyle(head).breakAfter") == "avoid"


def test_the_code_is_out_of_the_way_and_still_reached_by_keyboard(page: Page, address: str) -> None:
    page.goto(f"{address}/chapters/access.html")
    toggle = page.locator("details.code > summary").first
    box, cell = toggle.bounding_box(), page.locator(".cell:has(> details.code)").first.bounding_box()
    assert box is not None
    assert cell is not None
    assert box["x"] + box["width"] >= cell["x"] + cell["width"] - 2
    toggle.focus()
    page.keyboard.press("Enter")
    expect(page.locator("details.code").first.locator("pre")).to_be_visible()


def test_answer_and_judgements_stand_on_the_first_screen(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{address}/index.html")
    ends = page.locator(".layout-judgements tbody tr").evaluate_all(
        "rows => rows.map(row => row.getBoundingClientRect().bottom)"
    )
    assert len(ends) > 1
    assert max(ends) <= 900
