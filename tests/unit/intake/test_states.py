"""Which later cells may matter to an answer: read from the text, as Python's scopes have it."""

import pytest

from autograder.intake.states import Notebook, states_of
from autograder.model import Cell

ANSWER = "def f(x): return helper(x)"
HELPER = "def helper(x): return x * SCALE\nSCALE = 2"


def notebook(*sources: str, marks: dict[int, str] | None = None) -> list[Cell]:
    """Cells 1, 2, ...; `marks` gives the exercise whose answer cell one is."""
    marks = marks or {}
    return [
        Cell(f"cell {n}", source, grade_id=f"{marks[n]}__solution" if n in marks else "")
        for n, source in enumerate(sources, 1)
    ]


def causes(*sources: str) -> list[str]:
    return [text.en for text in states_of(notebook(*sources), ["f"]).causes]


# What is harmless -> the cells; the answer is in the first.
ONE_RUN = {
    "nothing below": [ANSWER],
    "another name": [ANSWER, "other = 3"],
    "the same import": ["import torch\ndef f(x): return torch.abs(x)", "import torch"],
    "an import of a part": ["import torch\ndef f(x): return torch.abs(x)", "import torch.nn"],
    "the same import, written otherwise": [
        "import torch.nn.functional as F\ndef f(x): return F.relu(x)",
        "from torch.nn import functional as F",
    ],
    "the same alias": [
        "import torch\nT = torch.Tensor\ndef f(x): return isinstance(x, T)",
        "from torch import Tensor as T",
    ],
    "the same star": ["from math import *\ndef f(x): return sin(x)", "from math import *"],
    "the same constant": ["EPS = -1e-8\ndef f(x): return x + EPS", "EPS = -1e-8"],
    "the same device": [
        "import torch\nD = torch.device('cuda' if torch.cuda.is_available() else 'cpu')\n"
        "def f(x): return x.to(D)",
        "D = torch.device('cuda' if torch.cuda.is_available() else 'cpu')",
    ],
    "the same helper": [f"{HELPER}\n{ANSWER}", "def helper(x): return x * SCALE"],
    "a local name": ["def f(x):\n    y = x\n    return y", "y = 3\nx = 4"],
    "a parameter": ["def f(x, *more, key=1, **rest): return x, more, key, rest",
                    "more = key = rest = x = 0"],
    "a nested function's own name": [
        "def f(x):\n    y = 1\n    def g():\n        nonlocal y\n        y = x\n    return g(), y",
        "y = 3",
    ],
    "a comprehension's own name": ["def f(x): return [a for a in x]", "a = 3"],
    "a comprehension that binds nothing here": [f"{HELPER}\n{ANSWER}", "[SCALE for SCALE in 'ab']"],
    "a function that binds for itself": [f"{HELPER}\n{ANSWER}", "def g():\n    SCALE = 3\ng()"],
    "a class body's own name": [f"{HELPER}\n{ANSWER}", "class C:\n    SCALE = 3"],
    "a default, evaluated long ago": ["K = 2\ndef f(x, k=K): return x * k", "K = 3"],
    "an annotation": ["Vec = list\ndef f(x: Vec) -> Vec: return x", "Vec = 3"],
    "an alias of a type": ["Vec = list[int]\ny: Vec = []\ndef f(x): return x", "Vec = tuple"],
    "a decorator, called long ago": [
        "def twice(g): return lambda x: g(g(x))\n@twice\ndef f(x): return x + 1", "twice = 2",
    ],
    "an annotation without a value": [f"{HELPER}\n{ANSWER}", "SCALE: int"],
    "__all__": [f"{HELPER}\n{ANSWER}", "__all__ = ['f']"],
    "a mangled name": [
        "_C__k = 2\nclass C:\n    def g(self): return __k\ndef f(x): return C().g()", "__k = 3",
    ],
    "a global of a function that nobody calls": [
        f"{HELPER}\n{ANSWER}", "def g():\n    global SCALE\n    SCALE = 3",
    ],
    "a switch in a function that nobody calls": [
        f"import torch\n{ANSWER}", "def g(): torch.set_default_dtype(torch.float64)",
    ],
    "a context": ["import torch\ndef f(x): return x",
                  "with torch.set_grad_enabled(False), torch.no_grad():\n    f(1)"],
    "warnings that are put back": [
        "import warnings\ndef f(x): return x",
        "with warnings.catch_warnings():\n    warnings.simplefilter('error')\n    f(1)",
    ],
    "a seed, for code that draws nothing": [f"import torch\n{HELPER}\n{ANSWER}",
                                            "torch.manual_seed(0)"],
    "a generator of its own": ["import torch\ndef f(x): return torch.rand(3)",
                               "g = torch.Generator().manual_seed(0)"],
    "a seed, for code beside which numbers are drawn": [
        "import torch\nx = torch.rand(3)\ndef f(x):\n    'Not random.'\n    return torch.abs(x)",
        "torch.manual_seed(0)"],
    "what a plot looks like": [f"{HELPER}\n{ANSWER}",
                               "import matplotlib.pyplot as plt\nplt.rcParams['a'] = 1\n"
                               "plt.style.use('x')\nplt.set_cmap('x')"],
    "objects of its own": [f"{HELPER}\n{ANSWER}",
                           "box = Box()\nbox.x = 1\nbox['a'] = 2\nbox.append(3)\ndel box['a']"],
    "a local list of that name": ["HELP = []\ndef f(x): return HELP",
                                  "def g(HELP):\n    HELP.append(3)\ng([])"],
    "a cell that is no Python": [f"{HELPER}\n{ANSWER}", "SCALE = = 3"],
    "numpy's set operations": ["import numpy as np\ndef f(x): return x",
                               "np.setdiff1d([1], [2])\nnp.add(1, 2)\nnp.random.shuffle([1])"],
    "in-place initialisation of another": ["import torch.nn as nn\ndef f(x): return x",
                                           "nn.init.zeros_(nn.Linear(1, 1).weight)"],
}  # fmt: skip


