# The one list of tasks, for people and for CI. `make` prints it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCK := requirements.lock

.DEFAULT_GOAL := help
help:  ## print this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

# ---- set up -------------------------------------------------------------------------------------
$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
	  { echo "sv_report needs Python 3.11 to 3.13; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run: $(VENV)/.made $(LOCK) pyproject.toml
	@sed '/^# ---- group: test/,$$d' $(LOCK) > $(VENV)/run.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(VENV)/run.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-index --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(LOCK)
	@touch $@

setup: $(VENV)/.run  ## make .venv with all that a report needs

# ---- use ----------------------------------------------------------------------------------------
report: $(VENV)/.run  ## set up and make the example Cabinet report
	$(BIN)/sv-report run 2024-02-08

lab: $(VENV)/.run  ## open JupyterLab on the workbench
	$(BIN)/sv-report lab

.PHONY: help setup report lab
