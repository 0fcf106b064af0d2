# Everything here works from a bare machine with Python 3.11, pip and make. `make` alone explains itself.
.DEFAULT_GOAL := help
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

PYTHON ?= python3.11
BIN := .venv/bin
PIP_INSTALL := -m pip install --quiet --disable-pip-version-check
ENGINES := airflow stepfunctions temporal

.PHONY: help
help: ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# An environment is one stamp file, newer than the requirements it was made from; a half-made one has no stamp.
.PHONY: env
env: .venv/installed ## Make the development environment in .venv

.venv/stamp: requirements/dev.txt
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python $(PIP_INSTALL) --require-hashes -r requirements/dev.txt
	touch $@

.venv/installed: .venv/stamp pyproject.toml
	$(BIN)/python $(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	touch $@

.PHONY: engines
engines: $(ENGINES:%=.engines/%/stamp) ## Make the three engines' environments in .engines

.engines/%/stamp: requirements/%.txt
	$(PYTHON) -m venv --clear .engines/$*
	.engines/$*/bin/python $(PIP_INSTALL) --require-hashes -r requirements/$*.txt
	touch $@
