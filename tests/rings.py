"""The rings that tests run in (see README.md)."""

import pytest


def nightly(*values):
    """Return parameters that only `make nightly` tries."""
    return [pytest.param(value, marks=pytest.mark.nightly) for value in values]
