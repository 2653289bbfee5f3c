# The only task runner. `make` lists the targets; `make site ARGS="--no-strict"` passes arguments on.

PYTHON ?= python3
ARGS ?=
BIN := .venv/bin
PIP := -m pip install -qq --disable-pip-version-check --no-deps --require-hashes --requirement
LOCKS := requirements requirements-dev requirements-zensical

.DEFAULT_GOAL := help
.PHONY: help site serve check test test-slow bench bench-pages zensical lock clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

site: .venv/.runtime ## build, test and publish the site to build/site
	@$(BIN)/python scripts/build.py $(ARGS)

serve: .venv/.runtime ## the same, then serve it and rebuild on every change
	@$(BIN)/python scripts/serve.py $(ARGS)

check: .venv/.runtime ## the house rules, in seconds, without building
	@$(BIN)/python scripts/check.py $(ARGS)

test: .venv/.development ## the tests, those that take minutes aside
	@$(BIN)/python -m pytest -m "not slow" -n auto --dist loadfile $(ARGS)

test-slow: .venv/.development ## the tests that take minutes: builds killed and served, foreign exports, every page, every cut
	@$(BIN)/python -m pytest -m slow -n auto --dist loadfile --no-loadscope-reorder $(ARGS)

bench: .venv/.development ## how fast the compiled pass is, beside MetricFlow and SQL by hand, and the build by step
	@PYTHONPATH=scripts:tests $(BIN)/python -m bench.run $(ARGS)

bench-pages: site .venv/.development ## what pages weigh and how fast they stand, as a table
	@$(BIN)/python tests/browser/bench.py $(ARGS) build

zensical: site .venv-zensical/.installed ## build the same pages with mkdocs-material's successor
	@$(BIN)/python tests/zensical/check.py build

# One environment serves both: development is the runtime and more. --no-deps, because the
# locks are complete and pip's hash mode trips over extras. Bytecode is written here once,
# since PYTHONDONTWRITEBYTECODE would otherwise make every command compile it anew.
.venv/.runtime: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo "Python 3.11 or newer is needed, $(PYTHON) is older: make site PYTHON=python3.12" >&2; exit 1; }
	@start=$$(date +%s); $(PYTHON) -m venv --clear .venv && $(BIN)/python $(PIP) $< \
	    && { $(BIN)/python -m compileall -q -j 0 .venv/lib >/dev/null || true; } && touch $@ \
	    && echo "environment   ok  $$(($$(date +%s) - start)).0 s" >&2

.venv/.development: requirements-dev.txt .venv/.runtime
	@$(BIN)/python $(PIP) $< && touch $@

.venv-zensical/.installed: requirements-zensical.txt
	@$(PYTHON) -m venv --clear .venv-zensical && .venv-zensical/bin/python $(PIP) $< && touch $@

# The three locks: every version and hash, for Python 3.11 and newer on any platform. Versions
# stay as they are unless asked for: `make lock ARGS=--upgrade`.
lock: ## write requirements*.txt anew from requirements*.in
	@$(PYTHON) -m venv build/uv
	@build/uv/bin/python -m pip install -qq --disable-pip-version-check uv
	@for lock in $(LOCKS); do build/uv/bin/uv pip compile --quiet --universal --generate-hashes \
	    --python-version 3.11 --custom-compile-command "make lock" $(ARGS) \
	    --output-file $$lock.txt $$lock.in || exit 1; done

clean: ## remove everything derived
	@rm -rf build
