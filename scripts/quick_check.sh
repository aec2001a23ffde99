#!/usr/bin/env bash
# What must hold before a change joins main; the whole is `make test`.
set -eu
cd "$(dirname "$0")/.."
export PYTHONPATH=src
.venv/bin/ruff check .
.venv/bin/ruff format --check . 
.venv/bin/lint-imports >/dev/null
.venv/bin/python -m maillage check
.venv/bin/python -m maillage makemigrations --check --dry-run
