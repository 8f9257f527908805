"""The preview: what is saved stands in the open page, what is wrong lies over it, and nothing is left when it ends."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

from repositories import git
from tiny_books import TESTS, copy_tiny, replace

#: Milliseconds that a browser waits for what it is to show; no test depends on the speed of the machine.
PATIENCE = 90_000
#: Edits in a row; more where they are asked for, as in `BRIEFING_EDITS=200`.
EDITS = int(os.environ.get("BRIEFING_EDITS", "20"))
OVERLAY = "#briefing-live"


class Served(NamedTuple):
    """A briefing that is being served: its folder, the package that serves it, where, and the process."""

    root: Path
    package: Path
    address: str
    process: subprocess.Popen[str]

    def tasks(self) -> list[int]:
        """Return the processes that serve it, the first one included."""
        return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit() and self._is_ours(path.name)]

    def _is_ours(self, pid: str) -> bool:
        with suppress(OSError):
            root = f"BRIEFING_ROOT={self.root}".encode()
            return root in Path("/proc", pid, "environ").read_bytes().split(b"\0") and pid != str(os.getpid())
        return False


def serve(root: Path, package: Path) -> Served:
    environment = os.environ | {"BRIEFING_ROOT": str(root), "PYTHONPATH": str(package), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "briefing", "serve", "--no-open", "--port", "0"]
    process = subprocess.Popen(command, cwd=root, env=environment, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    address = ""
    for line in process.stderr:
        address = address or next(iter(re.findall(r"http://\S+", line)), "")
        if "built" in line:
            break
    return Served(root, package, address, process)


def commit(root: Path, message: str) -> str:
    """Commit whatever there is, also when that is nothing new; return the commit."""
    git(root, "init", "--quiet")
    git(root, "add", "data", "chapters", "_config.yml")
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    git(root, *who, "commit", "--quiet", "--allow-empty", "--message", message)
    return git(root, "rev-parse", "HEAD")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    shutil.copytree(TESTS.parent / "src" / "briefing", folder / "src" / "briefing")
    root = copy_tiny(folder)
    commit(root, "Begin")
    running = serve(root, folder / "src")
    yield running
    running.process.send_signal(signal.SIGINT)
    running.process.wait(30)


@pytest.fixture
def tab(browser: Browser, served: Served) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1200, "height": 500}, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    opened = context.new_page()
    opened.goto(f"{served.address}chapters/one.html")
    yield opened
    context.close()


def shows(tab: Page, words: str) -> None:
    expect(tab.locator("main")).to_contain_text(words, timeout=PATIENCE)


def test_prose_that_is_saved_stands_in_the_open_page_where_the_reader_was(tab: Page, served: Served) -> None:
    shows(tab, "frost may widen the gaps")
    tab.evaluate("scrollTo(0, 400)")
    at = tab.evaluate("scrollY")
    assert at > 0
    replace(served.root / "chapters" / "one.md", "frost may widen", "frost might widen")
    shows(tab, "frost might widen the gaps")
    tab.wait_for_function("at => scrollY === at", arg=at)
    assert tab.locator(OVERLAY).count() == 0


def test_a_claim_that_is_saved_stands_in_the_open_page_and_on_its_own(tab: Page, served: Served) -> None:
    replace(served.root / "data/claims/ferry.yml", "The ferry's engine was repaired.", "The engine was mended.")
    shows(tab, "The engine was mended.")
    tab.goto(f"{served.address}records/index.html")
    shows(tab, "The engine was mended.")


def test_what_the_check_finds_lies_over_the_page_and_goes_when_it_is_mended(tab: Page, served: Served) -> None:
    path = served.root / "data" / "judgements.yml"
    replace(path, "confidence: moderate", "confidence: certain")
    overlay = tab.locator(OVERLAY)
    expect(overlay).to_contain_text(re.compile(r"data/judgements\.yml:\d+"), timeout=PATIENCE)
    expect(overlay).to_contain_text("certain")
    shows(tab, "The bridge")
    replace(path, "confidence: certain", "confidence: moderate")
    expect(overlay).to_have_count(0, timeout=PATIENCE)


def test_a_wrong_sentence_is_told_once_and_a_chapter_that_went_by_its_name(tab: Page, served: Served) -> None:
    path, overlay = served.root / "chapters" / "one.md", tab.locator(OVERLAY)
    words = path.read_text("utf-8")
    path.write_text(f"{words}\nThe ferry sank twice.\n", "utf-8")
    expect(overlay).to_contain_text("The ferry sank twice.", timeout=PATIENCE)
    time.sleep(3)  # whatever else works on it has told it by now
    told = overlay.inner_text()
    assert told.count("The ferry sank twice.") == 1
    assert "x1b" not in told
    path.rename(served.root / "aside")
    expect(overlay).to_contain_text("there is no such chapter", timeout=PATIENCE)
    time.sleep(3)
    assert "Handler" not in overlay.inner_text()
    path.write_text(words, "utf-8")
    expect(overlay).to_have_count(0, timeout=PATIENCE)


def test_an_error_in_a_cell_lies_over_the_last_good_page(tab: Page, served: Served) -> None:
    path = served.root / "chapters" / "one.md"
    replace(path, "tables.claim_ledger(ledger)", "tables.claim_ledger(ledger.claimz)")
    overlay = tab.locator(OVERLAY)
    expect(overlay).to_contain_text("chapters/one.md:", timeout=PATIENCE)
    expect(overlay).to_contain_text("AttributeError", timeout=PATIENCE)
    shows(tab, "Stones in its pier are loose")
    replace(path, "tables.claim_ledger(ledger.claimz)", "tables.claim_ledger(ledger)")
    expect(overlay).to_have_count(0, timeout=PATIENCE)


def test_a_page_that_is_not_there_yet_is_shown_when_it_comes(tab: Page, served: Served) -> None:
    tab.goto(f"{served.address}chapters/two.html")
    two = "# The ferry, once more\n\n:::{guide}\nA page more.\n:::\n"
    (served.root / "chapters" / "two.md").write_text(two, "utf-8")
    replace(served.root / "_toc.yml", "  - file: chapters/ledger", "  - file: chapters/two\n  - file: chapters/ledger")
    shows(tab, "A page more.")


def test_after_many_edits_in_a_row_the_page_is_never_stale_and_the_memory_no_larger(tab: Page, served: Served) -> None:
    path = served.root / "chapters" / "one.md"
    before, sizes = path.read_text("utf-8"), []
    for number in range(EDITS):
        word = "".join(chr(ord("a") + int(digit)) for digit in f"{number:03}")  # a number would ask for a claim
        path.write_text(before.replace("Walkers have", f"Walkers of {word} have"), "utf-8")
        shows(tab, f"Walkers of {word} have")
        sizes.append(sum(resident_kb(pid) for pid in served.tasks()[:2]))
    assert max(sizes[-5:]) < 1.3 * max(sizes[:10])


def resident_kb(pid: int) -> int:
    with suppress(OSError):
        return int(re.findall(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[0])
    return 0


def test_a_commit_alone_is_printed(tab: Page, served: Served) -> None:
    now = commit(served.root, "Change nothing")
    expect(tab.locator("footer").first).to_contain_text(now[:10], timeout=PATIENCE)


def test_a_changed_package_is_loaded_anew(tab: Page, served: Served) -> None:
    display = served.package / "briefing" / "exhibits" / "display.py"
    replace(display, '"caption": self.caption,', '"caption": "Told: " + self.caption,')
    shows(tab, "Told: ")


def test_no_script_of_the_preview_stands_in_the_built_book(served: Served) -> None:
    pages = list((served.root / "_build" / "html").rglob("*.html"))
    assert [page for page in pages if "_live" in page.read_text("utf-8")] == []


def test_only_this_machine_by_its_own_name_is_answered(served: Served) -> None:
    port = served.address.rstrip("/").rpartition(":")[2]
    asked = Request(served.address, headers={"Host": f"other.example:{port}"})  # noqa: S310 -- this machine's
    with pytest.raises(HTTPError, match="403"):
        urlopen(asked)  # noqa: S310


@pytest.mark.parametrize(("seconds", "times"), [(0, 1), (0.5, 1), (2, 1), (0, 3)])
def test_ctrl_c_leaves_no_process_and_no_half_page(tmp_path: Path, seconds: float, times: int) -> None:
    running = serve(copy_tiny(tmp_path), TESTS.parent / "src")
    replace(running.root / "data/claims/ferry.yml", "The ferry's engine was repaired.", "The engine was mended.")
    time.sleep(seconds)
    for _ in range(times):
        running.process.send_signal(signal.SIGINT)
        time.sleep(0.1)
    assert running.process.wait(30) == 0
    assert running.tasks() == []
    left = {path.name for path in (running.root / "_build").iterdir()}
    assert [name for name in left if name.startswith(".live")] == []
    assert (running.root / "_build" / "html" / "index.html").is_file()
