"""What holds for every page: it calls nobody, weighs little, stays still, fits, and can be used by everyone."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup, SoupStrainer
from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser
MOST_BYTES = 480_000  # uncompressed; the search's index and the ledger with its withdrawn claims are the heaviest
MOST_REQUESTS = 20
WIDTHS = (320, 360, 720, 768, 1024, 1440)  # 720 is 1440 at a zoom of 200 %
#: What makes a browser ask for something, by which attributes, and links that only lead somewhere.
LOADING = ["script", "link", "img", "source", "iframe", "object", "embed", "video", "audio", "image", "use", "input"]
ASKING = ("src", "srcset", "href", "xlink:href", "data", "poster", "data-faces", "data-preload")
LEADING = {"prev", "next", "search", "canonical", "alternate"}
#: The rules of axe whose answer may differ from theme to theme.
OF_COLOURS = ["color-contrast", "link-in-text-block"]
SHIFTS = """() => new Promise(done => {
    let sum = 0;
    const watch = new PerformanceObserver(list => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
    });
    watch.observe({ type: "layout-shift", buffered: true });
    setTimeout(() => done(sum), 250);
})"""
WIDER = """() => {
    const wide = document.documentElement.scrollWidth - innerWidth;
    if (wide <= 0) return [];
    return [...document.querySelectorAll("main *")]
        .filter(element => element.getBoundingClientRect().right > innerWidth + 1)
        .slice(0, 3).map(element => `${element.tagName}.${element.className}`);
}"""


def test_no_page_asks_another_host_or_breaks_its_own_policy(visit: Any, address: str, each_kind: list[str]) -> None:
    for name in each_kind:
        visit.page.goto(f"{address}/{name}")
    assert visit.outside(address) == []
    assert visit.complaints == []


def test_no_page_asks_another_host_from_the_file_system(visit: Any, site: Path, each_kind: list[str]) -> None:
    for name in each_kind:
        visit.page.goto((site / name).as_uri())
    assert visit.outside(site.as_uri()) == []
    assert visit.complaints == []


def loaded(site: Path, name: str) -> set[str]:
    """Return what a page makes a browser ask for, each as a path from the root of the book."""
    page = BeautifulSoup((site / name).read_text("utf-8"), "html.parser", parse_only=SoupStrainer(LOADING))
    elements = [element for element in page.find_all(LOADING) if not LEADING & set(element.get("rel") or ())]
    asked = " ".join(element.get(key, "") for element in elements for key in ASKING)
    return {os.path.normpath(Path(name).parent / re.sub(r"[?#].*", "", address)) for address in asked.split()}


def test_the_pages_that_no_test_opens_ask_for_nothing_that_the_opened_ones_do_not_ask_for(
    site: Path, every_page: list[str], each_kind: list[str]
) -> None:
    opened = set().union(*(loaded(site, name) for name in each_kind))
    assert all((site / path).is_file() for path in opened)
    assert len(opened) > 5
    assert {name: more for name in every_page if (more := loaded(site, name) - opened)} == {}


def test_the_policy_allows_the_book_alone_and_nothing_inline(site: Path, every_page: list[str]) -> None:
    for name in every_page:
        text = (site / name).read_text("utf-8")
        policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', text)
        assert policy is not None, name
        assert "unsafe" not in policy[1]
        assert not re.search(r"https?:", policy[1])
        assert not re.search(r"""<script(?![^>]* src=)|<style|<[^>]+\s(style|on\w+)=["']""", text), name


@pytest.mark.parametrize("width", [360, 1440])
def test_every_first_view_is_light_and_still_however_late_its_scripts_come(
    browser: Browser, address: str, each_kind: list[str], width: int
) -> None:
    heavy = {}
    for name in each_kind:
        context = browser.new_context(viewport={"width": width, "height": 900})
        page = context.new_page()
        sizes: list[int] = []
        page.on("response", lambda response, sizes=sizes: sizes.append(len(response.body())))
        page.route(re.compile(r"/_static/(?!theme)[\w-]+\.js"), _deliver_late)
        page.goto(f"{address}/{name}", wait_until="networkidle")
        shift = page.evaluate(SHIFTS)
        if sum(sizes) >= MOST_BYTES or len(sizes) >= MOST_REQUESTS or shift > 0:
            heavy[name] = (sum(sizes), len(sizes), shift)
        context.close()
    assert heavy == {}


