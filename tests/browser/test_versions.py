"""A version that is not the newest says so, on every page, and says on a claim's page what has changed since."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from briefing import open_ledger
from briefing.model.layout import Layout
from briefing.reading.releases import read_releases
from briefing.versions.history import histories

pytestmark = pytest.mark.browser


def known(current: str, since: dict[str, Any]) -> str:
    """Return what a site of two versions writes for one of them."""
    versions = [
        {"version": version, "released": f"2030-0{n}-01", "digest": "0" * 64, "path": f"../v{version}/"}
        for n, version in ((2, "2.0.0"), (1, "1.0.0"))
    ]
    body = {"current": current, "latest": "2.0.0", "versions": versions, "since": since}
    return f"window.BRIEFING_VERSIONS = {json.dumps(body)};"


def answer_with(page: Page, script: str) -> None:
    def answer(route: Route) -> None:
        route.fulfill(body=script, content_type="text/javascript")

    page.route(re.compile(r"versions\.js"), answer)


def test_an_old_version_leads_to_the_newest(page: Page, address: str) -> None:
    answer_with(page, known("1.0.0", {}))
    page.goto(f"{address}/chapters/ledger.html")
    note = page.get_by_role("complementary", name="A newer version")
    expect(note).to_be_in_viewport()
    expect(note.get_by_role("link")).to_have_attribute("href", re.compile(r"v2\.0\.0/$"))


def test_the_newest_version_says_nothing_but_lists_the_others(page: Page, address: str) -> None:
    answer_with(page, known("2.0.0", {}))
    page.goto(f"{address}/index.html")
    expect(page.locator(".newer")).to_have_count(0)
    page.get_by_text("All versions").click()
    expect(page.get_by_role("link", name="1.0.0 (2030-01-01)")).to_be_visible()


def test_the_page_of_a_claim_says_what_has_changed_since(page: Page, address: str, shipped: Layout) -> None:
    claim = open_ledger(shipped).standing[0].id
    since = {claim: [{"version": "2.0.0", "what": "Withdrawn, it seems.", "why": "A test."}]}
    answer_with(page, known("1.0.0", since))
    page.goto(f"{address}/claims/{claim}.html")
    expect(page.locator(".newer")).to_contain_text("Withdrawn, it seems. A test.")
    expect(page.locator(".newer a")).to_have_attribute("href", re.compile(rf"v2\.0\.0/claims/{claim}\.html$"))


def test_the_page_of_a_claim_tells_its_history(page: Page, address: str, shipped: Layout) -> None:
    ledger = open_ledger(shipped)
    past = histories(read_releases(shipped), ledger)
    claim = ledger.standing[0].id
    page.goto(f"{address}/claims/{claim}.html")
    rows = page.get_by_role("region", name="History of this record").locator("tbody tr")
    expect(rows).to_have_count(len(past[claim]))
    expect(rows.first).to_contain_text(past[claim][0].what)