@pytest.mark.parametrize("cells", ONE_RUN.values(), ids=ONE_RUN)
def test_what_cannot_matter_is_judged_once(cells):
    assert causes(*cells) == [] and not states_of(notebook(*cells), ["f"]).whole


AGAIN = "cell 2 binds `SCALE` again, which `helper` reads"
USES = f"{HELPER}\n{ANSWER}"
# What may matter -> the cells, and what is said of it.
TWO_RUNS = {
    "a value": ([USES, "SCALE = 3"], AGAIN),
    "several targets": ([USES, "a, (b, *SCALE) = 1, (2, 3)"], AGAIN),
    "in place": ([USES, "SCALE += 1"], AGAIN),
    "a loop": ([USES, "for SCALE in range(3): pass"], AGAIN),
    "a context's name": ([USES, "with open('a') as SCALE: pass"], AGAIN),
    "an exception's name": ([USES, "try: 1 / 0\nexcept ZeroDivisionError as SCALE: pass"], AGAIN),
    "a pattern": ([USES, "match [1, 2]:\n    case [_, SCALE]: pass"], AGAIN),
    "the rest of a pattern": ([USES, "match {}:\n    case {**SCALE}: pass"], AGAIN),
    "a walrus": ([USES, "print(SCALE := 3)"], AGAIN),
    "a walrus in a comprehension": ([USES, "[SCALE := n for n in range(3)]"], AGAIN),
    "under a condition": ([USES, "if True:\n    SCALE = 3"], AGAIN),
    "another import": ([USES, "from math import pi as SCALE"], AGAIN),
    "a function": ([USES, "def SCALE(): pass"], AGAIN),
    "a class": ([USES, "class SCALE: pass"], AGAIN),
    "a global of a function that is called": (
        [USES, "def g():\n    global SCALE\n    SCALE = 3\ng()"], AGAIN),
    "through what it calls": (
        [USES + "\ndef g():\n    global SCALE\n    SCALE = 3\ndef h(): g()", "[h for _ in 'a']"],
        AGAIN),
    "a deletion": ([USES, "del SCALE"], "cell 2 deletes `SCALE`, which `helper` reads"),
    "the answer itself": ([USES, "f = f(3)"], "cell 2 binds `f` again"),
    "an import of the answer's name": (["class f: pass", "from m import f"],
                                       "cell 2 binds `f` again"),
    "a builtin": (["def f(x): return tuple(x)", "tuple = (1, 2)"],
                  "cell 2 binds Python's own `tuple` again, which `f` reads"),
    "a helper below": ([ANSWER, HELPER], "cell 2 binds `helper`, which `f` reads"),
    "a lambda": (["f = lambda x: x * K\nK = 2", "K = 3"],
                 "cell 2 binds `K` again, which `f` reads"),
    "a method": (["K = 2\nclass C:\n    def g(self): return K\ndef f(x): return C().g()", "K = 3"],
                 "cell 2 binds `K` again, which `C` reads"),
    "a method beside a name of its class": (
        ["K = 2\nclass C:\n    K = 5\n    def g(s): return K\ndef f(x): return C().g()", "K = 3"],
        "cell 2 binds `K` again, which `C` reads"),
    "a mangled name": (
        ["_C__k = 2\nclass C:\n    def g(self): return __k\ndef f(x): return C().g()", "_C__k = 3"],
        "cell 2 binds `_C__k` again, which `C` reads"),
    "an f-string": (["K = 2\ndef f(x): return f'{x:{K}}'", "K = 3"],
                    "cell 2 binds `K` again, which `f` reads"),
    "a nested function": (["K = 2\ndef f(x):\n    def g(): return K\n    return g()", "K = 3"],
                          "cell 2 binds `K` again, which `f` reads"),
    "a comprehension's condition": (["K = 2\ndef f(x): return [a for a in x if a > K]", "K = 3"],
                                    "cell 2 binds `K` again, which `f` reads"),
    "what a decorator reads": (
        ["K = 2\ndef d(g): return lambda x: g(x) * K\n@d\ndef f(x): return x", "K = 3"],
        "cell 2 binds `K` again, which `d` reads"),
    "what a default reads when called": (
        ["K = 2\ndef g(x): return x * K\ndef f(x, g=g): return g(x)", "K = 3"],
        "cell 2 binds `K` again, which `g` reads"),
    "what a partial reads": (
        ["from functools import partial\nK = 2\ndef g(x, y): return x * y * K\n"
         "h = partial(g, 2)\ndef f(x): return h(x)", "K = 3"],
        "cell 2 binds `K` again, which `g` reads"),
    "a base class": (
        ["K = 2\nclass A:\n    def g(self): return K\nclass B(A): pass\ndef f(x): return B().g()",
         "K = 3"], "cell 2 binds `K` again, which `A` reads"),
    "a global that the answer writes": (
        ["n = 0\ndef f(x):\n    global n\n    n += 1\n    return n", "n = 'a'"],
        "cell 2 binds `n` again, which `f` reads"),
    "a changed helper": ([USES, "def helper(x): return 0"],
                         "cell 2 binds `helper` again, which `f` reads"),
    "another module of that name": (
        ["import torch.nn.functional as F\ndef f(x): return F.relu(x)",
         "from torchvision.transforms import functional as F"],
        "cell 2 binds `F` again, which `f` reads"),
    "a star": (["def f(x): return sum(x)", "from numpy import *"],
               "cell 2 imports every name of `numpy`"),
    "an attribute of a library": (
        ["import torch\ndef f(x): return x.reshape(-1)", "torch.Tensor.reshape = None"],
        "cell 2 changes `torch.Tensor.reshape`"),
    "by another name": (
        ["from torch import nn as n\ndef f(x): return x", "M = n.Module\nM.forward = None"],
        "cell 2 changes `torch.nn.Module.forward`"),
    "an item of a library": (["import os\ndef f(x): return x", "os.environ['A'] = 'b'"],
                             "cell 2 changes `os.environ`"),
    "setattr": (["import torch\ndef f(x): return x", "setattr(torch.Tensor, 'view', None)"],
                "cell 2 changes `torch.Tensor.view`"),
    "del of an attribute": (["import math\ndef f(x): return math.pi", "del math.pi"],
                            "cell 2 changes `math.pi`"),
    "a switch": (["import torch\ndef f(x): return x", "torch.set_grad_enabled(False)"],
                 "cell 2 calls `torch.set_grad_enabled`, which holds for all code"),
    "a switch, imported": (["def f(x): return x",
                            "from torch import set_default_dtype as s, float64\ns(float64)"],
                           "cell 2 calls `torch.set_default_dtype`, which holds for all code"),
    "a switch in a function that is called": (
        ["import numpy as np\ndef strict():\n    np.seterr(all='raise')\ndef f(x): return x",
         "strict()"], "cell 2 calls `numpy.seterr`, which holds for all code"),
    "a context that is never left": (
        ["import torch\ndef f(x): return x", "torch.no_grad().__enter__()"],
        "cell 2 calls `torch.no_grad.__enter__`, which holds for all code"),
    "warnings": (["import warnings\ndef f(x): return x", "warnings.simplefilter('error')"],
                 "cell 2 calls `warnings.simplefilter`, which holds for all code"),
    "options": (["import pandas as pd\ndef f(x): return x", "pd.set_option('mode.copy', 1)"],
                "cell 2 calls `pandas.set_option`, which holds for all code"),
    "the environment": (["import os\ndef f(x): return x", "os.environ.update(A='b')"],
                        "cell 2 calls `os.environ.update`, which holds for all code"),
    "a seed, for code that draws": (
        ["import torch\ndef f(x): return torch.rand(3)", "torch.manual_seed(0)"],
        "cell 2 calls `torch.manual_seed`, which holds for all code"),
    "an attribute of the answer": (["def f(x): return f.k", "f.k = 2"], "cell 2 changes `f`"),
    "an item that it reads": (["K = {}\ndef f(x): return K['a']", "K['a'] = 2"],
                              "cell 2 changes `K`, which `f` reads"),
    "a list that it reads": (["K = []\ndef f(x): return K", "K.append(3)"],
                             "cell 2 changes `K`, which `f` reads"),
    "text run as code": ([USES, "exec('SCALE = 3')"],
                         "cell 2 runs what cannot be told from its text (`exec`)"),
    "names by their text": ([USES, "globals()['SCALE'] = 3"],
                            "cell 2 runs what cannot be told from its text (`globals`)"),
    "an answer that runs text": (["def f(x): return eval('K * x')", "K = 2"], "cell 2 binds `K`"),
}  # fmt: skip


