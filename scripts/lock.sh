#!/usr/bin/env bash
# Writes the locks, exact versions of everything: the book, the notebooks on top of it, the tests on top of both; and the
# validators, which have an environment of their own.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=${1:-.venv/bin}

compile() { # FILE, what it is for, then what uv is asked for
  local file=$1 what=$2
  shift 2
  {
    echo "# $what Written by: make lock"
    "$bin/uv" pip compile --quiet --upgrade --universal --python-version 3.11 --no-header --no-annotate \
      --no-emit-index-url "$@"
  } > "$file.new"
  mv "$file.new" "$file"
}
compile requirements.txt "Builds the book and runs its notebooks." pyproject.toml
echo "-e ." >> requirements.txt
# A constraint keeps each lock to the versions of the one below it; no version stands twice.
grep -v '^-e' requirements.txt > .constraints
trap 'rm -f .constraints' EXIT
compile requirements-lab.txt "JupyterLab, to work in the chapters as notebooks." --constraint .constraints --group notebooks
compile requirements-test.txt "The tests and the benchmarks." --constraint .constraints --group test
compile requirements-validators.txt "Validators of what the book exports, for .venv-validators." --group validators
