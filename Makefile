# Two commands matter: `make demo` and `make test`. The others help a developer.
SHELL := /bin/bash
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 8000
SCALE ?= regular
export PYTHONPATH := $(CURDIR)/src
export DJANGO_SETTINGS_MODULE := maillage.config.settings
# Some dozen processes start in a test run: what one of them compiled, the next ones read.
unexport PYTHONDONTWRITEBYTECODE
.DEFAULT_GOAL := help
# What runs side by side says its lines together, where `make` knows how (4.0 and later).
SIDE_BY_SIDE := --no-print-directory --jobs=2 $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)
.PHONY: help demo test install install-dev chromium static tests test-database \
        lint types imports migrations messages-check unit browser \
        format lock messages bench screenshots clean check-python

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

check-python:
	@command -v $(PYTHON) >/dev/null || { echo "Maillage needs Python 3.11 or later: install python3, then run this again."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Maillage needs Python 3.11 or later; $(PYTHON) is older. Give another one with: make PYTHON=python3.11 …"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv module is missing (on Debian: apt install python3-venv)."; exit 1; }

# A stamp holds the hash of the lock it installed: nothing is done again until the lock changes.
install: check-python
	@$(PYTHON) scripts/install.py --venv $(VENV) requirements/base.txt

install-dev: check-python
	@$(PYTHON) scripts/install.py --venv $(VENV) requirements/base.txt requirements/dev.txt

demo: install  ## install, set up and serve the demonstration on HOST:PORT
	@$(BIN)/maillage demo --serve --host $(HOST) --port $(PORT) --scale $(SCALE)

test:  ## everything that CI checks
	@$(MAKE) $(SIDE_BY_SIDE) install-dev chromium
	@$(MAKE) $(SIDE_BY_SIDE) static
	@$(MAKE) --no-print-directory --jobs=2 tests types

# What says soonest what is wrong, with the database that tests copy: the longest first. Types are checked while
# tests run, on what these leave of the cores: tests wait for browsers and for one another.
static: test-database migrations messages-check lint imports

chromium:
	@$(PYTHON) scripts/ensure_chromium.py

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types:
	nice $(BIN)/mypy

imports:
	$(BIN)/lint-imports

migrations:
	$(BIN)/maillage makemigrations --check --dry-run

messages-check:
	$(BIN)/python scripts/messages.py --check

test-database:
	@$(BIN)/python -m tests.database

# Both kinds of tests in one run: neither core waits for the other between them, and all is collected once.
tests:
	$(BIN)/pytest -n 2 --dist loadgroup --no-loadscope-reorder -q

unit:
	$(BIN)/pytest -n 2 --dist loadgroup --no-loadscope-reorder -m "not browser" -q

browser:
	$(BIN)/pytest -n 2 --dist loadgroup --no-loadscope-reorder -m browser -q tests/browser

format:  ## put the code in the house's form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: install-dev  ## refresh and compile the French catalogue
	$(BIN)/python scripts/messages.py

lock: install-dev  ## renew the locks (LOCK_ARGS="-P name" for one package)
	cd requirements && for n in base dev; do ../$(BIN)/pip-compile -q --generate-hashes --strip-extras --allow-unsafe \
	  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host $(LOCK_ARGS) -o $$n.txt $$n.in; done

bench: install-dev  ## speed and memory at national scale
	$(BIN)/maillage bench

screenshots: install-dev chromium  ## a picture of every page type, at 390 and 1440 px
	$(BIN)/python scripts/screenshots.py

clean:  ## forget the private database, the collected files and the environment
	-$(BIN)/maillage database stop
	rm -rf var $(VENV)
