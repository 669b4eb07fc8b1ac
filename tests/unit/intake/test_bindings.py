"""A name is found however code binds it, and a skeleton is told from an answer."""

import ast

import pytest

from autograder.intake.answers import may_bind, names_of, without_skeletons
from autograder.intake.bindings import Bound, bindings

STUB = "def f(x):\n    raise NotImplementedError()"


def bound(source, untouched=None):
    return names_of(source, untouched or {}).get("f")


@pytest.mark.parametrize(
    "source",
    [
        "def f(x): return x",
        "async def f(x): return x",
        "@cache\ndef f(x): return x",
        "@torch.no_grad()\ndef f(x): return x",
        "if fast:\n    def f(x): return x\nelse:\n    def f(x): return 2",
        "try:\n    def f(x): return x\nexcept ImportError:\n    pass",
        "try:\n    import q\nexcept ImportError:\n    f = lambda x: x",
        "with torch.no_grad():\n    def f(x): return x",
        "for _ in range(1):\n    def f(x): return x",
        "match 1:\n    case 1:\n        f = g",
        "f = lambda x: f(x - 1)",
        "f: Callable = lambda x: x",
        "f = g",
        "f = self.g",
        "f = functools.partial(g, 1)",
        "f = Reader()",
        "f = table['g']",
        "f = g if fast else h",
        "g = f = lambda x: x",
        "f, g = (lambda x: x), 2",
        "(g, [f]) = 1, [h]",
        "f, g = make()",
        "print(f := g)",
        "y = [f := g for g in hs]",
        "from math import prod as f",
        "from answer import f",
        "class f:\n    def __call__(self, x): return x",
        "globals()['f'] = g",
        "def make():\n    global f\n    def f(x): return x\nmake()",
        "def f(x): raise NotImplementedError('no') if x else None",
        "def f(x):\n    raise ValueError",
        "def f(x:\n    return x",
        "f = lambda x: (x",
    ],
)
def test_an_answer_in_any_form(source):
    assert bound(source) is Bound.ANSWER


@pytest.mark.parametrize(
    "source", [STUB, "if True:\n    " + STUB.replace("\n", "\n    "), "def f(x):\n    'Doc.'\n"]
)
def test_a_skeleton(source):
    assert bound(source, {"f": ast.dump(ast.parse("def f(x):\n    'Doc.'").body[0])}) is (
        Bound.SKELETON
    )


@pytest.mark.parametrize(
    "source", ["f = 3", "f = [g]", "f = f(2)", "f = cache(f)", "import f", "for f in 'ab': pass"]
)
def test_what_nobody_can_call_is_no_answer(source):
    assert bound(source) is Bound.VALUE


@pytest.mark.parametrize(
    "source",
    ["def g():\n    f = 3", "g = lambda f: f", "class A:\n    def f(self): pass", "g(f=1)", "del f",
     "f.x = 1", "print(f)", "def g(f): pass"],
)  # fmt: skip
def test_what_binds_nothing_in_the_module(source):
    assert bound(source) is None


def test_names_that_only_running_shows():
    assert may_bind("exec('def f(x): pass')", "f") and may_bind("setattr(m, 'f', g)", "f")
    assert may_bind("from answer import *", "f")
    assert not may_bind("from torch import *", "f") and not may_bind("print('f')", "f")


@pytest.mark.parametrize("answer", ["f = lambda x: x", "from m import g as f", "def f(x): pass"])
def test_a_skeleton_undoes_no_answer_wherever_it_stands(answer):
    inside = "import a\nif a:\n    " + STUB.replace("\n", "\n    ") + "\nb = 1"
    for sources in ([answer, STUB, inside], [inside, STUB, answer]):
        left = without_skeletons(sources, {})
        assert [s.count("\n") for s in left] == [s.count("\n") for s in sources]
        for source in left:
            ast.parse(source)
            assert "NotImplementedError" not in source
        assert answer in left
    assert without_skeletons([STUB, "f = 3"], {}) == [STUB, "f = 3"]


def test_bindings_come_in_the_order_of_the_text():
    tree = ast.parse("a = 1\nif a:\n    def b(): pass\nc = d = 2")
    assert [binding.name for binding in bindings(tree, {})] == ["a", "b", "c", "d"]
