# Two commands after a clone: `make demo` and `make test`. See README.md.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
STAMPS := $(VENV)/.quotedesk

.PHONY: demo test test-milvus check slow lint docs eval peers clean help

help:  ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

demo: $(STAMPS)/run  ## build the sample index if it is missing, serve the chat on 127.0.0.1:7860
	$(BIN)/quotedesk demo

test: $(STAMPS)/test  ## the tests that take less than ten minutes
	$(BIN)/python -m pytest -m "not slow and not milvus"

slow: $(STAMPS)/test  ## the rest of the tests
	$(BIN)/python -m pytest -m "slow and not milvus"

test-milvus: $(STAMPS)/test $(STAMPS)/milvus  ## the tests against a real Milvus, which goes into .milvus
	$(BIN)/python -m pytest -m milvus --durations=12 tests/index/milvus tests/index/cluster

lint: $(STAMPS)/test  ## ruff, mypy, import-linter, and whether the documents are true
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/cog --check -P -I docs README.md docs/*.md

docs: $(STAMPS)/test  ## write the generated parts of README and docs again
	$(BIN)/cog -r -P -I docs README.md docs/*.md

eval: $(STAMPS)/run  ## measure the sample collection and hold it to its floors
	PATH="$(abspath $(BIN)):$$PATH" BASELINE=samples/baseline.tsv sh samples/ci/evaluate.sh

peers: $(STAMPS)/run  ## the same questions put to other systems, side by side: docs/peers.md
	$(BIN)/python -m eval.peers

check: lint test slow test-milvus eval  ## all that CI runs

# Every install is held to constraints.txt: the versions that were tested, here and in CI.
$(STAMPS)/run: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit("Quotedesk needs Python 3.11 or newer; try: make PYTHON=python3.12 demo" if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	mkdir -p $(STAMPS) && touch $@

$(STAMPS)/test: $(STAMPS)/run
	$(BIN)/python -m pip install --quiet --constraint constraints.txt "pip>=25.1"
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --group dev
	@sh tests/browser/install-chromium.sh || true
	@sh tests/servers/install-nginx.sh || true
	touch $@

# The engine and the clients that it goes with, apart from the product's environment.
$(STAMPS)/milvus: $(STAMPS)/test
	test -x .milvus/server/bin/python || $(PYTHON) -m venv .milvus/server
	.milvus/server/bin/pip install --quiet milvus==2.3.5 pymilvus==2.3.7 "setuptools<70" "marshmallow<4"
	touch $@

clean:  ## remove the environment and the sample index
	rm -rf $(VENV) demo-index
