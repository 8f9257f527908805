# Two commands: `make book` builds the book, `make test` runs every test. Each installs what it needs, and no more.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := book
PYTHON ?= python3
BIN := .venv/bin
TESTS := $(BIN)/pytest --numprocesses auto --dist worksteal

.PHONY: book check test fuzz serve lab clean lock

book: .venv/book
	$(BIN)/briefing build

# What a change must pass before it is committed, in under a minute.
check: .venv/test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/briefing check
	$(TESTS) -m "not book and not browser" --quiet

test: .venv/test
	scripts/test-tools.sh $(BIN)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/briefing check
	$(TESTS)

# Feeds every reader damaged files for a minute.
fuzz: .venv/test
	BRIEFING_FUZZ_SECONDS=60 $(TESTS) tests/fuzz

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
