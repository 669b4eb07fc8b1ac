"""Helper files that a student handed in are imported as beside a notebook."""

import sys

import pytest

from autograder.model import Cell
from autograder.sandbox.processes.faults import StudentRaised
from autograder.sandbox.processes.in_process import load


@pytest.fixture(autouse=True)
def no_module_stays():
    modules, finders = set(sys.modules), list(sys.meta_path)
    yield
    sys.meta_path[:] = finders
    for name in set(sys.modules) - modules:
        del sys.modules[name]


def value_of(name, *cells):
    channel, faults = load(cells)
    assert not faults
    return channel.request("call", "submission", name, (), {}, False)[0]


def test_a_helper_is_imported_and_imports_another():
    helper = Cell("grey.py", "from scale import factor\n\ndef grey():\n    return 3 * factor\n",
                  module="grey")  # fmt: skip
    scale = Cell("scale.py", "factor = 7\n", module="scale")
    assert value_of("f", helper, scale, Cell("cell 1", "from grey import grey as f")) == 21


def test_a_helper_in_a_package():
    inner = Cell("tools/deep.py", "def f():\n    return __name__\n", module="tools.deep")
    assert value_of("f", inner, Cell("cell 1", "from tools.deep import f")) == "tools.deep"
    init = Cell("kit/__init__.py", "from .one import f\n", module="kit.__init__")
    one = Cell("kit/one.py", "def f():\n    return 1\n", module="kit.one")
    assert value_of("f", init, one, Cell("cell 1", "from kit import f")) == 1


def test_a_helper_that_nobody_imports_is_not_run():
    _, faults = load([Cell("idle.py", "raise ValueError", module="idle"), Cell("cell 1", "x = 1")])
    assert faults == []


def test_an_error_in_a_helper_is_the_cells_that_imports_it():
    helper = Cell("broken.py", "\nx = 1 / 0\n", module="broken")
    _, [(name, fault)] = load([helper, Cell("cell 1", "import broken")])
    assert name.cell == "cell 1" and isinstance(fault, StudentRaised)
    assert fault.trace[-1] == "broken.py, line 2: x = 1 / 0"
