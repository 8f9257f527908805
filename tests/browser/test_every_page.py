"""What holds for every page: it calls nobody, weighs little, stays still, fits, and can be used by everyone."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser
MOST_BYTES = 480_000  # uncompressed; the search's index and the ledger with its withdrawn claims are the heaviest
MOST_REQUESTS = 20
WIDTHS = (320, 360, 720, 768, 1024, 1440)  # 720 is 1440 at a zoom of 200 %
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


def test_no_page_asks_another_host_or_breaks_its_own_policy(visit: Any, address: str, every_page: list[str]) -> None:
    for name in every_page:
        visit.page.goto(f"{address}/{name}")
    assert visit.outside(address) == []
    assert visit.complaints == []


def test_no_page_asks_another_host_from_the_file_system(visit: Any, site: Path, every_page: list[str]) -> None:
    for name in every_page:
        visit.page.goto((site / name).as_uri())
    assert visit.outside(site.as_uri()) == []
    assert visit.complaints == []


def test_the_policy_allows_the_book_alone_and_nothing_inline(site: Path, every_page: list[str]) -> None:
    for name in every_page:
        text = (site / name).read_text("utf-8")
        policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', text)
        assert policy is not None, name
        assert "unsafe" not in policy[1]
        assert not re.search(r"https?:", policy[1])
        assert not re.search(r"""<script(?![^>]* src=)|<style|<[^>]+\s(style|on\w+)=["']""", text), name


def test_every_first_view_is_light_and_still(browser: Browser, address: str, each_kind: list[str]) -> None:
    heavy = {}
    for name in each_kind:
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        page = context.new_page()
        sizes: list[int] = []
        page.on("response", lambda response, sizes=sizes: sizes.append(len(response.body())))
        page.goto(f"{address}/{name}", wait_until="networkidle")
        shift = page.evaluate(SHIFTS)
        if sum(sizes) >= MOST_BYTES or len(sizes) >= MOST_REQUESTS or shift > 0:
            heavy[name] = (sum(sizes), len(sizes), shift)
        context.close()
    assert heavy == {}


@pytest.mark.parametrize("width", [360, 1440])
def test_scripts_that_come_late_move_nothing(browser: Browser, address: str, each_kind: list[str], width: int) -> None:
    moved = {}
    for name in each_kind:
        context = browser.new_context(viewport={"width": width, "height": 900})
        page = context.new_page()
        page.route(re.compile(r"/_static/(?!theme)[\w-]+\.js"), _deliver_late)
        page.goto(f"{address}/{name}")
        shift = page.evaluate(SHIFTS)
        if shift > 0:
            moved[name] = shift
        context.close()
    assert moved == {}


def _deliver_late(route: Route) -> None:
    """Let the page be painted before its deferred scripts run."""
    time.sleep(0.1)
    route.continue_()


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_scrolls_sideways(page: Page, address: str, each_kind: list[str], width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    wide = {}
    for name in each_kind:
        page.goto(f"{address}/{name}")
        found = page.evaluate(WIDER)
        if found:
            wide[name] = found
    assert wide == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_violation_on_any_page(browser: Browser, address: str, each_kind: list[str], theme: Any) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, color_scheme=theme, reduced_motion="reduce")
    page = context.new_page()
    found = {}
    for name in each_kind:
        page.goto(f"{address}/{name}")
        page.evaluate("document.querySelectorAll('details').forEach(folded => { folded.open = true; })")
        violations = Axe().run(page).response["violations"]
        if violations:
            found[name] = [(v["id"], [node["html"][:160] for node in v["nodes"][:3]]) for v in violations]
    context.close()
    assert found == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_violation_on_an_open_card(browser: Browser, address: str, theme: Any) -> None:
    context = browser.new_context(color_scheme=theme)
    page = context.new_page()
    page.goto(f"{address}/index.html")
    page.locator("main p a.records-mark").first.click()
    page.locator(".card:popover-open").wait_for()
    assert [violation["id"] for violation in Axe().run(page).response["violations"]] == []
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
