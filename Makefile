# Two commands matter: `make demo` (see it) and `make test` (trust it). Each sets up what it needs, once.
PYTHON ?= python3
PEOPLE ?= 210000
SEED ?= 1
PORT ?= 8000
SERVE ?= 1
DEMO ?= demo-place

VENV := .venv
PY := $(VENV)/bin/python
WHOLEPLACE := $(VENV)/bin/wholeplace
PIP := $(PY) -m pip --disable-pip-version-check --quiet
BUILT := src/wholeplace/publish/assets/built

# A stamp says "this was done for exactly these inputs". Later runs see it and do nothing.
STAMPS := $(VENV)/.stamps
FRONTEND := $(filter-out frontend/node_modules/%,$(wildcard frontend/* frontend/src/*))

.PHONY: demo setup test test-slow test-spark test-records lint docs bench lock clean

demo: setup
	@test -f $(DEMO)/place.toml || $(WHOLEPLACE) demo $(DEMO) --people $(PEOPLE) --seed $(SEED)
	@$(WHOLEPLACE) picture $(DEMO)
	@$(WHOLEPLACE) directory import $(DEMO) $(DEMO)/front_door/directory.json --feed aldermoor --by make
	@$(WHOLEPLACE) slots make $(DEMO) --weeks 2 --by make
	@echo "The front door is open at /find/. Who serves people needs an account: README.md, \"The front door\"."
	@if [ "$(SERVE)" != 0 ]; then $(WHOLEPLACE) serve $(DEMO) --port $(PORT); fi

setup: $(STAMPS)/package $(STAMPS)/frontend

test: $(STAMPS)/dev setup lint
	$(PY) -m pytest -n 2 -m "not slow"

test-slow: $(STAMPS)/dev setup
	$(PY) -m pytest -m slow

# What needs a database, once more on the PostgreSQL that DATABASE_URL names; its user must be one who may make databases. Who may open
# which page (2,000 tests), how the directory's pages and a pack look and what is refused before it reaches a record do not depend on the
# database, so `make test` asks them alone.
test-records: $(STAMPS)/dev setup
	@test -n "$(DATABASE_URL)" || { echo "Name one: make test-records DATABASE_URL=postgresql://user@host/name"; exit 2; }
	$(PY) -m pytest -n 2 -m "records and not slow and not browser" --ignore tests/web/test_access_list.py \
	  --ignore tests/web/care/test_care_access_list.py --ignore tests/web/fhir/test_hostile.py --ignore tests/web/listings \
	  --ignore tests/web/test_a_real_pack.py

# The same measures on Spark. Needs Java 17 or newer; without it, and without PySpark, the tests say so and skip.
test-spark: $(STAMPS)/dev $(STAMPS)/bench setup
	$(PY) -m pytest -m "slow or not slow" tests/spark

lint: $(STAMPS)/dev setup
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/lint-imports
	PYRIGHT_PYTHON_IGNORE_WARNINGS=1 $(VENV)/bin/pyright

# The reference pages are made from the contracts, measures, settings and verbs themselves.
docs: setup
	$(PY) -m docs.generate

bench: setup $(STAMPS)/bench
	$(PY) bench/picture.py
	$(PY) bench/statistical_methods.py
	$(PY) bench/linkage.py
	$(PY) bench/linkage_public.py
	$(PY) bench/ingest.py
	$(PY) bench/measures.py
	$(PY) bench/flow.py

# Solves the versions anew and writes them with their hashes. The only step that may change what is installed.
lock:
	$(PYTHON) -m venv $(VENV)-lock
	$(VENV)-lock/bin/python -m pip --quiet install uv
	$(VENV)-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --group build pyproject.toml -o requirements/app.txt
	$(VENV)-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --group build --group dev pyproject.toml -o requirements/dev.txt
	$(VENV)-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --group node -o requirements/node.txt
	$(VENV)-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --group build --group bench pyproject.toml -o requirements/bench.txt
	rm -rf $(VENV)-lock

clean:
	rm -rf $(VENV) $(BUILT) frontend/node_modules $(DEMO) .pytest_cache .ruff_cache .hypothesis .import_linter_cache

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "wholeplace needs Python 3.11 or newer, and $(PYTHON) is $$($(PYTHON) --version 2>&1)."; \
	  echo "Name a newer one: make demo PYTHON=python3.12"; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { echo "This Python cannot make environments. On Debian or Ubuntu: apt-get install python3-venv"; exit 2; }

$(STAMPS)/app: requirements/app.txt | $(PY)
	@echo "Setting up: the locked packages (about a minute, once)"
	@$(PIP) install --require-hashes -r $<
	@mkdir -p $(@D) && touch $@

$(STAMPS)/bench: requirements/bench.txt | $(STAMPS)/app
	@echo "Setting up: the peers that benchmarks run beside us"
	@$(PIP) install --require-hashes -r $<
	@touch $@

$(STAMPS)/package: pyproject.toml $(STAMPS)/app
	@echo "Setting up: wholeplace itself"
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

# npm and node from the machine, or else from a Python package, so that Python alone is enough. pyright runs on node too.
$(STAMPS)/frontend: $(FRONTEND) requirements/node.txt $(STAMPS)/app
	@echo "Setting up: the look of the pages"
	@{ command -v npm && command -v node; } > /dev/null || $(PIP) install --require-hashes -r requirements/node.txt
	@$(PY) frontend/build.py
	@touch $@

$(STAMPS)/dev: requirements/dev.txt $(STAMPS)/app
	@echo "Setting up: the tools that check the code"
	@$(PIP) install --require-hashes -r $<
	@touch $@
