"""A site's address on every page, the page for what is missing, and the pages that lead on to what has moved."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup

import tiny_books

SITE = "https://example.org/bridge"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tiny_books.copy_tiny(tmp_path_factory.mktemp("addressed"))
    settings = (
        f"    briefing_site_url: {SITE}/\n    briefing_repository_url: https://github.com/example/bridge\n"
        "    briefing_brief_doc: chapters/one\n"
        "    briefing_redirects: {chapters/old.html: 'chapters/one.html#the-bridge'}\n"
    )
    with (root / "_config.yml").open("a", encoding="utf-8") as file:
        file.write(settings)
    account = root / "chapters" / "confidence.md"  # for print alone: no row of the web page is a judgement's
    account.write_text(account.read_text("utf-8").replace("(ledger)\n", "(ledger).print_only()\n"), "utf-8")
    done = tiny_books.run("briefing", root)
    assert done.returncode == 0, done.stderr
    return root / "_build" / "html"


def parse(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text("utf-8"), "html.parser")


def test_every_page_names_its_address_and_a_preview_of_it(site: Path) -> None:
    for name in ("chapters/one", "claims/C01", "records/G1"):
        page = parse(site / f"{name}.html")
        assert page.find("link", rel="canonical")["href"] == f"{SITE}/{name}.html"
        assert page.find("meta", property="og:url")["content"] == f"{SITE}/{name}.html"
        assert page.find("meta", property="og:description")["content"]
        assert "local copy" not in page.footer.get_text()


def test_what_stands_in_print_alone_leaves_no_number_out_on_the_web(site: Path) -> None:
    numbered = [number.get_text() for path in site.rglob("*.html") for number in parse(path).select(".caption-number")]
    assert len(numbered) > 2
    for kind in ("Table", "Figure"):
        counts = sorted(int(re.sub(r"\D", "", number)) for number in numbered if number.startswith(kind))
        assert counts == list(range(1, len(counts) + 1))


def test_an_address_that_was_published_leads_on(site: Path) -> None:
    page = parse(site / "chapters" / "old.html")
    assert page.find("meta", attrs={"http-equiv": "refresh"})["content"] == "0; url=one.html#the-bridge"
    assert page.a["href"] == "one.html#the-bridge"


def test_what_is_missing_has_a_page_that_leads_on(site: Path) -> None:
    page = parse(site / "404.html")
    assert f"{SITE}/records/index.html" in {link.get("href") for link in page.main.find_all("a")}
    here = [
        link["href"] for link in page.find_all(["a", "link"], href=True) if not link["href"].startswith(("#", "https:"))
    ]
    assert here == []  # it is served at any depth


def test_a_page_says_where_its_text_lies_and_where_an_error_is_reported(site: Path) -> None:
    links = {link.get_text(): link["href"] for link in parse(site / "chapters" / "one.html").footer.find_all("a")}
    assert links["Edit this page"] == "https://github.com/example/bridge/edit/main/chapters/one.md"
    assert links["Report an error on this page"].startswith("https://github.com/example/bridge/issues/new?title=")
    record = {link.get_text() for link in parse(site / "claims" / "C01.html").footer.find_all("a")}
    assert "Edit this page" not in record


def test_a_record_leads_back_and_on(site: Path) -> None:
    page = parse(site / "claims" / "C02.html")
    assert page.find("a", rel="prev")["href"] == "C01.html"
    assert page.find("a", rel="next")["href"] == "C03.html"
    crumbs = [link["href"] for link in page.find("nav", class_="crumbs").find_all("a")]
    assert crumbs[-1].endswith("records/index.html#claims")


def test_every_link_within_the_book_leads_to_what_is_there(site: Path) -> None:
    pages = {path.relative_to(site).as_posix(): parse(path) for path in site.rglob("*.html")}
    anchors = {name: {tag["id"] for tag in page.find_all(id=True)} for name, page in pages.items()}
    for card in sorted((site / "cards").glob("*.js")):
        _, text = json.loads(f"[{card.read_text('utf-8').strip().removeprefix('briefing.card(').removesuffix(');')}]")
        pages[card.name] = BeautifulSoup(text.replace("@root/", ""), "html.parser")
    lost, followed = [], 0
    for name, page in pages.items():
        for link in page.find_all(["a", "area"], href=True):
            address = urlsplit(link["href"].removeprefix(f"{SITE}/"))
            if address.scheme or address.netloc or name == "404.html":
                continue
            target = os.path.normpath(os.path.join(os.path.dirname(name), unquote(address.path)))  # noqa: PTH118, PTH120
            target = target if address.path else name
            if address.fragment and target in anchors:
                followed += 1
                lost += [f"{name}: {link['href']}"] * (unquote(address.fragment) not in anchors[target])
    assert lost == []
    assert followed


def test_a_judgement_is_named_by_its_own_page_and_its_account_only_where_there_is_one(site: Path, shared: Path) -> None:
    whole = tiny_books.built_tiny(shared, "briefing") / "_build" / "html"
    for root, account in ((site, False), (whole, True)):
        row = parse(root / "chapters" / "ledger.html").find("a", class_="judgement-ref")
        assert row["href"] == f"../claims/{row['data-card']}.html"
        card = (root / "cards" / f"{row['data-card']}.js").read_text("utf-8")
        assert ("The reasons" in card) is account


def test_the_page_of_the_brief_offers_it_and_the_book_below_its_title(site: Path, shared: Path) -> None:
    line = parse(site / "chapters" / "one.html").find("h1").find_next_sibling("p", class_="downloads")
    assert [link["href"] for link in line.find_all("a")] == [
        "../downloads/brief.pdf", "../downloads/brief.docx", "../downloads/briefing.pdf",
    ]  # fmt: skip
    assert not parse(site / "index.html").find("p", class_="downloads")
    without = (tiny_books.built_tiny(shared, "briefing") / "_build" / "html" / "chapters" / "one.html").read_text(
        "utf-8"
    )
    assert "downloads/brief." not in without
