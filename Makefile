# `make demo` and `make test` set everything up by themselves; a second run starts at once.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/installed

.PHONY: demo test faults fuzz lint setup clean

demo: $(STAMP)
	$(BIN)/python -m demo

# Two processes, since two cores are what it is meant for.
test: $(STAMP)
	.ci/system-packages
	$(BIN)/python -m pytest -q -n 2 --dist loadfile

# Every fault that the tests know, then a thousand kills.
faults: $(STAMP)
	$(BIN)/python -m pytest -q -m "" tests/faults
	$(BIN)/python -m tests.faults --kills 1000

fuzz: $(STAMP)
	$(BIN)/python -m pytest -q -m "" tests/fuzz
	$(BIN)/python -m tests.fuzz --frames 10_000_000 --processes 2

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

setup: $(STAMP)

# torch by its exact version first: a looser request may bring gigabytes of CUDA packages.
$(STAMP): pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check torch==2.13.0
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[instructor,dev]"
	touch $@

clean:
	rm -rf .venv demo_course results
