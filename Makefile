# Two commands: `make book` builds the book, `make test` runs every test. Each installs what it needs, and no more.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := book
PYTHON ?= python3
BIN := .venv/bin
TESTS := $(BIN)/pytest --numprocesses auto --dist worksteal
# Several targets at once, all of them whatever becomes of the others, what each says in one piece where make can do that.
TOGETHER = $(MAKE) --no-print-directory --jobs=2 --keep-going $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)

# With this, every process that starts would compile every module anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: book check test checks tests quick-tests fuzz bench growth serve lab clean lock

book: .venv/book
	$(BIN)/briefing build

# What a change must pass before it is committed: fifty seconds on two cores.
check: .venv/test
	$(TOGETHER) checks quick-tests

# What pip does not bring comes while pip brings the rest; the checks run beside the tests.
test:
	scripts/test-tools.sh & tools=$$!; $(MAKE) --no-print-directory .venv/test; wait $$tools
	scripts/test-tools.sh $(BIN)
	$(TOGETHER) checks tests

checks:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/briefing check

tests: # with a plus, make shows what is printed as it is printed
	+$(TESTS)

quick-tests:
	+$(TESTS) -m "not book and not browser and not slow" --quiet

# Feeds every reader damaged files for a minute.
fuzz: .venv/test
	BRIEFING_FUZZ_SECONDS=60 $(TESTS) tests/fuzz

# One table: ours, Jupyter Book's, Sphinx's and nbconvert's builds after each kind of edit. Half an hour.
bench: .venv/test
	$(BIN)/python benchmarks/rebuilding.py

# One table and one plot: time and memory by claims, chapters and articles. Three minutes.
growth: .venv/test
	$(BIN)/python benchmarks/growth.py

serve: .venv/book
	$(BIN)/briefing serve

# A chapter, which is text, opens as a notebook; the setting stays inside the environment.
lab: export JUPYTER_CONFIG_DIR = $(CURDIR)/.venv/etc/jupyter
lab: .venv/lab
	$(BIN)/jupytext-config set-default-viewer markdown
	$(BIN)/jupyter lab

clean:
	rm -rf _build

# Pins everything anew, to the newest versions that pyproject.toml permits.
lock: .venv/book
	scripts/lock.sh $(BIN)

.venv/book: requirements.txt pyproject.toml
	scripts/install.sh $(PYTHON)
	touch $@

.venv/lab: requirements.txt requirements-lab.txt pyproject.toml
	scripts/install.sh $(PYTHON) requirements.txt requirements-lab.txt
	touch $@ .venv/book

.venv/test: requirements.txt requirements-lab.txt requirements-test.txt pyproject.toml
	scripts/install.sh $(PYTHON) requirements.txt requirements-test.txt
	touch $@ .venv/lab .venv/book
