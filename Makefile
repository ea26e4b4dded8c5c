# One line a habit; `make` alone lists them. Needs Python 3.11 or newer, with venv and pip, and nothing else.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test test-slow bench lint wheel smoke clean

BIN := .venv/bin
PLAN ?= schedules/cao-loc-2023.toml
WORKERS ?= auto

help: ## list these habits
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

run: .venv/.installed ## replay the campaign and open it in a web page: START=2023-11-20 SPEED=600 PORT=8000
	$(BIN)/outreach replay $(PLAN) $(if $(START),--start $(START)) $(if $(SPEED),--speed $(SPEED)) $(if $(PORT),--port $(PORT))

# In the order of the folders the long files stand in the middle; reordered, the longest would come last and alone.
test: lint ## every check and every test but the slow ones: WORKERS=1 runs them one by one
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

test-slow: .venv/.installed-dev ## the long proofs: kills, soaks
	$(BIN)/python -m pytest -m slow

lint: .venv/.installed-dev ## style, types and the walls between rooms
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/.installed-bench ## how fast, as ratios; run nothing beside it: BENCH=sending runs one of them
	$(BIN)/python -m tests.bench $(BENCH)

wheel: .venv/.installed-dev ## build the wheel into dist/
	rm -rf dist
	$(BIN)/python -m build --wheel

smoke: wheel ## install the wheel in an empty environment elsewhere and look at its first page
	bash tests/smoke/wheel.sh $(BIN)/python dist/outreach-*.whl

clean: ## remove the environment and what tools left behind; the data folder stays
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps make a second run instant; a changed pyproject.toml installs again.
.venv/.installed: pyproject.toml | $(BIN)/pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/.installed-dev: pyproject.toml | $(BIN)/pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch .venv/.installed $@

.venv/.installed-bench: pyproject.toml | $(BIN)/pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@touch .venv/.installed .venv/.installed-dev $@

# pip is the last thing `venv` writes, so an environment broken off half-way is made again.
$(BIN)/pip:
	@for candidate in python3.11 python3.12 python3.13 python3; do \
	    if $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	        echo "Making .venv with $$candidate; the first installation takes a minute or two"; \
	        if $$candidate -m venv --clear .venv; then exit 0; fi; \
	        rm -rf .venv; \
	        echo "$$candidate cannot make an environment: on Debian and Ubuntu, install python3-venv" >&2; \
	        exit 1; \
	    fi; \
	done; \
	echo "No Python 3.11 or newer was found (looked for python3.11, python3.12, python3.13 and python3)" >&2; \
	exit 1
