"""The six questions that a first reader came with: each is answered from the front page in at most two actions.

An action is a click, a choice in a list, or words typed and sent. Read from the file system, as it is handed on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from briefing import open_ledger
from briefing.model.layout import Layout
from briefing.model.ledger import Ledger
from briefing.model.words import article_name, made_by_one

pytestmark = pytest.mark.browser
MOST = 2
COMPARISON, SURENESS, CHANGES, NAMED, LEDGER = (
    f"chapters/{name}.html" for name in ("comparison", "confidence", "changes", "named", "ledger")
)

#: What stands under the head "Why".
WHYS = """() => [...document.querySelectorAll("main table[id]")].flatMap(table => {
    const at = [...table.tHead.rows[0].cells].findIndex(head => head.firstChild.textContent.trim() === "Why");
    return at < 0 ? [] : [...table.tBodies[0].rows].map(row => row.cells[at].textContent.trim());
})"""


class Reader:
    """Somebody on the front page, whose actions are counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.actions = 0

    def act(self) -> None:
        self.actions += 1
        assert self.actions <= MOST, "more than two actions"

    def click(self, what: Locator) -> None:
        self.act()
        what.click()

    def turn_to(self, chapter: str) -> None:
        """Follow the contents."""
        if not self.page.locator("#contents").is_visible():  # on a phone they are folded
            self.click(self.page.get_by_role("button", name="Contents"))
        self.click(self.page.locator(f'#contents a[href="{chapter}"]'))

    def ask(self, words: str) -> None:
        """Search."""
        self.act()
        self.page.locator("#masthead-q").fill(words)
        self.page.keyboard.press("Enter")

    def choose(self, name: str, word: str) -> None:
        self.act()
        self.page.locator(f"select[name={name}]").first.select_option(word)


@pytest.fixture(params=[360, 768, 1024, 1440])
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    scheme = "dark" if request.param in {360, 1024} else "light"
    size = {"width": request.param, "height": 800}
    opened = browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce")
    yield opened
    opened.close()


@pytest.fixture
def reader(context: BrowserContext, site: Path) -> Reader:
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    return Reader(page)


@pytest.fixture
def ledger(shipped: Layout) -> Ledger:
    return open_ledger(shipped)


def test_who_says_that_firms_use_vpns_and_in_what_words(reader: Reader, ledger: Ledger) -> None:
    claim = next(claim for claim in ledger.standing if "VPN" in claim.statement)
    reader.ask("VPN")
    reader.click(reader.page.locator("#search-results a", has_text=claim.id).first)
    for evidence in claim.evidence:
        passage = reader.page.locator(f"[id='{evidence.key}']")
        expect(passage.locator("mark")).to_have_text(evidence.words)
        expect(passage).to_contain_text(article_name(ledger, evidence.article))
        expect(passage).to_contain_text("Said by")


def test_what_the_second_article_dropped_or_changed(reader: Reader) -> None:
    reader.turn_to(COMPARISON)
    expect(reader.page.locator("main section > p").first).to_be_in_viewport()  # the verdict
    if reader.actions == MOST:
        return
    dropped = reader.page.locator("table.layout-comparison tbody tr[data-change~=dropped]").count()
    reader.choose("change", "dropped")
    shown = reader.page.locator("table.layout-comparison tbody tr:not([hidden])")
    expect(shown).to_have_count(dropped)
    assert dropped


def test_which_statements_rest_on_one_origin_and_which_on_one_article(reader: Reader, ledger: Ledger) -> None:
    article, alone = max(made_by_one(ledger, ledger.standing).items(), key=lambda made: len(made[1]))
    reader.turn_to(LEDGER)
    expect(reader.page.locator("table.layout-ledger caption")).to_contain_text(" origin")
    if reader.actions == MOST:
        return
    reader.choose("stands", f"only-{article}")
    expect(reader.page.locator("table.layout-ledger tbody tr")).to_have_count(len(alone))


def test_send_me_a_link_to_exactly_that_claim(context: BrowserContext, address: str) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{address}/index.html")
    reader = Reader(page)
    mark = page.locator("main p a.records-mark").first
    name = (mark.get_attribute("data-card") or "").split()[0]
    reader.click(mark)
    reader.click(page.locator(".card:popover-open a.copy-link").first)
    expect(page.locator("#announcer")).to_have_text("The link is copied.")
    assert re.search(rf"/(claims|records)/{name}\.html$", page.evaluate("navigator.clipboard.readText()"))


def test_what_changed_since_the_last_version_and_why(reader: Reader) -> None:
    reader.turn_to(CHANGES)
    expect(reader.page.locator("main .guide").first).to_be_in_viewport()  # the editors' note
    assert all(reader.page.evaluate(WHYS))
    expect(reader.page.locator("#tab-changes-since tbody tr").first).to_be_visible()


def test_which_companies_of_the_country_are_named_and_for_what(reader: Reader, ledger: Ledger) -> None:
    named = [a for a in ledger.actors if (a.kind, a.side) == ("company", "china")]
    reader.turn_to(NAMED)
    assert named
    for actor in named:
        row = reader.page.locator("tr").filter(has=reader.page.get_by_role("link", name=actor.name, exact=True)).first
        expect(row).to_contain_text("“")
