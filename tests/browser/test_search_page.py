"""The search finds claims, passages, actors and pages, from a server and from the file system."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from briefing import open_ledger
from briefing.model.layout import Layout
from briefing.model.ledger import KINDS

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


def test_every_kind_of_record_is_found_by_its_id_and_leads_to_its_page(
    page: Page, address: str, shipped: Layout
) -> None:
    ledger = open_ledger(shipped)
    for kind in KINDS:
        records = getattr(ledger, kind.collection)
        if kind.has_id and records:
            page.goto(f"{address}/search.html?q={records[0].id}")
            first = page.locator("#search-results li a").first
            expect(first).to_have_attribute("href", re.compile(f"/{records[0].id}\\.html$"))


def test_an_actor_is_found_by_name(page: Page, address: str, shipped: Layout) -> None:
    actor = open_ledger(shipped).actors[0]
    page.goto(f"{address}/search.html")
    page.locator("#q").fill(actor.name)
    expect(page).to_have_url(re.compile(r"\?q="))
    assert result(page, "Actors", actor.name).endswith(f"records/{actor.id}.html")


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


ENTRIES = [
    ("Chinese firms use VPNs to reach the open-source model GPT-4 of 01.AI", "C04"),
    ("The U.S. government limits A.I. exports to Hong Kong", "C05"),
    ("中国许多公司依赖美国的人工智能模型", "C06"),
    ("ChatGPT and Llama 3.5 came with new network tools", "C07"),
    ("Who is who", "C08"),
    ("They relied on self-sufficiency", "C09"),
]
QUERIES = [
    ("chatgtp", "C07"), ("gpt4", "C04"), ("gpt-4", "C04"), ("GPT 4", "C04"), ("opensource", "C04"),
    ("open source", "C04"), ("U.S.", "C05"), ("US government", "C05"), ("A.I.", "C05"), ("Hongkong", "C05"),
    ("01ai", "C04"), ("模型", "C06"), ("人工智能", "C06"), ("依赖", "C06"), ("lama", "C07"), ("who is who", "C08"),
    ("rely", "C09"), ("selfsufficiency", "C09"), ("c4", "C04"), ("C004", "C04"), ('"exports to hong"', "C05"),
    ("netwrok", "C07"), ("3.5", "C07"),
]  # fmt: skip


def test_what_readers_type_is_found(browser: Browser, site: Path) -> None:
    page = browser.new_page()
    page.goto((site / "search.html").as_uri())
    index = [
        {"kind": "claim", "id": name, "name": name, "title": title, "body": "", "address": "", "state": ""}
        for title, name in ENTRIES
    ]
    page.evaluate("index => { window.briefingSearchIndex = index; }", index)
    missed = {}
    for query, expected in QUERIES:
        hits = page.evaluate("query => briefing.find(query).map(hit => hit.entry.id)", query)
        if hits[:1] != [expected]:
            missed[query] = hits
    nothing = page.evaluate("""() => briefing.find('"hong exports"').length""")
    page.close()
    assert missed == {}
    assert nothing == 0


def test_nothing_found_is_met_with_hints(page: Page, address: str) -> None:
    page.goto(f"{address}/search.html?q=zzzzqqqq")
    expect(page.locator("#search-hints")).to_contain_text("ledger")


@pytest.mark.parametrize("key", ["Control+k", "/"])
def test_two_keys_lead_to_the_search(page: Page, address: str, key: str) -> None:
    page.goto(f"{address}/index.html")
    page.keyboard.press(key)
    expect(page.locator("#masthead-q")).to_be_focused()
