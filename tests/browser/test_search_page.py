"""The search finds claims, passages, actors and pages, from a server and from the file system."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from briefing import open_ledger
from briefing.model.layout import Layout

pytestmark = pytest.mark.browser


def result(page: Page, heading: str, words: str) -> str:
    """Return the address of the result of a kind that holds some words."""
    section = page.locator("#search-results section").filter(has=page.locator("h2", has_text=heading))
    found = section.locator("li").filter(has_text=words).first.locator("a").get_attribute("href")
    return found or ""


def test_a_claim_is_found_by_its_words_and_by_its_number(page: Page, address: str, shipped: Layout) -> None:
    claim = open_ledger(shipped).standing[3]
    page.goto(f"{address}/index.html")
    page.locator("#masthead-q").fill(" ".join(claim.statement.split()[:6]))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("search.html"))
    assert result(page, "Claims", claim.id).endswith(f"claims/{claim.id}.html")
    page.goto(f"{address}/search.html?q={claim.id}")
    expect(page.locator("#search-results li").first).to_contain_text(claim.id)


def test_a_passage_is_found_by_its_words_and_the_hit_is_marked(page: Page, address: str, shipped: Layout) -> None:
    quote = open_ledger(shipped).standing[3].evidence[0].exact
    page.goto(f"{address}/search.html?q={quote}")
    assert "sources.html#C" in result(page, "Passages", quote[:30])
    expect(page.locator("#search-results blockquote mark").first).to_be_visible()


def test_an_actor_is_found_and_leads_to_its_claims(page: Page, address: str, shipped: Layout) -> None:
    ledger = open_ledger(shipped)
    actor = next(actor for actor in ledger.actors if any(actor.id in claim.actors for claim in ledger.standing))
    expected = sum(actor.id in claim.actors for claim in ledger.claims)
    page.goto(f"{address}/search.html?q={actor.name}")
    page.goto(f"{address}/search.html")
    page.locator("#q").fill(actor.name)
    expect(page).to_have_url(re.compile(r"\?q="))
    target = result(page, "Actors", actor.name)
    page.goto(f"{address}/{target}")
    expect(page.locator("table.layout-ledger tbody tr:not([hidden])")).to_have_count(expected)


def test_nothing_found_is_said(page: Page, address: str) -> None:
    page.goto(f"{address}/search.html?q=zzzzqqqq")
    expect(page.locator("#search-count")).to_contain_text("No results")


def test_what_is_typed_is_never_taken_for_markup(page: Page, address: str) -> None:
    page.goto(f"{address}/search.html?q=<img src=x onerror=alert(1)>")
    expect(page.locator("#search-count")).to_contain_text("<img")
    expect(page.locator("main img")).to_have_count(0)


def test_the_search_works_from_the_file_system(browser: Browser, site: Path, shipped: Layout) -> None:
    claim = open_ledger(shipped).standing[0]
    page = browser.new_page()
    page.goto((site / "index.html").as_uri())
    page.locator("#masthead-q").fill(claim.id)
    page.keyboard.press("Enter")
    expect(page.locator("#search-results li").first).to_contain_text(claim.id)
    page.locator("#search-results a").first.click()
    expect(page.locator("h1")).to_have_text(claim.id)
    page.close()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("who uses vpn", "VPN"),
        ("VPNs Chinese firms", "VPN"),
        ("companies use VPN", "VPN"),
        ("single source", "origin"),
        ("summary", "brief"),
        ("zzzzqqqq vpn", "VPN"),
    ],
)
def test_the_words_of_a_reader_find_what_the_book_calls_otherwise(
    page: Page, address: str, words: str, expected: str
) -> None:
    page.goto(f"{address}/search.html?q={words}")
    expect(page.locator("#search-results li").filter(has_text=re.compile(expected)).first).to_be_visible()
    expect(page.locator("#search-hints")).to_be_hidden()


def test_nothing_found_is_met_with_hints(page: Page, address: str) -> None:
    page.goto(f"{address}/search.html?q=zzzzqqqq")
    expect(page.locator("#search-hints")).to_contain_text("ledger")
