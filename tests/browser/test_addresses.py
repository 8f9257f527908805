"""Where a page can be found by others: an address when there is one, and never that of a reader's own disk."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from briefing import open_ledger
from briefing.model.layout import Layout

pytestmark = pytest.mark.browser


def test_a_copy_on_disk_puts_no_path_of_the_disk_on_the_clipboard(browser: Browser, site: Path) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto((site / "claims" / next(iter(sorted(p.name for p in (site / "claims").iterdir())))).as_uri())
    page.evaluate("navigator.clipboard.writeText('nothing')")
    page.locator("a.copy-link").click()
    page.get_by_role("button", name="Copy the citation").first.click()
    expect(page.locator("#announcer")).not_to_be_empty()
    assert "file:" not in page.evaluate("navigator.clipboard.readText()")
    context.close()


def test_a_broken_escape_in_the_address_ends_no_script(page: Page, address: str) -> None:
    for name in ("chapters/sources.html#%", "chapters/ledger.html#%E0%A4%A"):
        page.goto(f"{address}/{name}")
        expect(page.locator("h1").first).to_be_visible()


def test_an_id_in_small_letters_leads_on_from_the_missing_page(visit: Any, address: str, shipped: Layout) -> None:
    page = visit.page  # its faces are asked for from where a server would not look for them
    claim = open_ledger(shipped).claims[0].id
    missing = page.request.get(f"{address}/404.html").text().replace('="_static/', '="../_static/')
    body = re.sub('data-root="[^"]*"', 'data-root="../"', missing)
    page.route(f"**/claims/{claim.lower()}.html", lambda route: route.fulfill(body=body, content_type="text/html"))
    page.goto(f"{address}/claims/{claim.lower()}.html")
    page.wait_for_url(f"**/claims/{claim}.html")
    expect(page.locator("h1")).to_have_text(claim)


def test_a_paragraph_of_a_finding_can_be_linked_to(page: Page, address: str) -> None:
    page.goto(f"{address}/index.html")
    number = page.locator("a.paragraph-number").first
    target = number.get_attribute("href") or ""
    page.goto(f"{address}/index.html{quote(target, safe='#')}")
    expect(page.locator(f"p{target}")).to_be_in_viewport()
