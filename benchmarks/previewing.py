"""How soon an edit stands in the open page of the preview, against a build of the same: `benchmarks/previewing.py`.

Two copies of the shipped briefing: one is served and open in a headless browser, the other is built. Each edit is saved
in both, in turn; what counts is the time from the saved file to the words in the page, and to the end of the build.
"""

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright
from rebuilding import LEFT_OUT, ROOT, STATEMENT, begin_draft, reword

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
#: Seconds after which the preview has built the whole book in its own time, as it does when nobody types.
SETTLED = 8
SHOWN = "words => document.body?.textContent.includes(words)"


def ready(folder: Path) -> Path:
    """Return a copy of the briefing that is a draft, and may grow."""
    root = Path(shutil.copytree(ROOT, folder / "book", ignore=LEFT_OUT))
    (root / "data" / "checks" / "budgets.yml").unlink(missing_ok=True)
    begin_draft(root)
    return root


def command(root: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start the command line in a copy."""
    environment = os.environ | {"BRIEFING_ROOT": str(root), "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"}
    started = [sys.executable, "-m", "briefing", *arguments]
    return subprocess.Popen(started, cwd=root, env=environment, stderr=subprocess.PIPE, text=True)


def serve(root: Path) -> tuple[subprocess.Popen[str], str]:
    """Return the preview, once it has built what is missing, and its address."""
    process, address = command(root, "serve", "--no-open", "--port", "0"), ""
    for line in process.stderr or ():
        address = address or next(iter(re.findall(r"http://\S+", line)), "")
        if "built" in line:
            break
    return process, address


def prose(root: Path, number: int) -> str:
    """Write a paragraph more, and return its words."""
    path, words = root / "chapters" / "method.md", f"This page shows a paragraph{' and one' * number} more."
    path.write_text(f"{path.read_text('utf-8').rstrip()}\n\n{words}\n", "utf-8")
    return words


def claim(root: Path, number: int) -> str:
    """Give a claim other words, and return them."""
    again = "Again, " * number + STATEMENT
    reword(root, again.removeprefix("Again, "), again)
    return again


def shown(tab: Page, words: str) -> float:
    """Return how many seconds pass until words stand in the page."""
    began = time.perf_counter()
    tab.wait_for_function(SHOWN, arg=words, polling=10, timeout=60_000)
    return time.perf_counter() - began


def built(root: Path) -> float:
    """Return how many seconds a build takes. Raises `ValueError` when it fails."""
    began, process = time.perf_counter(), command(root, "build", "--only", "html", "--quiet")
    if said := process.communicate()[1]:
        raise ValueError(said)
    return time.perf_counter() - began


def compare(browser: Browser, address: str, copies: tuple[Path, Path], rounds: int) -> None:
    """Save each edit in the copy that is served and in the one that is built, and print the medians."""
    live, still = copies
    print("| | in the open page | by a build | ratio |\n| --- | ---: | ---: | ---: |")
    for edit, page in ((prose, "method"), (claim, "ledger")):
        tab = browser.new_page()
        tab.goto(f"{address}chapters/{page}.html")
        taken = []
        for number in range(1, rounds + 1):
            edit(still, number)
            made = built(still)
            time.sleep(SETTLED)
            taken.append((shown(tab, edit(live, number)), made))
        seen, made = (median(times) for times in zip(*taken, strict=True))
        print(f"| {edit.__name__} | {seen:.2f} s | {made:.2f} s | {seen / made:.2f} |", flush=True)
        tab.close()


def main() -> None:
    """Save the edits, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7, help="how often each edit is saved; the table shows medians")
    rounds = parser.parse_args().rounds
    browser_path = next(filter(None, map(shutil.which, BROWSERS)), None)
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other, sync_playwright() as playwright:
        live, still = ready(Path(one)), ready(Path(other))
        built(still)
        process, address = serve(live)
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        try:
            compare(browser, address, (live, still), rounds)
        finally:
            browser.close()
            process.send_signal(signal.SIGINT)
            process.wait(30)


if __name__ == "__main__":
    main()
