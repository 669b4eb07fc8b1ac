"""A helper file counts if an answer imports it, wherever its student can have meant it to lie."""

from pathlib import PurePosixPath

import pytest

from autograder.intake.collect import read_submissions
from autograder.intake.helper_files import helpers_for, imported, module_of
from autograder.model import Cell
from tests.unit.intake.hand_ins import A1, TRIPLE, english, notebook, put

ANSWER = "from tools import twice\n\ndef double(x):\n    return twice(x)\n"
TOOLS = "def twice(x):\n    return 2 * x\n"


@pytest.mark.parametrize(
    ("path", "module"),
    [("helpers.py", "helpers"), ("./helpers.py", "helpers"), ("pkg/mod.py", "pkg.mod"),
     ("/content/helpers.py", "helpers"), ("..\\x.py", "x"), ("a b.py", ""), ("data.csv", ""),
     ("pkg/__init__.py", "pkg.__init__"), ("$name.py", "")],
)  # fmt: skip
def test_names_of_modules(path, module):
    assert module_of(path) == module


def test_what_is_imported():
    source = "import a.b, c as d\nfrom e.f import g\nfrom . import h\ndef f():\n    import i\n"
    assert imported(source) == {"a", "c", "e", "i"}
    assert imported("import (") == set()


def test_the_nearest_file_counts_and_brings_what_it_imports():
    files = {
        PurePosixPath(path): source
        for path, source in {
            "s/04_x/tools.py": "import deeper",
            "s/tools.py": "far = 1",
            "s/deeper.py": "x = 1",
            "s/pkg/__init__.py": "",
            "s/pkg/one.py": "",
            "s/random.py": "",
            "t/lone.py": "",
            "t/two.py": "",
            "u/two.py": "",
        }.items()
    }
    cells = [Cell("x.py", "import tools, pkg.one, random, lone, two, torch", "a/04_x")]
    found = helpers_for(cells, PurePosixPath("s/04_x"), files)
    assert {str(path): cell.module for path, cell in found.items()} == {
        "s/04_x/tools.py": "tools", "s/deeper.py": "deeper", "t/lone.py": "lone",
        "s/pkg/__init__.py": "pkg.__init__", "s/pkg/one.py": "pkg.one"}  # fmt: skip
    assert {cell.exercise for cell in found.values()} == {"a/04_x"}


def test_helpers_beside_a_notebook_and_a_script(work, course):
    put(work, f"ann/{A1}/{A1}.ipynb", notebook(ANSWER, TRIPLE))
    put(work, f"ann/{A1}/tools.py", TOOLS)
    put(work, f"ann/{A1}/idle.py", "x = 1")
    put(work, f"bob/{A1}/01_double/double.py", ANSWER)
    put(work, f"bob/{A1}/01_double/tools.py", TOOLS)
    put(work, f"bob/{A1}/02_triple/triple.py", TRIPLE)
    put(work, f"bob/{A1}/02_triple/idle.py", "x = 1")
    written = "%%writefile tools.py\n" + TOOLS
    put(work, f"cy/{A1}/{A1}.ipynb", notebook(written, "%%writefile -a tools.py\ny = 1", ANSWER))
    ann, bob, cy = read_submissions(work, course).submissions
    assert (ann.cells[0].name, ann.cells[0].module, ann.cells[0].source) == (
        "tools.py", "tools", TOOLS)  # fmt: skip
    assert "tools.py was read too" in english(ann.warnings)
    assert [(c.name, c.module, c.exercise) for c in bob.cells] == [
        ("tools.py", "tools", f"{A1}/01_double"), ("double.py", "", f"{A1}/01_double"),
        ("triple.py", "", f"{A1}/02_triple")]  # fmt: skip
    assert "idle.py was not used" in english(bob.warnings)
    assert "tools.py was read too" in english(bob.warnings)
    assert (cy.cells[0].module, cy.cells[0].source) == ("tools", TOOLS + "y = 1")
    assert "tools.py" not in english(cy.warnings)
    assert len({ann.digest, cy.digest}) == 2


def test_a_helper_with_conflict_marks_is_named(work, course):
    put(work, f"ann/{A1}/{A1}.ipynb", notebook(ANSWER, TRIPLE))
    put(work, f"ann/{A1}/tools.py", "<<<<<<< HEAD\n" + TOOLS)
    (ann,) = read_submissions(work, course).submissions
    assert "tools.py, line 1: an unresolved git conflict" in english(ann.warnings)
    assert ann.cells[0].source.startswith("# <<<<<<<")
