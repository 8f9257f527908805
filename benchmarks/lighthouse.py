"""Lighthouse's scores for every kind of page of a built book: `python benchmarks/lighthouse.py [_build/html]`.

Needs Node. Lighthouse itself comes from the npm registry into npm's cache, in the version named
below; the browser is the one that CHROME_PATH names, or Debian's. The book is served from this
machine, each file packed with gzip as web servers do. Exit code 1 when a page falls short.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

LIGHTHOUSE = "lighthouse@13.5.0"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
FRONT_LEAST, LEAST = 100, 95
CHROME_FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-component-update "
    "--disable-sync --disable-quic --no-first-run"
)
PACKED = {".html", ".css", ".js", ".svg"}


class PackingHandler(SimpleHTTPRequestHandler):
    """Serves files, those of text packed, over a connection that is kept."""

    protocol_version = "HTTP/1.1"

    def send_head(self) -> Any:  # noqa: ANN401  the signature is the standard library's
        """Send a file's head and return its body."""
        path = Path(self.translate_path(self.path))
        if path.suffix not in PACKED or not path.is_file():
            return super().send_head()
        body = gzip.compress(path.read_bytes(), mtime=0)
        self.send_response(200)
        self.send_header("Content-Type", f"{self.guess_type(str(path))}; charset=utf-8")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return BytesIO(body)

    def log_message(self, *arguments: Any) -> None:  # noqa: ANN401
        """Say nothing."""


def each_kind(site: Path) -> list[str]:
    """Return every page, but one only of the claims' and one of the judgements' own pages; the front page first."""
    pages = [path.relative_to(site).as_posix() for path in sorted(site.rglob("*.html"))]
    own = [next((name for name in pages if name.startswith(f"claims/{letter}")), None) for letter in "CJ"]
    others = [name for name in pages if not name.startswith(("claims/", "downloads/", "index.html"))]
    return ["index.html", *others, *filter(None, own)]


def measure(url: str, form_factor: str) -> dict[str, Any]:
    """Return Lighthouse's report on a page."""
    chrome = os.environ.get("CHROME_PATH") or shutil.which("chromium") or shutil.which("google-chrome") or ""
    preset = ["--preset=desktop"] if form_factor == "desktop" else []
    done = subprocess.run(
        ["npx", "--yes", LIGHTHOUSE, url, "--output=json", "--quiet", f"--chrome-flags={CHROME_FLAGS}", *preset],
        env=os.environ | {"CHROME_PATH": chrome},
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(json.loads(done.stdout))


def score(report: dict[str, Any]) -> list[int]:
    """Return the four scores, of 100."""
    return [round(100 * (report["categories"][name]["score"] or 0)) for name in CATEGORIES]


def lost_points(report: dict[str, Any]) -> list[str]:
    """Return the audits that cost a page points."""
    references = [item for name in CATEGORIES for item in report["categories"][name]["auditRefs"] if item["weight"]]
    audits = {item["id"]: report["audits"][item["id"]] for item in references}
    return [
        f"{name} ({audit.get('displayValue', '')})"
        for name, audit in audits.items()
        if audit["score"] is not None and audit["score"] < 1
    ]


def main() -> int:
    """Measure, print, and say by the exit code whether every page is good enough."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", nargs="?", type=Path, default=Path("_build/html"), help="folder of the HTML book")
    parser.add_argument("--form-factor", choices=["mobile", "desktop"], default="mobile", help="what to pretend to be")
    parser.add_argument("--only", nargs="*", help="pages to measure, relative to the folder")
    options = parser.parse_args()
    short = 0
    handler = partial(PackingHandler, directory=str(options.site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(f"{'page':32}{''.join(f'{name:>16}' for name in CATEGORIES)}")
        for name in options.only or each_kind(options.site):
            report = measure(f"http://127.0.0.1:{server.server_port}/{name}", options.form_factor)
            scores = score(report)
            short += min(scores) < (FRONT_LEAST if name == "index.html" else LEAST)
            lost = "; ".join(lost_points(report)) if min(scores) < FRONT_LEAST else ""
            print(f"{name:32}{''.join(f'{value:>16}' for value in scores)}  {lost}", flush=True)
        server.shutdown()
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
