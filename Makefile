# Everything a person does here has a name in this file. `make` alone lists the names.
# A machine needs python3 (3.11 or newer, with pip), make and git; all else is fetched into .tools and .venv.

PYTHON ?= python3
PORT   ?= 8000
HOST   ?= 127.0.0.1

UV     := .tools/bin/uv
BIN    := .venv/bin
FLASK  := $(BIN)/flask --app wsgi

# uv asks the same package mirror as pip does, where pip was told of one.
PIP_INDEX := $(shell $(PYTHON) -m pip config get global.index-url 2>/dev/null)
ifneq ($(PIP_INDEX),)
export UV_DEFAULT_INDEX ?= $(PIP_INDEX)
endif
ifneq ($(PIP_FIND_LINKS),)
export UV_FIND_LINKS ?= $(PIP_FIND_LINKS)
endif
export UV_PYTHON_DOWNLOADS := never
export UV_NO_PROGRESS := 1
export PIP_ROOT_USER_ACTION := ignore
export UV_LINK_MODE ?= copy

.DEFAULT_GOAL := help
.PHONY: help run install test check format lock bench clean

help: ## say what can be made (this list)
	@echo "Even Ground"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "  make run PORT=8123                             on another port"
	@echo "  make run COMMUNITY_DATABASE_URL=postgresql://… on PostgreSQL"
	@echo "Settings are environment variables named COMMUNITY_…; README.md has the table."

run: .venv/.base-installed ## serve the site on 127.0.0.1:8000, with the demonstration if the database is new
run: export COMMUNITY_DEMONSTRATION ?= yes
run:
	@$(FLASK) prepare
	@exec $(FLASK) serve --host $(HOST) --port $(PORT)

install: .venv/.dev-installed ## install what the site, its tests and its checks need into .venv

# What `check` has run is not run twice on SQLite; hostile forms are, on PostgreSQL, which takes offence at more.
test: .venv/.dev-installed ## the suite beside `check`: on SQLite with a real browser; then whole on PostgreSQL
	$(BIN)/pytest -n 3 --dist worksteal --engine=sqlite --ignore=tests/house
	$(BIN)/pytest -n 2 --dist worksteal --engine=postgresql -m "not browser or postgres"

check: .venv/.dev-installed ## what must be clean before a commit: format, lint, types, templates, floors, house tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2 --dist worksteal tests/house --ignore=tests/house/test_every_form.py

format: .venv/.dev-installed ## put the Python in house style
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(UV) ## choose the newest fitting version of every package and write them down with their hashes
	$(UV) pip compile --upgrade --generate-hashes --no-emit-index-url --universal --python-version 3.11 --quiet requirements/base.in -o requirements/base.txt
	$(UV) pip compile --upgrade --generate-hashes --no-emit-index-url --universal --python-version 3.11 --quiet -c requirements/base.txt requirements/dev.in -o requirements/dev.txt

bench: .venv/.dev-installed ## what a page and what suggestions cost, beside a floor measured in the same run (20 minutes)
	$(BIN)/python -m bench.thread_page
	$(BIN)/python -m bench.long_thread --rounds 10
	$(BIN)/python -m bench.hostile_text
	$(BIN)/python -m bench.suggestions

clean: ## forget caches (the database, the keys and the packages stay)
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache test-results
	find community tests migrations bench -name __pycache__ -type d -prune -exec rm -rf {} +

# How the packages get here. uv stays outside .venv; --target works on a system Python that is "externally managed".

$(UV):
	@$(PYTHON) -m pip --version >/dev/null 2>&1 || { \
	  echo "This needs pip, which your Python does not have yet."; \
	  echo "On Debian or Ubuntu: sudo apt-get install python3-pip. Elsewhere: $(PYTHON) -m ensurepip"; exit 1; }
	$(PYTHON) -m pip install --quiet --target .tools uv

.venv/bin/python: | $(UV)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "This needs Python 3.11 or newer; $(PYTHON) is older. Try: make PYTHON=python3.11 …"; exit 1; }
	$(UV) venv --quiet --python "$$(command -v $(PYTHON))" .venv

.venv/.base-installed: requirements/base.txt | .venv/bin/python
	$(UV) pip sync --quiet --require-hashes --python .venv/bin/python requirements/base.txt
	@rm -f .venv/.dev-installed
	@touch $@

.venv/.dev-installed: requirements/base.txt requirements/dev.txt | .venv/bin/python
	$(UV) pip sync --quiet --require-hashes --python .venv/bin/python requirements/dev.txt
	@touch .venv/.base-installed $@
