"""The real book, built once, served and opened in a real browser that may talk to nobody else."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tiny_books import made_once

SHIPPED = Path(__file__).parents[2]
#: An HTML book that is already built, to test instead of building one.
SITE_VARIABLE = "BRIEFING_SITE"
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
)


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *arguments: Any) -> None:
        pass


class QuietServer(ThreadingHTTPServer):
    """Does not mind a browser that hangs up."""

    def handle_error(self, *arguments: Any) -> None:
        pass


@pytest.fixture(scope="session")
def site(shared: Path) -> Path:
    """The folder of the HTML book."""
    given = os.environ.get(SITE_VARIABLE)
    return (
        Path(given).resolve() if given else made_once(shared, "shipped", build_shipped) / "briefing" / "_build" / "html"
    )


def build_shipped(folder: Path) -> None:
    """Build a copy of the briefing that this repository ships."""
    hidden = shutil.ignore_patterns("_build", ".*", "__pycache__", "*.egg-info", "node_modules")
    root = shutil.copytree(SHIPPED, folder / "briefing", ignore=hidden)
    environment = {key: value for key, value in os.environ.items() if key != "BRIEFING_ROOT"}
    subprocess.run([sys.executable, "-m", "briefing.commands.cli", "build"], cwd=root, env=environment, check=True)


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the book is served, without a slash at the end."""
    with QuietServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as tools:
        yield tools


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium where there is one, else the one that Playwright installed.

    Its shell without windows is the same engine, and opens a page for a quarter of the processor's time.
    """
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    running = playwright.chromium.launch(executable_path=found, args=list(QUIET))
    yield running
    running.close()


class Visit:
    """A page, and everything it asked for and complained of."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._note)

    def _note(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def outside(self, home: str) -> list[str]:
        """Return the requests that did not go to the book itself."""
        return [url for url in self.asked if not url.startswith((home, "data:", "blob:"))]


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    yield opened
    opened.close()


@pytest.fixture
def visit(context: BrowserContext) -> Visit:
    """A page whose requests and complaints the test itself looks at."""
    return Visit(context)


@pytest.fixture
def page(context: BrowserContext, address: str) -> Iterator[Page]:
    """A page of the served book; at the end nothing was asked of another host and nothing went wrong."""
    visit = Visit(context)
    yield visit.page
    assert visit.outside(address) == []
    assert visit.complaints == []


@pytest.fixture(scope="session")
def every_page(site: Path) -> list[str]:
    """Every page of the book, relative to its root; not those that only lead on to where a page has moved."""
    pages = [path for path in site.rglob("*.html") if "downloads" not in path.parts]
    return sorted(p.relative_to(site).as_posix() for p in pages if 'http-equiv="refresh"' not in p.read_text("utf-8"))


@pytest.fixture(scope="session")
def each_kind(site: Path, every_page: list[str]) -> list[str]:
    """Every page, but of the records' own pages, which share a template, the longest and the shortest of each kind."""
    records = [name for name in every_page if re.match("(claims|records)/", name)]
    others = [name for name in every_page if name not in records]
    letters: dict[str, list[str]] = {}
    for name in sorted(records, key=lambda name: ((site / name).stat().st_size, name)):
        letters.setdefault(re.sub(r"\d.*", "", name) if re.search(r"/[A-Z]\d", name) else "named", []).append(name)
    return [*others, *(name for several in letters.values() for name in {several[0]: 0, several[-1]: 0})]


@pytest.fixture(scope="session")
def page_holding(site: Path, every_page: list[str]) -> Callable[[str], str]:
    """Return the first page that holds what a selector names, whatever the chapters are called; skip when none does."""

    def find(selector: str) -> str:
        for name in every_page:
            if BeautifulSoup((site / name).read_text("utf-8"), "html.parser").select_one(selector):
                return name
        pytest.skip(f"no page holds {selector}")

    return find
