# One command each; `make help` lists them. Everything runs in .venv, set up from infra/requirements/dev.txt (pinned with hashes).
# PYTHON=…  which interpreter the environment is made with (default: 3.13, what Lambda runs, where there is one; else python3)
# VENV=…    where the environment stands (default .venv)
# STORY=…   which story `demo` and `run` play
# ARCH=…    what `build` builds for: x86_64 (default) or arm64

VENV ?= .venv
STORY ?= infra/stories/twelve-orders.jsonl
WORKERS ?= auto

PY := $(VENV)/bin/python
READY := $(VENV)/.stamp
SAM_READY := .venv-sam/.stamp
CONFORMANCE_READY := .venv-conformance/.stamp
interpreter = $(or $(PYTHON),$(shell infra/setup/find-python))
export PYTHONPATH := functions:graphql:infra
# SAM CLI: no telemetry, and a region so that it does not look for one; nothing is called
sam = SAM_CLI_TELEMETRY=0 AWS_DEFAULT_REGION=cn-northwest-1 .venv-sam/bin/sam

.DEFAULT_GOAL := help
.PHONY: help run demo test check fmt build reliability conformance bench clean artifact-test lint types imports template drift sam lock

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(READY) ## play the story on the local cloud, then keep serving: prints the address, tokens and curl lines
	$(PY) -m care_cli play $(STORY) --serve

demo: $(READY) ## play a story through bus, queues, functions and API, and exit (STORY=file plays any)
	$(PY) -m care_cli play $(STORY)

test: $(READY) ## the tests, in parallel
	$(PY) -m pytest -n $(WORKERS) --dist loadfile -m "not artifact and not reliability and not conformance and not bench"

reliability: $(READY) ## the long plays: repetitions, permutations, crashes, sabotage
	$(PY) -m pytest -n $(WORKERS) --dist worksteal -m reliability

conformance: $(READY) $(CONFORMANCE_READY) ## the store contracts, and a sweep past 100,000 items that wait, on a DynamoDB with real indexes
	$(PY) -m pytest -m conformance

bench: $(READY) ## measure; judges nothing
	$(PY) -m pytest -m bench -s

build: $(READY) ## the artifacts, for the deployed minor and platform: build/artifact, and build/evidence for photos
	$(PY) -m artifact $(if $(ARCH),--arch $(ARCH))

artifact-test: build ## load every handler from the artifact alone, through the Lambda runtime client
	$(PY) -m pytest -m artifact

check: lint types imports template drift ## everything that can be said without running the product
	@echo "check: all well"

lint: $(READY)
	$(PY) -m ruff format --check
	$(PY) -m ruff check

types: $(READY)
	$(PY) -m mypy

imports: $(READY)
	$(VENV)/bin/lint-imports

template: $(READY)
	$(VENV)/bin/cfn-lint

sam: $(SAM_READY) ## `sam validate --lint` (in an environment of its own; CI runs it)
	$(sam) validate --lint --template template.yaml

drift: $(READY)
	$(PY) -m api.schema --check
	$(PY) -m event_schemas --check
	$(PY) -m story_maker --check

fmt: $(READY) ## format, mend what can be mended, write the SDL, the event schemas and the stories anew
	$(PY) -m ruff format
	$(PY) -m ruff check --fix --quiet || true
	$(PY) -m api.schema --write
	$(PY) -m event_schemas --write
	$(PY) -m story_maker --write

lock: $(READY) ## resolve infra/requirements/*.in anew (UP="--upgrade" takes the newest)
	for name in runtime evidence dev uv sam conformance; do \
	  $(VENV)/bin/uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-header --no-annotate --no-emit-index-url \
	    $(UP) infra/requirements/$$name.in -o infra/requirements/$$name.txt || exit 1; \
	done

clean: ## remove what the commands above made, the environments included
	rm -rf build .venv .venv-sam .venv-conformance .venv-3.* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage .coverage.*

$(READY): infra/requirements/dev.txt infra/requirements/uv.txt
	infra/setup/venv $(VENV) "$(interpreter)" infra/requirements/dev.txt
	infra/setup/launcher $(VENV)
	@touch $@

$(SAM_READY): infra/requirements/sam.txt infra/requirements/uv.txt
	infra/setup/venv .venv-sam "$(interpreter)" infra/requirements/sam.txt
	@touch $@

$(CONFORMANCE_READY): infra/requirements/conformance.txt infra/requirements/uv.txt
	infra/setup/venv .venv-conformance "$(interpreter)" infra/requirements/conformance.txt
	@touch $@