def _deliver_late(route: Route) -> None:
    """Let the page be painted before its deferred scripts run."""
    time.sleep(0.1)
    route.continue_()


def test_no_page_scrolls_sideways(page: Page, address: str, each_kind: list[str]) -> None:
    wide = {}
    for name in each_kind:
        page.goto(f"{address}/{name}")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            found = page.evaluate(WIDER)
            if found:
                wide[name, width] = found
    assert wide == {}


def violations(page: Page, **options: object) -> list[tuple[str, list[str]]]:
    """Return what axe finds on a page: the rule, and the first of the elements that break it."""
    found = Axe().run(page, options={"resultTypes": ["violations"], **options}).response["violations"]
    return [(rule["id"], [node["html"][:160] for node in rule["nodes"][:3]]) for rule in found]


def test_axe_finds_no_violation_on_any_page(page: Page, address: str, each_kind: list[str]) -> None:
    found = {}
    for name in each_kind:
        page.emulate_media(color_scheme="light")
        page.goto(f"{address}/{name}")
        page.evaluate("document.querySelectorAll('details').forEach(folded => { folded.open = true; })")
        found[name, "light"] = violations(page)
        page.emulate_media(color_scheme="dark")
        found[name, "dark"] = violations(page, runOnly=OF_COLOURS)
    assert {where: what for where, what in found.items() if what} == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_violation_on_an_open_card(browser: Browser, address: str, theme: Any) -> None:
    context = browser.new_context(color_scheme=theme)
    page = context.new_page()
    page.goto(f"{address}/index.html")
    page.locator("main p a.records-mark").first.click()
    page.locator(".card:popover-open").wait_for()
    assert violations(page) == []
    context.close()


def test_every_figure_has_words_and_its_table_one_click_away(page: Page, address: str, each_kind: list[str]) -> None:
    figures = 0
    for name in each_kind:
        page.goto(f"{address}/{name}")
        for figure in page.locator("figure.briefing-chart").all():
            figures += 1
            assert len(figure.locator(".chart:visible").get_attribute("aria-label") or "") > 40, name
            data = figure.locator("xpath=following-sibling::details[1]")
            data.locator("summary").click()
            assert data.locator("table").is_visible(), name
    assert figures > 0


def test_every_table_has_a_caption_and_its_heads_say_of_what(page: Page, address: str, each_kind: list[str]) -> None:
    loose = {}
    for name in each_kind:
        page.goto(f"{address}/{name}")
        found = page.locator("main th:not([scope])").count()
        nameless = page.locator("main table.briefing-table[id]:not(:has(caption))").count()
        if found or nameless:
            loose[name] = (found, nameless)
    assert loose == {}


def test_every_link_inside_the_book_leads_somewhere(site: Path, every_page: list[str]) -> None:
    anchors: dict[Path, set[str]] = {}
    broken = set()
    for name in every_page:
        for target in re.findall(r'<(?:a|link) [^>]*href="([^"?]*)', (site / name).read_text("utf-8")):
            if re.match(r"[a-z]+:", target):
                continue
            address, _, anchor = target.partition("#")
            path = ((site / name).parent / address).resolve() if address else site / name
            if not path.exists():
                broken.add(f"{name}: {target}")
            elif anchor and path.suffix == ".html":
                if path not in anchors:
                    anchors[path] = set(re.findall(r'\bid="([^"]+)"', path.read_text("utf-8")))
                if anchor not in anchors[path]:
                    broken.add(f"{name}: {target}")
    assert broken == set()
