"""A submission is loaded statement by statement, in what a notebook's kernel has."""

import pytest

from autograder.grading.verdicts import fault_in_words, why_missing
from autograder.model import Cell
from autograder.sandbox.confinement import confine
from autograder.sandbox.processes.channel import Channel
from autograder.sandbox.processes.faults import StudentMissing
from autograder.sandbox.processes.loading import MAX_DEATHS
from autograder.sandbox.processes.statements import places_of
from autograder.sandbox.processes.student import Student
from tests.arena.run import DOUBLE

LEVELS = [level for level in ("S2", "S3") if confine.at_least(confine.probe().level, level)]


@pytest.fixture(scope="module", params=LEVELS)
def host(request, host_at):
    return host_at(request.param)


@pytest.fixture
def run(host):
    opened = []

    def start(*sources, profile=DOUBLE.profile):
        cells = tuple(Cell(f"cell {n}", source) for n, source in enumerate(sources, 1))
        opened.append(host.open(DOUBLE, cells))
        return Student(Channel(opened[-1].exchange)), opened[-1]

    yield start
    for process in opened:
        process.close()


def said(process) -> list[str]:
    return [fault_in_words(place, fault).en for place, fault in process.faults]


def test_what_is_not_there_when_graded_is_said_with_the_cause(run):
    student, process = run(
        "from typing import nothing_of_the_kind\nimport os\nos.makedirs('data')\n"
        "import urllib.request\nurllib.request.urlopen('https://example.org')\n"
        "open('marks.csv')\n"
        "def f(x): return 2 * x"
    )
    assert student.f(2) == 4
    imported, made, opened, read = said(process)
    assert "cannot import name 'nothing_of_the_kind' from 'typing'; the rest" in imported
    assert "network and other processes are not there when this is graded" in made
    assert all("are not there when this is graded" in text for text in (opened, read))


# What stands beside an answer in the cell of the answer, and what is said about it.
HARMLESS = {
    "display": "display(3)\nh = display(display_id=True)\nh.update(4)",
    "from IPython": "from IPython.display import display, HTML, clear_output\ndisplay(HTML('x'))",
    "get_ipython": "assert 'google.colab' not in str(get_ipython())",
    "imported get_ipython": "from IPython import get_ipython\n"
    "get_ipython().run_line_magic('x', '')",
    "a magic's line": "get_ipython().run_line_magic('time', 'timed = 3')\nassert timed == 3",
    "a cell's magic": "get_ipython().run_cell_magic('time', '', 'made = 4')\nassert made == 4",
    "a shell line": "get_ipython().system('pip install x')\n"
    "for line in get_ipython().getoutput('ls'): line",
    "kept results": "In, Out, _",
    "pictures": "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot([1])\n"
    "plt.rcParams['figure.figsize'] = (2, 2)\nplt.savefig('a.png')\nplt.show()",
    "a grid of pictures": "import matplotlib.pyplot as plt\nfig, axes = plt.subplots(2, 3)\n"
    "for ax in axes.flat: ax.imshow([[1]])\n(a, b) = plt.subplots(1, 2)[1]",
    "all of pylab": "from pylab import *\nplot([1])\nshow()",
    "backends": "import matplotlib\nmatplotlib.use('Agg')\nfrom mpl_toolkits.mplot3d import Axes3D",
    "seaborn": "import seaborn as sns\nsns.set_theme()\nsns.heatmap([[1]])",
    "widgets": "import ipywidgets as widgets\nwidgets.IntSlider(3).value",
    "tensorboard": "from torch.utils.tensorboard import SummaryWriter\nw = SummaryWriter('runs')\n"
    "w.add_scalar('loss', 1, 2)\nw.close()",
    "progress": "from tqdm.auto import tqdm, trange\nassert list(tqdm([1, 2])) == [1, 2]\n"
    "bar = tqdm(range(3), desc='x')\nassert sum(bar) == 3 and len(bar) == 3\n"
    "bar.set_postfix(loss=1)\nassert [*trange(2)] == [0, 1]",
    "progress by hand": "import tqdm\nwith tqdm.tqdm(total=3) as bar:\n    bar.update(2)\n"
    "assert bar.n == 2\ntqdm.tqdm.write('x')",
    "a main block": "if __name__ == '__main__':\n    ran = True\nassert ran",
    "await": "import asyncio\nawait asyncio.sleep(0.01)\n"
    "assert await asyncio.to_thread(abs, -1) == 1",
    "asyncio": "import asyncio\nasync def two(): return 2\n"
    "async def both(): return await asyncio.gather(two(), two())\n"
    "assert asyncio.run(both()) == [2, 2]",
    "pickles": "import pickle, dataclasses\n@dataclasses.dataclass\nclass P:\n    x: int\n"
    "def g(): pass\nassert pickle.loads(pickle.dumps(P(1))) == P(1)\n"
    "assert pickle.loads(pickle.dumps(g)) is g",
    "sources": "import inspect\ndef g():\n    return 1\nassert 'return 1' in inspect.getsource(g)\n"
    "class C:\n    x = 7\nassert 'x = 7' in inspect.getsource(C)",
    "hints": "from __future__ import annotations\nimport typing\nclass N:\n    x: Later\n"
    "class Later: pass\nassert typing.get_type_hints(N) == {'x': Later}",
    "interop threads": "import torch\ntorch.set_num_interop_threads(2)\ntorch.set_num_threads(2)",
    "spawning": "import torch.multiprocessing as mp\nmp.set_start_method('spawn')",
    "environment": "import os, sys\nos.environ['X'] = '1'\n"
    "sys.path.append('/content')\nos.chdir('/')",
    "logging": "import logging\nlogging.basicConfig(level=logging.INFO)\nlogging.info('x')",
}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_a_notebook_has_is_there(run, name):
    student, process = run(f"{HARMLESS[name]}\ndef f(): return 1")
    assert student.f() == 1
    assert said(process) == []


