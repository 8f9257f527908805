"""Cards of claims and judgements, by mouse, by keyboard, by touch, and from the file system."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from briefing import open_ledger
from briefing.model.layout import Layout

pytestmark = pytest.mark.browser
OPEN = ".card:popover-open"
PageHolding = Callable[[str], str]
#: The mark at the end of a sentence.
MARK = "main p a.records-mark[data-card^=C]"


def test_pointing_at_a_claim_shows_its_words_and_leaving_hides_them(
    page: Page, address: str, page_holding: PageHolding
) -> None:
    page.goto(f"{address}/{page_holding(MARK)}")
    link = page.locator(MARK).first
    names = (link.get_attribute("data-card") or "").split()
    link.hover()
    card = page.locator(OPEN)
    for name in names:
        expect(card).to_contain_text(name)
    expect(card.locator(".card-statement")).to_have_count(len(names))
    expect(card.locator("blockquote").first).to_contain_text("“")
    page.mouse.move(5, 5)
    expect(card).to_have_count(0)


def test_the_pointer_can_reach_what_the_card_holds(page: Page, address: str, page_holding: PageHolding) -> None:
    page.goto(f"{address}/{page_holding(MARK)}")
    page.locator(MARK).first.hover()
    page.locator(OPEN).locator("text=See it in the source").first.hover()
    page.wait_for_timeout(600)
    expect(page.locator(OPEN)).to_have_count(1)


def test_enter_opens_the_card_tab_goes_into_it_and_escape_returns(
    page: Page, address: str, page_holding: PageHolding
) -> None:
    page.goto(f"{address}/{page_holding(MARK)}")
    link = page.locator(MARK).first
    link.focus()
    page.keyboard.press("Enter")
    card = page.locator(OPEN)
    expect(card).to_be_focused()
    expect(link).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Tab")
    assert card.evaluate("card => card.contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(link).to_be_focused()
    expect(link).to_have_attribute("aria-expanded", "false")


def test_a_claim_s_card_says_who_how_many_and_how_sure(page: Page, address: str, shipped: Layout) -> None:
    judgement = open_ledger(shipped).standing_judgements[0]
    page.goto(f"{address}/claims/{judgement.id}.html")
    page.locator("main a.claim-ref").first.focus()
    assert page.locator("main a.claim-ref[data-card]").count() == 0  # on its own page a line leads on
    page.goto(f"{address}/chapters/sources.html")
    page.locator(".source-claims a.claim-ref").first.click()
    for label in ("Said by", "How many", "How sure", "origin"):
        expect(page.locator(OPEN)).to_contain_text(label)


def test_a_mark_copied_or_read_aloud_is_its_ids(page: Page, address: str, page_holding: PageHolding) -> None:
    page.goto(f"{address}/{page_holding(MARK)}")
    mark = page.locator(MARK).first
    names = (mark.get_attribute("data-card") or "").split()
    said = mark.evaluate("mark => mark.querySelector('.visually-hidden').textContent")
    assert said.strip() == f"({', '.join(names)})"


def test_a_click_with_control_follows_the_link_instead(page: Page, address: str, page_holding: PageHolding) -> None:
    page.goto(f"{address}/{page_holding(MARK)}")
    with page.context.expect_page() as opened:
        page.locator(MARK).first.click(modifiers=["Control"])
    opened.value.wait_for_url(re.compile(r"\.html#[CJGXIKRPS]\d"))
    assert page.url.endswith(page_holding(MARK))


def test_a_tap_on_a_phone_opens_a_sheet_at_the_bottom(
    browser: Browser, address: str, page_holding: PageHolding
) -> None:
    phone = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page = phone.new_page()
    page.goto(f"{address}/{page_holding(MARK)}")
    page.locator(MARK).first.tap()
    card = page.locator(OPEN)
    expect(card).to_be_visible()
    box = card.bounding_box()
    assert box is not None
    assert round(box["y"] + box["height"]) == 740
    assert round(box["width"]) == 360
    page.touchscreen.tap(180, 20)
    expect(card).to_have_count(0)
    phone.close()


def test_cards_open_from_the_file_system(browser: Browser, site: Path, page_holding: PageHolding) -> None:
    page = browser.new_page()
    page.goto((site / page_holding(MARK)).as_uri())
    page.locator(MARK).first.click()
    expect(page.locator(OPEN)).to_contain_text("Permanent page")
    page.locator(OPEN).locator("text=Permanent page").first.click()
    expect(page.locator("main article.record h1")).to_be_visible()
    page.close()


#: Where the words of a mark's block stand that are seen.
SENTENCE = """link => {
    const walker = document.createTreeWalker(link.closest("p, li, td, th"), NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    const rects = [];
    while (walker.nextNode()) {
        if (walker.currentNode.parentElement.closest(".visually-hidden")) continue;
        range.selectNodeContents(walker.currentNode);
        rects.push(...range.getClientRects());
    }
    return rects.map(({ left, top, right, bottom }) => [left, top, right, bottom]);
}"""


@pytest.mark.parametrize("width", [800, 1100, 1200, 1440, 1920])
def test_a_card_never_covers_the_words_that_it_is_to_prove(
    page: Page, address: str, width: int, page_holding: PageHolding
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}/{page_holding(MARK)}")
    links = page.locator("main section > p a.records-mark")
    covered = []
    for number in range(0, min(links.count(), 40), 4):
        link = links.nth(number)
        link.evaluate("link => link.scrollIntoView({ block: 'center' })")
        link.click()
        card = page.locator(OPEN).bounding_box()
        assert card is not None
        line = link.bounding_box()
        assert line is not None
        apart = card["y"] >= line["y"] + line["height"] or card["y"] + card["height"] <= line["y"]
        if width >= 1200:
            rects = link.evaluate(SENTENCE)
            apart |= all(card["x"] >= right for _, _, right, _ in rects)
        paper = page.evaluate("document.documentElement.getBoundingClientRect().right")
        inside = card["x"] + card["width"] <= paper and card["y"] >= 0 and card["y"] + card["height"] <= 900
        if not (apart and inside):
            covered.append((number, card, line))
        page.keyboard.press("Escape")
    assert covered == []


def test_a_card_without_a_margin_stands_under_the_whole_sentence(
    page: Page, address: str, page_holding: PageHolding
) -> None:
    page.set_viewport_size({"width": 900, "height": 900})
    page.goto(f"{address}/{page_holding(MARK)}")
    page.evaluate(
        """() => {
            const link = document.querySelector("main a.records-mark").cloneNode(true);
            const text = document.createElement("p");
            text.id = "long";
            text.append("One. ", "Words before it ".repeat(12), link, " and words after it".repeat(12), ". More.");
            document.querySelector("main").prepend(text);
            scrollTo(0, 0);
        }"""
    )
    page.locator("#long a").click()
    card, text = page.locator(OPEN).bounding_box(), page.locator("#long").bounding_box()
    assert card is not None
    assert text is not None
    assert card["y"] >= text["y"] + text["height"] - 30


def test_a_coded_word_and_a_work_that_is_cited_have_cards(page: Page, address: str, shipped: Layout) -> None:
    claim = next(c for c in open_ledger(shipped).standing if c.evidence)
    page.goto(f"{address}/claims/{claim.id}.html")
    page.locator("a.term[data-card^=term-certainty]").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(OPEN)).to_contain_text("How sure")
    page.locator(OPEN).get_by_role("link", name="All words of this book").click()
    expect(page.locator("dl.terms div:target dd")).to_be_in_viewport()
    page.goto(f"{address}/chapters/method.html")
    cited = page.locator("main p a[data-card^='#']").first
    entry = page.locator(cited.get_attribute("href") or "").inner_text()
    cited.hover()
    expect(page.locator(OPEN)).to_contain_text(entry.splitlines()[-1][:40])
