# The one list of tasks, for people and for CI. `make` prints it.
PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
RUN = @$(PYTHON) .ci/set_up.py run
TEST = @$(PYTHON) .ci/set_up.py test
SPARK = @$(PYTHON) .ci/set_up.py spark

.DEFAULT_GOAL := help
.NOTPARALLEL:
help:  ## print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-18s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

# ---- use ----------------------------------------------------------------------------------------
setup:  ## make .venv with all that a report needs (the tasks below do so themselves)
	$(RUN)

report:  ## make the example Cabinet report
	$(RUN)
	@$(BIN)/sv-report run 2024-02-08

lab:  ## open JupyterLab on the workbench
	$(RUN)
	@$(BIN)/sv-report lab

# ---- develop ------------------------------------------------------------------------------------
test: notebooks  ## pass every test, the notebooks first
	$(SPARK)
	$(BIN)/python -m pytest -n 2 --dist worksteal

notebooks:  ## run every notebook and compare it with the figures that it stores
	$(TEST)
	$(BIN)/python -m pytest --nbval --nbval-current-env -n 2 --dist loadfile notebooks

refresh-notebooks:  ## run every notebook and store the figures that are compared
	$(TEST)
	@$(BIN)/python .ci/refresh_notebooks.py notebooks/*.ipynb

parity:  ## compare the two engines on the example reports, where Quarto is installed
	$(TEST)
	@$(BIN)/python .ci/parity.py

golden:  ## write tests/golden/ again: the example report as it is read aloud, in each format
	$(TEST)
	@$(BIN)/python .ci/golden.py

methods:  ## write docs/methods.md again, from the facts' definitions and the worked examples
	$(TEST)
	@$(BIN)/python .ci/methods_page.py

check:  ## check format, lint, types, and that imports point back along the line
	$(TEST)
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/python -m pytest --quiet --durations=0 --durations-min=5 tests/unit/test_import_direction.py

fix:  ## mend what format and lint can mend
	$(TEST)
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench:  ## time one report cold, warm and by hand, a batch, a preview, the form, its rendering, the taking in of data, and the measures (an hour)
	$(TEST)
	@$(BIN)/python benchmarks/one_report.py
	@$(BIN)/python benchmarks/batch.py
	@$(BIN)/python benchmarks/preview.py
	@$(BIN)/python benchmarks/form.py
	@$(BIN)/python benchmarks/rendering.py
	@$(BIN)/python benchmarks/intake.py
	@$(BIN)/python benchmarks/measures.py

# ---- keep ---------------------------------------------------------------------------------------
lock:  ## remake requirements.lock after pyproject.toml (newest of all: make lock UPGRADE=all)
	$(TEST)
	@$(BIN)/python .ci/lock.py $(if $(UPGRADE),--upgrade)

system-deps:  ## install the system programs that some tests need, from Debian's packages
	@bash .ci/system-deps

clean:  ## remove .venv and caches; outputs/ stays
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find sv_report tests -name __pycache__ -prune -exec rm -rf {} +

.PHONY: help setup report lab test notebooks refresh-notebooks parity golden methods check fix bench lock system-deps clean
