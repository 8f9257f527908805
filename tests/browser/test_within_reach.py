"""What is behind, hidden, missing, coded or printed: no key leads out of sight, and nothing that is shown is cut."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from briefing.outputs.live.server import Audience, Pages, Server

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
#: Whatever takes the focus in heads that are clipped away.
OUT_OF_SIGHT = """() => [...document.querySelectorAll("thead")]
    .filter(head => getComputedStyle(head).clipPath !== "none")
    .flatMap(head => [...head.querySelectorAll("a, button, [tabindex]")])
    .filter(stop => stop.getClientRects().length && getComputedStyle(stop).visibility === "visible").length"""
#: Links in pictures whose name does not begin with the words that are seen.
MISNAMED = """() => [...document.querySelectorAll(".chart a[aria-label]")]
    .map(link => [link.ariaLabel, [...link.querySelectorAll("text")].map(text => text.textContent.trim()).join(" ")])
    .filter(([name, seen]) => !name.replace(/\\s+/g, " ").startsWith(seen.replace(/\\s+/g, " ")))"""
LOOKS = """all => all.map(mark => {
    const {backgroundColor, textDecorationStyle, textDecorationColor} = getComputedStyle(mark);
    return [backgroundColor, textDecorationStyle, textDecorationColor].join();
})"""


def test_no_key_leads_to_heads_that_are_out_of_sight(page: Page, address: str, each_kind: list[str]) -> None:
    page.set_viewport_size(PHONE)
    reached = {}
    for name in each_kind:
        page.goto(f"{address}/{name}")
        page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        reached[name] = page.evaluate(OUT_OF_SIGHT)
    assert {name: count for name, count in reached.items() if count} == {}


def test_the_contents_hold_the_keys_until_they_are_closed(page: Page, address: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{address}/index.html")
    opener, contents = page.get_by_role("button", name="Contents", exact=True), page.locator("#contents")
    for close in (lambda: page.keyboard.press("Escape"), lambda: contents.get_by_label("Close the contents").click()):
        opener.focus()
        page.keyboard.press("Enter")
        expect(contents.get_by_label("Close the contents")).to_be_focused()
        for _ in range(contents.locator("a:visible").count() + 3):
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.matches('body, #contents *')")
        expect(contents).to_be_visible()
        close()
        expect(contents).to_be_hidden()
        expect(opener).to_be_focused()


def test_the_name_of_a_link_in_a_figure_begins_with_its_words(page: Page, address: str, each_kind: list[str]) -> None:
    for name in each_kind:
        page.goto(f"{address}/{name}")
        assert page.evaluate(MISNAMED) == [], name


def test_each_code_of_a_source_text_has_a_mark_of_its_own_and_the_legend_says_which(page: Page, address: str) -> None:
    page.goto(f"{address}/chapters/sources.html")
    legend = page.locator(".legend-bearing span:not(.legend-line)")
    looks = legend.evaluate_all(LOOKS)
    assert len(looks) > 4
    assert len(set(looks)) == len(looks)
    assert set(page.locator("mark.mark-claimed").evaluate_all(LOOKS)) <= set(looks)
    expect(page.locator(".legend-bearing")).to_contain_text("thick line")


def test_what_is_found_by_its_codes_alone_comes_last(page: Page, address: str) -> None:
    page.goto(f"{address}/search.html?q=Hong Kong")
    heads = page.locator(".search h2").all_inner_texts()
    assert heads[-1].startswith("Coded so")
    assert any(head.startswith("Claims") for head in heads)


def test_the_page_for_what_is_missing_is_whole_at_any_depth(context: BrowserContext, site: Path) -> None:
    server = Server(0, Pages({"": [site]}), Audience())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        page, answers = context.new_page(), dict[str, int]()
        page.on("response", lambda answer: answers.update({answer.url: answer.status}))
        page.goto(missing := f"{server.address}records/deep/nope.html", wait_until="domcontentloaded")
        page.wait_for_function("document.fonts.status === 'loaded'")
        assert f"{server.address}_static/briefing.css" in {url.partition("?")[0] for url in answers}
        assert [url for url, status in answers.items() if status != 200] == [missing]
        page.get_by_role("link", name="all records").first.click(no_wait_after=True)
        expect(page.get_by_role("heading", name="All records")).to_be_visible()
    finally:
        server.shutdown()


def test_paper_cuts_no_code_and_shows_what_the_marks_mean(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 640, "height": 900})
    page.emulate_media(media="print")
    page.goto(f"{address}/chapters/play.html")
    cut = page.locator("pre").evaluate_all("all => all.filter(code => code.scrollWidth > code.clientWidth + 1).length")
    assert cut == 0
    page.goto(f"{address}/chapters/sources.html")
    expect(page.locator(".legend-bearing")).to_be_visible()
    expect(page.locator(".source-views input").first).to_be_hidden()
