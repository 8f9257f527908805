"""From a statement to the words it rests on and back, as a reader goes."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect

from briefing import open_ledger
from briefing.model.layout import Layout

pytestmark = pytest.mark.browser
OPEN = ".card:popover-open"
MARK = "main p a.records-mark[data-card^=C]"
PageHolding = Callable[[str], str]


def test_a_claim_leads_to_its_passage_and_the_passage_back_to_the_claim(
    page: Page, address: str, page_holding: PageHolding
) -> None:
    page.goto(f"{address}/{page_holding(MARK)}")
    link = page.locator(MARK).first
    claim = (link.get_attribute("data-card") or "").split()[0]
    link.click()
    page.locator(OPEN).locator("text=See it in the source").first.click()
    page.wait_for_url(re.compile(rf"sources\.html#{claim}-1$"))
    passage = page.locator("mark.is-target").first
    expect(passage).to_be_in_viewport()
    page.locator(f"[data-claim={claim}] a").first.click()
    page.locator(OPEN).locator("text=Row in the ledger").click()
    page.wait_for_url(re.compile(rf"ledger\.html#{claim}$"))
    expect(page.locator(f"tr#{claim}")).to_be_in_viewport()


def test_the_keyboard_alone_leads_from_a_statement_to_a_marked_passage(
    page: Page, address: str, page_holding: PageHolding
) -> None:
    page.goto(f"{address}/{page_holding(MARK)}")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('main a.records-mark[data-card^=C]')"):
            break
    page.keyboard.press("Enter")
    expect(page.locator(OPEN)).to_be_focused()
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.startsWith('See it in the source')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"sources\.html#C\d+-1$"))
    expect(page.locator("mark.is-target").first).to_be_in_viewport()
    assert page.evaluate("document.activeElement.matches('mark')")


def test_every_run_of_a_passage_is_marked_as_the_one_that_was_asked_for(
    page: Page, address: str, shipped: Layout
) -> None:
    claim = next(c for c in open_ledger(shipped).standing if len(c.evidence[0].exact) > 80)
    page.goto(f"{address}/chapters/sources.html#{claim.id}-1")
    words = "".join(page.locator("mark.is-target").all_text_contents())
    assert words == claim.evidence[0].exact
    assert set(page.locator(".source-claims li.is-target a.claim-ref").all_text_contents()) == {claim.id}


def test_the_source_holds_every_word_of_the_article(page: Page, address: str, shipped: Layout) -> None:
    page.goto(f"{address}/chapters/sources.html")
    for article in open_ledger(shipped).articles:
        lines = page.locator(f"#article-{article.id} .source-row > p").all_text_contents()
        assert "".join("".join(lines).split()) == "".join(article.text.split())


def test_the_view_of_coverage_shows_why_a_sentence_has_no_claim(page: Page, address: str) -> None:
    page.goto(f"{address}/chapters/sources.html")
    reason = page.locator(".source-reason").first
    expect(reason).to_be_hidden()
    page.locator("#view-coverage").check()
    expect(reason).to_be_visible()
    expect(reason).to_contain_text(re.compile("Set aside|Furniture"))


def test_the_permanent_page_opens_the_original_at_the_quote(page: Page, address: str, shipped: Layout) -> None:
    claim = open_ledger(shipped).standing[0]
    page.goto(f"{address}/claims/{claim.id}.html")
    target = page.get_by_role("link", name="Open in the original").first.get_attribute("href") or ""
    assert page.get_by_role("link", name="Open in the original").first.get_attribute("rel") is not None
    begins = " ".join(claim.evidence[0].exact.split()[:3])
    assert begins in unquote(target.partition("#:~:text=")[2])


def test_the_reader_s_theme_is_kept_from_page_to_page(page: Page, address: str) -> None:
    page.goto(f"{address}/index.html")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.locator("[data-theme-choice]").select_option("dark")
    dark = page.evaluate(paper)
    assert dark != light
    page.goto(f"{address}/chapters/ledger.html")
    assert page.evaluate(paper) == dark


def test_words_that_several_claims_quote_lead_to_each_of_them(page: Page, address: str) -> None:
    page.goto(f"{address}/chapters/sources.html")
    words = page.locator("a.mark-link[data-card*=' ']").first
    claims = (words.get_attribute("data-card") or "").split()
    assert len(claims) > 1
    words.hover()
    expect(page.locator(".source-claims li.is-pointed")).to_have_count(len(claims))
    words.click()
    for claim in claims:
        expect(page.locator(OPEN).get_by_text(claim, exact=True).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(OPEN)).to_have_count(0)
    expect(words).to_be_focused()


def test_the_link_to_a_passage_and_to_a_record_can_be_copied(page: Page, address: str, shipped: Layout) -> None:
    claim = open_ledger(shipped).standing[0].id
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    for place, name in (
        (f"chapters/sources.html#{claim}-1", f"the passage {claim}-1"),
        (f"claims/{claim}.html", claim),
    ):
        page.goto(f"{address}/{place}")
        page.get_by_role("link", name=f"Copy link to {name}", exact=True).click()
        expect(page.get_by_role("link", name=f"Copied to {name}", exact=True)).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()").removesuffix("#") == f"{address}/{place}"
