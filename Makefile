# Every target makes what it needs first: system packages, .venv, the locked dependencies (see .ci/setup).
.DEFAULT_GOAL := help
.PHONY: help demo serve test test-full browser check bench score faults migration messages lock
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest -n 3

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /make \1\t/p' Makefile | expand -t 20

demo: ## a whole round in the sandbox: letters, dossiers, mail, answers
	@.ci/setup run
	@$(BIN)/outreach demo $(ARGS)

serve: ## the desk in a browser, with the demonstration's data
	@.ci/setup run
	@$(BIN)/outreach serve --demo $(ARGS)

test: ## all tests; stores, claims and migrations on SQLite and PostgreSQL
	@.ci/setup test
	@$(PYTEST) $(ARGS)

test-full: ## all tests, each on SQLite and PostgreSQL
	@.ci/setup test
	@$(PYTEST) --database=both $(ARGS)

browser: ## the desk in Chromium on a telephone, in the dark, without JavaScript, and checked by axe-core
	@.ci/setup test
	@$(PYTEST) --browser-full tests/browser $(ARGS)

check: ## format, lint, strict types, import rules
	@.ci/setup test
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: ## one JSON line a benchmark; ONLY=name runs one
	@.ci/setup test
	@$(BIN)/python -m tests.bench $(ONLY)

score: ## how well incoming mail is understood, in numbers
	@.ci/setup test
	@$(BIN)/python -m tests.replies.score
	@$(BIN)/python -m tests.replies.unseen.score

faults: ## kill -9 at every step 200 times, servers and disks that fail: writes docs/faults.md
	@.ci/setup test
	@OUTREACH_TEST_KILLS=200 OUTREACH_TEST_FAULTS_REPORT=docs/faults.md $(PYTEST) tests/faults $(ARGS)

migration: ## write the migration from the last one to the tables of the code; NAME=what_changes
	@.ci/setup test
	@$(BIN)/python -m outreach.migrations "$(NAME)"
	@$(BIN)/ruff check --quiet --fix outreach/migrations && $(BIN)/ruff format --quiet outreach/migrations

messages: ## collect what the desk says for translators: writes messages.pot
	@.ci/setup run
	@$(BIN)/pybabel --quiet extract --mapping-file pyproject.toml --no-location --sort-output --project outreach \
		--output-file outreach/interface/catalogs/messages.pot .

lock: ## choose the newest dependencies that pyproject.toml allows
	@.ci/setup test
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile --quiet --upgrade --extra dev --generate-hashes --no-emit-index-url --universal \
		--python-version 3.11 pyproject.toml -o requirements.lock
