# Two commands: `make book` builds the book, `make test` runs every test. Both make what they need.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := book
PYTHON ?= python3
BIN := .venv/bin

.PHONY: book test serve lab clean lock

book: .venv/installed
	$(BIN)/briefing build

test: .venv/installed
	scripts/test-tools.sh $(BIN)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest --cov=briefing --cov-report=term:skip-covered

serve: book
	$(BIN)/python -m http.server --directory _build/html --bind 127.0.0.1 8000

# A chapter, which is text, opens as a notebook; the setting stays inside the environment.
lab: export JUPYTER_CONFIG_DIR = $(CURDIR)/.venv/etc/jupyter
lab: .venv/installed
	$(BIN)/jupytext-config set-default-viewer markdown
	$(BIN)/jupyter lab

clean:
	rm -rf _build

# Pins the whole closure anew, to the newest versions that pyproject.toml permits.
lock: .venv/installed
	scripts/lock.sh $(BIN)

.venv/installed: requirements.txt pyproject.toml
	scripts/install.sh $(PYTHON)
	touch $@
