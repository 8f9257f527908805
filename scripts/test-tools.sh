#!/usr/bin/env bash
# Gets the two programs that the tests drive and pip cannot bring: a browser and git. Debian's Chromium without windows is
# wanted: it is the same engine as the one with windows, and opens a page for a quarter of the processor's time.
set -euo pipefail
bin=${1:-.venv/bin}

here() { command -v "$@" > /dev/null; }
browser() { here chromium-headless-shell || here chromium || here chromium-browser || here google-chrome; }
known() { [ -n "$(apt-cache search --names-only "^$1\$" 2> /dev/null)" ]; }
install() { DEBIAN_FRONTEND=noninteractive apt-get install --quiet --quiet --yes --no-install-recommends "$@" > /dev/null; }

if here apt-get && [ "$(id -u)" -eq 0 ]; then
  here git && browser || apt-get update --quiet --quiet || true
  here git || install git || true
  if ! here chromium-headless-shell && known chromium-headless-shell; then install chromium-headless-shell || true; fi
  browser || install chromium || true
fi
here git || { echo "The tests need git. Install it, then run them again." >&2; exit 1; }
# While the environment is being made, it may not yet be there; the second call finds it.
if ! browser && [ -x "$bin/playwright" ]; then "$bin/playwright" install chromium; fi