@pytest.mark.parametrize(("cells", "said"), TWO_RUNS.values(), ids=TWO_RUNS)
def test_what_may_matter_is_judged_twice_and_named(cells, said):
    found = states_of(notebook(*cells), ["f"])
    assert said in [text.en for text in found.causes]
    assert all(text.zh and "cell" in text.zh for text in found.causes)
    assert [c.name for c in found.own] == ["cell 1"] and len(found.whole) == len(cells)


# The exercise's last cell -> the cells, and which are marked as whose answer.
PLACES = [
    (1, ["def f(): pass", "x = 1"], {}),
    (2, ["def f(): pass", "def f(): return 1", "x = 1"], {}),
    (2, ["def f(): pass", "if True:\n    def f(): return 1", "x = 1"], {}),
    (2, ["def f(): pass", "async def f(): return 1", "x = 1"], {}),
    (2, ["class f: pass", "f = lambda: 1", "x = 1"], {}),
    (2, ["x = 1", "def f(:", "y = 1"], {}),
    (1, ["def f(): pass", "f = f()", "x = 1"], {}),
    (1, ["class f: pass", "from sklearn.preprocessing import f", "x = 1"], {}),
    (2, ["x = 1", "from mine import f", "y = 1"], {}),
    (2, ["x = 1", "g = f = partial(x)", "y = 1"], {}),
    (3, ["x = 1", "y = 2", "z = 3"], {}),
    (1, ["def f(): pass", "def f(): return 1", "x = 1"], {1: "a", 2: "b"}),
    (2, ["def f(): pass", "def f(): return 1", "x = 1"], {1: "a"}),
    (1, ["def f(): pass", "x = 1"], {1: "b"}),
    (2, ["def f(): pass", "helper = 1", "x = 1"], {2: "a"}),
]


