"""The book without JavaScript: everything can be read and reached, and nothing offers what would not work."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from briefing import open_ledger
from briefing.model.layout import Layout

pytestmark = pytest.mark.browser


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1440, "height": 900})
    yield context.new_page()
    context.close()


def test_a_mark_is_a_plain_link_to_a_row(plain: Page, address: str, page_holding: Callable[[str], str]) -> None:
    mark = "main p a.records-mark[data-card^=C]"
    plain.goto(f"{address}/{page_holding(mark)}")
    plain.locator(mark).first.click()
    expect(plain).to_have_url(re.compile(r"ledger\.html#C\d+$"))


def test_the_whole_ledger_is_there_and_its_controls_are_not(plain: Page, address: str, shipped: Layout) -> None:
    plain.goto(f"{address}/chapters/ledger.html")
    expect(plain.locator("table.layout-ledger tbody tr")).to_have_count(len(open_ledger(shipped).claims))
    expect(plain.locator(".ledger-controls")).to_be_hidden()


def test_the_passage_of_a_link_is_marked_by_the_style_sheet_alone(plain: Page, address: str, shipped: Layout) -> None:
    claim = open_ledger(shipped).standing[0]
    plain.goto(f"{address}/chapters/sources.html#{claim.id}-1")
    expect(plain.locator(f"[id='{claim.id}-1']")).to_be_in_viewport()


def test_the_search_says_what_to_do_instead(plain: Page, address: str) -> None:
    plain.goto(f"{address}/search.html")
    expect(plain.locator(".no-js-only")).to_be_visible()
    expect(plain.locator("#q")).to_be_hidden()


def test_the_contents_open_on_a_phone(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"{address}/index.html")
    expect(page.locator("#contents")).to_be_hidden()
    page.get_by_role("button", name="Contents").click()
    expect(page.locator("#contents")).to_be_visible()
    context.close()
