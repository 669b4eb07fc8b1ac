"""Magics do to Python's names what IPython would have them do, and nothing else."""

import ast

import pytest

from autograder.intake.magics import neutral, written_file


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x = %time f(2)", "x = f(2)"),
        ("%timeit -n 3 -r5 f(1)", "f(1)"),
        ("%%timeit -n 10\nx = 1", "\nx = 1"),
        ("%%time\n%matplotlib inline\n!ls\ndef f(): pass", "\npass\npass\ndef f(): pass"),
        ("%%capture out\nx = 1", "\nx = 1"),
        ("%%an_extension 3\nx = 1", "\nx = 1"),
        ("%%cython\ncdef int x", ""),
        ("%%python3\nx = 1", ""),
        ("%%html\n<b>", ""),
        ("%run helpers.py", "from helpers import *"),
        ("if x:\n    %run -i 'lib/helpers' 3", "if x:\n    from helpers import *"),
        ("%run ../setup.ipynb", "pass"),
        ("%load helpers.py\nx = 1", "pass\nx = 1"),
        ("%load_ext autoreload\n%autoreload 2", "pass\npass"),
        ("files = !!ls\na, b = !ls\nt['x'] = %sql q", "files = []\na, b = []\nt['x'] = []"),
        ("torch.*Tensor?\nx[0].y??  # what", "pass\npass"),
        ("!echo 'it", "pass"),
        (">>> def f(x):\n...     return x\n", "def f(x):\n    return x\n"),
        ("In [3]: x = 1\nIn [4]: y = 2", "x = 1\ny = 2"),
        ("  a = 1\n  b = 2", "a = 1\nb = 2"),
    ],
)
def test_magics_of_cells(before, after):
    assert neutral(before)[0] == after
    ast.parse(after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("get_ipython().run_cell_magic('time', '', 'def f(x):\\n    return x\\n')\ny = 1",
         "def f(x):\n    return x\ny = 1"),
        ("get_ipython().run_line_magic('time', 'x = f(1)')", "x = f(1)"),
        ("x = get_ipython().run_line_magic('time', 'f(1)')", "x = (f(1))"),
        ("x = get_ipython().run_line_magic('timeit', '-o f(1)')", "x = ([])"),
        ("x = get_ipython().getoutput('ls')", "x = []"),
        ("get_ipython().magic('matplotlib inline')", "pass"),
        ("get_ipython().system('ls'); x = 'é'; get_ipython().system('ls')", "pass; x = 'é'; pass"),
        ("if a:\n    get_ipython().run_line_magic('time', 'x = 1')", "if a:\n    x = 1"),
        ("get_ipython().run_cell_magic('bash', '', 'rm -rf /')", "pass"),
        ("get_ipython().run_line_magic('run', 'a.py')", "from a import *"),
        ("get_ipython().system(\n    'ls'\n)\nx = 1", "pass\n\n\nx = 1"),
        ("s = 'get_ipython().system(1)'", "s = 'get_ipython().system(1)'"),
    ],
)  # fmt: skip
def test_magics_of_exports(before, after):
    assert neutral(before)[0] == after


@pytest.mark.parametrize(
    "call",
    ["check(f, slug='a', examples='''\n>>> 1\n''')", "selfcheck.check(f)", "c(f)", "a.c(f)"],
)
def test_our_own_check_is_left_out(call):
    heads = [
        "from autograder.selfcheck import check, check as c",
        "from autograder import selfcheck",
        "import autograder.selfcheck as a",
    ]
    before = "\n".join([*heads, "x = 1", call, "if x:", f"    {call}; y = 2", "z = 3"])
    after, changed = neutral(before)
    assert call.split("(")[0] + "(" not in after and not changed
    assert after.count("\n") == before.count("\n") and "    pass; y = 2" in after
    assert neutral("from autograder import grade\ngrade(f)")[0].endswith("grade(f)")
    assert neutral(f"def check(f): pass\n{call}")[0] == f"def check(f): pass\n{call}"


@pytest.mark.parametrize(
    ("cell", "path", "body", "appends"),
    [
        ("%%writefile a.py\nx = 1\n%time", "a.py", "x = 1\n%time", False),
        ("\n%%file -a 'b c.py'\nx", "b c.py", "x", True),
        (
            "get_ipython().run_cell_magic('writefile', '-a a.py', 'x = 1\\n')",
            "a.py",
            "x = 1\n",
            True,
        ),
    ],
)
def test_files_that_cells_write(cell, path, body, appends):
    found = written_file(cell)
    assert (found.path, found.body, found.appends) == (path, body, appends)
    assert written_file("x = 1\n%%writefile a.py") is None