@pytest.mark.parametrize(("number", "cells", "marks"), PLACES)
def test_an_exercise_ends_with_its_last_cell(number, cells, marks):
    assert Notebook(notebook(*cells, marks=marks)).last_of(["f"], "a") == number - 1


# The cells up to and with its answer cell, where a later cell defines the same again.
FIRST = [
    (1, ["def f(): pass", "def f(): return 1", "x = 1"], {1: "a"}),
    (2, ["def f(): pass", "def f(): return 1", "f = lambda: 1", "def f(): pass"], {2: "a"}),
    (2, ["def f(): pass", "# above", "def f(): return 1"], {2: "a"}),
    (0, ["def f(): pass", "def f(): return 1"], {}),
    (0, ["def f(): pass", "x = 1"], {1: "a"}),
    (0, ["# see below", "def f(): return 1"], {1: "a"}),
    (0, ["def f(): pass", "def f(): return 1"], {1: "a", 2: "a"}),
]


@pytest.mark.parametrize(("count", "cells", "marks"), FIRST)
def test_an_answer_cell_is_a_place_of_its_own_where_the_answer_is_defined_again(
    count, cells, marks
):
    assert len(states_of(notebook(*cells, marks=marks), ["f"], "a").first) == count


def test_an_exercise_of_several_functions_ends_with_the_last_of_them():
    cells = Notebook(notebook("def g(): pass", "def f(): pass", "x = 1"))
    assert cells.last_of(["f", "g"]) == 1 and cells.last_of(["g", "h"]) == 0


