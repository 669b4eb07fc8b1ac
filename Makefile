# `make demo` and `make test` set everything up by themselves; a second run starts at once.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/installed

.PHONY: demo check test nightly static setup clean

demo: $(STAMP)
	$(BIN)/python -m demo

PYTEST := $(BIN)/python -m pytest -q
# Two processes, since two cores are what it is meant for; tests/conftest.py deals the tests out.
TWO := -n 2 --dist loadgroup --no-loadscope-reorder

# The loop while working. An engine that changed makes every exercise one that changed: what is not
# begun within a minute is left to the next run, or to `make test`.
check: static
	$(PYTEST) $(TWO) -m "not slow and not nightly" tests/unit tests/test_architecture.py
	$(BIN)/python -m autograder.cli validate --changed --seeds 1 --within 60

# All that `make check` looks at, and everything else; the kill matrix is one of the tests.
test: static
	.ci/system-packages
	$(PYTEST) $(TWO)

# The same with nothing kept, every variant and many seeds, and then each long run to its end.
nightly: static
	.ci/system-packages
	AUTOGRADER_FRESH=1 $(BIN)/python -m tests.coverage_by_room $(TWO) -m ""
	$(BIN)/python -m tests.arena
	$(BIN)/python -m tests.faults --kills 1000
	$(BIN)/python -m tests.orders
	$(BIN)/python -m tests.fuzz --frames 10_000_000 --processes 2
	AUTOGRADER_FRESH=1 $(BIN)/python -m tests.slow_machine -- $(PYTEST) $(TWO)

static: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m autograder.cli build --check

setup: $(STAMP)

# torch by its exact version first: a looser request may bring gigabytes of CUDA packages.
$(STAMP): pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check torch==2.13.0
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[instructor,dev]"
	touch $@

clean:
	rm -rf .venv demo_course results
