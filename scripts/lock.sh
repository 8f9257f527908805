#!/usr/bin/env bash
# Writes requirements.txt: exact versions of everything that the book, its tests and its notebooks need.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=${1:-.venv/bin}

{
  echo "# The whole closure, for the book, its notebooks and its tests. Written by: make lock"
  "$bin/uv" pip compile --quiet --upgrade --universal --python-version 3.11 --no-header --no-annotate --no-emit-index-url \
    --group test pyproject.toml
  echo "-e ."
} > requirements.new
mv requirements.new requirements.txt