# The same, where it cannot work: it costs only itself, and the warning names it.
FAILING = {
    "colab": ("from google.colab import drive\ndrive.mount('/content/drive')", 1, "google"),
    "a missing package": ("x = 1\nimport cv2x as cv2\ncv2.imread('a')", 2, "ModuleNotFoundError"),
    "input": ("n = int(input('how many? '))\nprint(n)", 1, "nobody is there to type"),
    "a log file": ("import logging\nlogging.basicConfig(filename='hw1.log')", 2, "Error"),
    "a data file": ("import pandas as pd\ndf = pd.read_csv('a.csv')\ndf.head()", 2, "FileNotFound"),
    "no such device": ("import torch\nnet = torch.zeros(1).cuda()\nnet.sum()", 2, "CUDA"),
    "an exit": ("import sys\nsys.exit(0)", 2, "SystemExit"),
    "a hard exit": ("import os\nos._exit(3)", 2, "exit code 3"),
    "a crash": ("import ctypes\nctypes.string_at(0)", 2, "SIGSEGV"),
    "an interrupt": ("raise KeyboardInterrupt", 1, "KeyboardInterrupt"),
    "an assertion": ("\n\nassert 1 == 2, 'no'", 3, "AssertionError: no"),
    "a loop in it": ("for i in range(3):\n    print(1 / (1 - i))", 1, "ZeroDivisionError"),
}


@pytest.mark.parametrize("name", FAILING)
def test_a_statement_that_fails_costs_only_itself(run, name):
    source, line, reason = FAILING[name]
    student, process = run(f"def before(): return 1\n{source}\ndef f(): return before() + 1")
    assert student.f() == 2
    (words,) = said(process)
    first = source.split("\n")[line - 1]
    assert words.startswith(f"cell 1, line {line + 1} `{first}` did not run: "), words
    assert reason in words and words.endswith("; the rest of the cell did")


def test_a_definition_that_ends_the_process_costs_only_itself(run):
    deadly = "import os\ndef f(): return 1\nclass C:\n    os._exit(4)\ndef g(): return 2"
    student, process = run(deadly)
    assert (student.f(), student.g()) == (1, 2)
    assert [(place.line, str(fault)) for place, fault in process.faults] == [(3, "exit code 4")]


def test_a_cell_that_ends_its_process_again_and_again_is_given_up(run):
    student, process = run("def f(): return 1", "import os\n" + "os._exit(5)\n" * 20 + "def g(): 2")
    assert student.f() == 1
    assert len(process.faults) == MAX_DEATHS
    assert str(process.faults[-1][0]) == "cell 2"


def test_what_only_follows_from_a_failure_is_not_told_again(run):
    _, process = run("import nope\nnope.a()\nx = nope.b\nx.c\ny = elsewhere")
    process.begin_check()
    assert [place.line for place, _ in process.faults] == [1, 5]


def test_a_name_is_missing_because_of_the_statement_that_should_have_bound_it(run):
    _, process = run("import nope\n@nope.fast\ndef f(): return 1\n1 / 0", "def g(): return 1")
    process.begin_check()
    missing = StudentMissing("h")
    assert why_missing(missing, process.faults) is missing
    assert "nope" in str(why_missing(StudentMissing("nope"), process.faults))
    _, process = run("from helpers import *")
    process.begin_check()
    assert "helpers" in str(why_missing(missing, process.faults))
    _, process = run("def f(:")
    process.begin_check()
    assert why_missing(StudentMissing("f"), process.faults) is process.faults[0][1]


def test_a_place_names_the_decorator_that_comes_first():
    (place,) = places_of("cell 2", "# about it\n@fast\ndef f():\n    x = 1\n    return x")
    assert (str(place), place.binds) == ("cell 2, line 2 `@fast`", {"f"})


LIES = """
from autograder.sandbox.processes import server
def lie(name, operation):
    server._OPERATIONS[name] = lambda *_: operation
"""


@pytest.mark.parametrize("lie", ["3", "[(99, ('missing', 'x', ()))]", "[('a', 1)]", "[(0, 'x')]"])
def test_a_process_that_lies_about_its_statements_has_died(run, lie):
    source = f"{LIES}\nlie('load', ('value', {lie}, None))"
    student, process = run(source, "def f(): return 1")
    with pytest.raises(StudentMissing):
        student.f()
    assert process.faults[0][0].cell == "cell 2"
    assert "not a value" in str(process.faults[0][1])
