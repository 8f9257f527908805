"""A figure that is taken along stands by itself: its faces, its finding and its source are in the picture."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser

#: Each text, with where it ends and how wide the whole picture is.
ENDS = """() => {
    const edge = document.documentElement.getBoundingClientRect().right;
    const inner = document.querySelector("svg svg");
    if (getComputedStyle(inner).overflow !== "visible") return [["an inner picture cuts its words", 1, 0]];
    const texts = [...document.querySelectorAll("text")];
    return texts.map((text) => [text.textContent, text.getBoundingClientRect().right, edge]);
}"""


def figure_pages(site: Path, every_page: list[str]) -> list[tuple[str, int]]:
    counts = {n: len(BeautifulSoup((site / n).read_text("utf-8"), "lxml").select(".figure-menu")) for n in every_page}
    return [(name, number) for name, count in counts.items() for number in range(count)]


def take(page: Page, figure: int, kind: str) -> Path:
    menu = page.locator("figure.briefing-chart .figure-menu").nth(figure)
    menu.locator("summary").click()
    with page.expect_download() as saved:
        menu.locator(f"[data-take={kind}]").click()
    return Path(saved.value.path())


@pytest.mark.parametrize("width", [1440, 360])
def test_each_figure_carries_its_faces_its_finding_and_its_source(
    site: Path, address: str, every_page: list[str], browser: Browser, width: int
) -> None:
    pages = figure_pages(site, every_page)
    assert pages
    context = browser.new_context(viewport={"width": width, "height": 900})
    page, alone = context.new_page(), context.new_page()
    for name, number in pages:
        page.goto(f"{address}/{name}")
        finding, cited, digest = page.evaluate(
            """(n) => {
                const caption = document.querySelectorAll("figure.briefing-chart")[n].querySelector(".caption-text");
                const facts = [...document.querySelectorAll(".edition-facts dd")].map((fact) => fact.textContent);
                return [caption.firstChild.textContent.trim(), facts[0], facts[3]];
            }""",
            number,
        )
        taken = take(page, number, "svg").read_text("utf-8")
        root = ET.fromstring(taken)  # noqa: S314 -- the book's own
        written = " ".join(text.text or "" for text in root.findall("{http://www.w3.org/2000/svg}text"))
        assert finding in written
        assert f"Version {cited}" in written
        assert digest in written
        assert root.get("font-family", "").endswith("sans-serif")
        assert all("font-family" not in element.attrib for element in root.iter() if element is not root)
        assert taken.count("data:font/woff2;base64,") == 2
        for picture in (taken, taken.replace("data:font/woff2", "data:font/none")):  # and in a program without them
            file = site.parent / "taken.svg"
            file.write_text(picture, "utf-8")
            alone.goto(file.as_uri())
            beyond = [words for words, end, edge in alone.evaluate(ENDS) if end > edge]
            assert beyond == [], (name, number)
    context.close()


def test_the_raster_picture_is_the_whole_picture_from_the_file_system_too(site: Path, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    picture = take(page, 0, "png").read_bytes()
    root = ET.fromstring(take_again(page, "svg").read_text("utf-8"))  # noqa: S314 -- the book's own
    width, height = (int.from_bytes(picture[at : at + 4], "big") for at in (16, 20))  # of the PNG's header
    assert (width, height) == (3 * int(root.get("width", "0")), 3 * int(root.get("height", "0")))


def take_again(page: Page, kind: str) -> Path:
    page.locator("figure.briefing-chart .figure-menu summary").first.click()
    return take(page, 0, kind)