def test_several_causes_are_named_and_none_is_accused():
    found = states_of(notebook(USES, "SCALE = 3", "SCALE = 4", "del helper", "helper = 1"), ["f"])
    assert found.undone.en == (
        "a later cell undoes this answer, perhaps one of these: cell 2 binds `SCALE` again, which "
        "`helper` reads; cell 3 binds `SCALE` again, which `helper` reads; cell 4 deletes "
        "`helper`, which `f` reads; judged as after cell 1"
    )


def test_what_later_cells_call_is_read_once():
    """However many cells call one another's functions: nobody can make the grader read for long."""
    chain = [f"def g{n}(): return g{n + 1}()\nx{n} = g0" for n in range(2000)]
    assert causes(ANSWER, *chain, "def g2000():\n    global helper\n    helper = 1") == [
        "cell 2 binds `helper`, which `f` reads"
    ]


def test_a_cell_too_large_to_be_read_may_do_anything():
    assert causes(USES, "x = 1\n" * 50_000) == ["cell 2 runs what cannot be told from its text"]
    found = states_of(notebook("# \n" * 100_000, ANSWER, "y = 1"), ["f"])
    assert [text.en for text in found.causes] == ["cell 3 binds `y`"]


@pytest.mark.parametrize("source", ["(" * 5000 + ")" * 5000, "a" + ".a" * 5000, "\0", "-" * 5000])
def test_no_text_breaks_the_reader(source):
    states_of(notebook(source, USES, source), ["f"])
