# Everything runs in .venv, made from the exact versions of requirements.lock. PYTHON=python3.12 make … takes another interpreter.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEMO_KG ?= demo-kg

.PHONY: all demo test check lint types layers docs bench lock dist clean

all: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(STAMP)

demo: $(STAMP)
	$(BIN)/themegraph demo --kg $(DEMO_KG)

test: $(STAMP)
	$(BIN)/python -m pytest

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)
	$(BIN)/mypy

layers: $(STAMP)
	$(BIN)/lint-imports

docs: $(STAMP)
	$(BIN)/mkdocs build --quiet

check: lint types layers docs test

bench: $(STAMP)
	$(BIN)/python -m benchmarks

dist: $(STAMP)
	rm -rf dist && $(BIN)/python -m hatchling build

lock:
	uv pip compile --universal --generate-hashes --no-header --python-version 3.11 --extra dev --extra train --extra validate --extra parquet --extra remote --extra llm pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) dist site demo-kg .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
