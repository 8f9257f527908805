#!/usr/bin/env bash
# Gets the two programs that the tests drive and pip cannot bring: a browser and git.
set -euo pipefail
bin=${1:-.venv/bin}

browser() {
  command -v chromium || command -v chromium-browser || command -v google-chrome || playwright_browser
}
playwright_browser() {
  "$bin/python" - <<'PYTHON'
from pathlib import Path
from playwright.sync_api import sync_playwright
with sync_playwright() as tools:
    path = tools.chromium.executable_path
raise SystemExit(0 if Path(path).exists() else 1)
PYTHON
}
missing=()
browser > /dev/null 2>&1 || missing+=(chromium)
command -v git > /dev/null || missing+=(git)
if [ ${#missing[@]} -eq 0 ]; then exit 0; fi

if command -v apt-get > /dev/null && [ "$(id -u)" -eq 0 ]; then
  apt-get update --quiet --quiet || true
  DEBIAN_FRONTEND=noninteractive apt-get install --quiet --quiet --yes --no-install-recommends "${missing[@]}" > /dev/null || true
fi
if ! browser > /dev/null 2>&1; then "$bin/playwright" install chromium; fi
