"""What our code does in a submission's process does not depend on what the submission has set."""

import pytest
import torch

from autograder.course.catalog import load_exercise
from autograder.grading.check_runner import with_checks
from autograder.model import Verdict
from autograder.sandbox.processes import neutral
from tests.orders.planted import PLANTED, judged

CHECKS = '''
import numpy as np
import pandas as pd
import torch

from autograder.checks import assert_close, assert_equal

from . import reference
from .scenario import losses, state

def check_values(student):
    """Values pass through.

    值能往返。
    """
    table = pd.DataFrame({"a": ["x", None], "b": [1.5, 2.5], "c": pd.array([1, None], "Int64")})
    for value in (
        torch.arange(6.0).reshape(2, 3).T, torch.zeros(0, 2), torch.ones(2).double(), 1.5, "text",
        torch.ones(2, requires_grad=True), torch.tensor([True]), np.arange(3.0), {"k": [1, (2,)]},
        table, np.array(["a", "b"]), torch.device("cpu"), 10**30,
    ):
        assert_equal(student.same(value), value)

def check_network(student):
    """The network is ours.

    网络是我们的。
    """
    assert_close(student.scenario.losses(7), losses(reference, 7))
    assert_equal(student.scenario.state(7), state(reference, 7))
'''
SCENARIO = '''
"""Trains a network with the student's step."""

import warnings

import torch
from torch import nn

from autograder import drivers

def losses(student, seed):
    """After some steps of training.

    训练若干步之后。
    """
    model = drivers.network(seed, (3, 4, 2), nn.BatchNorm1d(4))
    optimizer = drivers.sgd(model)
    warnings.warn("a library says so", stacklevel=1)
    found = []
    for x, y in drivers.batches(seed, (4, 5), 3, 2):
        student.step(model, x, y, optimizer)
        found.append(drivers.gradient(lambda z: z * z, x))
    return found, drivers.copies(model)

def state(student, seed):
    """With gradients off.

    关闭梯度时。
    """
    with torch.no_grad():
        student.same(1)
        return torch.is_grad_enabled(), torch.rand(2, generator=torch.Generator().manual_seed(1))
'''
ANSWER = """
from torch.nn import functional as F
def same(value):
    return value
def step(model, x, y, optimizer):
    optimizer.zero_grad()
    F.cross_entropy(model(x), y).backward()
    optimizer.step()
"""
# What a notebook sets, beside which a right answer keeps its points.
HARMLESS = {
    "nothing": "",
    "default device cuda": "import torch\ntorch.set_default_device('cuda')",
    "default device meta": "import torch\ntorch.set_default_device('meta')",
    "default dtype": "import torch\ntorch.set_default_dtype(torch.float64)",
    "default tensor type": "import torch\ntorch.set_default_tensor_type(torch.DoubleTensor)",
    "deterministic": "import torch\ntorch.use_deterministic_algorithms(True)",
    "printing": "import torch\ntorch.set_printoptions(profile='full', sci_mode=True)",
    "seeds": "import torch, random, numpy\n"
    "torch.manual_seed(3); random.seed(3); numpy.random.seed(3)",
    "denormals": "import torch\ntorch.set_flush_denormal(True)",
    "anomalies": "import torch\ntorch.autograd.set_detect_anomaly(True)",
    "threads": "import torch\ntorch.set_num_threads(2)",
    "numpy": "import numpy as np\nnp.seterr(all='raise')\nnp.set_printoptions(precision=1)",
    "legacy numpy": "import numpy as np\nnp.set_printoptions(legacy='1.13')",
    "pandas": "import pandas as pd\npd.set_option('display.max_rows', 1)\n"
    "pd.set_option('future.infer_string', False)\npd.set_option('mode.string_storage', 'python')",
    "warnings": "import warnings\nwarnings.filterwarnings('error')",
    "locale": "import locale\nlocale.setlocale(locale.LC_ALL, 'C')",
    "decimals": "import decimal\ndecimal.getcontext().prec = 1",
    "a huge recursion limit": "import sys\nsys.setrecursionlimit(10**6)",
    "a low recursion limit": "import sys\nsys.setrecursionlimit(200)",
    "no output": "import sys\nsys.stdout = None\nsys.stderr = None",
    "closed output": "import sys\nsys.stdout.close()",
    "caught output": "import io, sys\nsys.stdout = io.StringIO()",
    "an excepthook": "import sys\nsys.excepthook = lambda *a: 1 / 0",
    "a tracer": "import sys\nseen = []\nsys.settrace(lambda *a: seen.append(a[1]))",
    "a profiler": "import sys\nsys.setprofile(lambda *a: None)",
    "no traceback": "import sys\nsys.tracebacklimit = 0",
    "garbage": "import gc\ngc.disable()",
    "signals": "import signal\nsignal.signal(signal.SIGALRM, lambda *a: None)",
    "a thread": "import threading, time\n"
    "threading.Thread(target=time.sleep, args=(30,), daemon=True).start()",
    "replaced print": "import builtins\nbuiltins.print = None",
    "replaced len": "import builtins\n"
    "builtins.len = lambda x: 0\nbuiltins.list = builtins.tuple = None",
    "replaced type": "import builtins\nbuiltins.type = str\nbuiltins.isinstance = None",
    "replaced import": "import builtins\nreal = builtins.__import__\n"
    "builtins.__import__ = lambda *a, **k: real(*a, **k)",
    "replaced open": "import builtins\nbuiltins.open = None",
    "shadowed names": "tuple = (1, 2)\nlist = [3]\nlen = 4\ntype = 5\nint = 6",
    "tensors that print": "import torch\ntorch.Tensor.__repr__ = lambda t: 'shape'",
    "patched torch": "import torch\ntorch.frombuffer = torch.as_strided = None",
    "patched numpy": "import numpy as np\nnp.frombuffer = None",
    "patched modules": "import os, json, struct, pickle\nos.write = os.read = json.dumps = None\n"
    "struct.pack = struct.unpack = struct.Struct = pickle.dumps = None",
    "patched msgspec": "import msgspec\nmsgspec.msgpack.encode = msgspec.msgpack.Encoder = None",
    "a cleared line cache": "import linecache\nlinecache.clearcache()",
    "another folder": "import os\nos.chdir('/usr')",
    "no environment": "import os\nos.environ.clear()",
}
# What changes the answer itself, as it would in the notebook: the reason is the student's own.
CHANGING = {
    "no gradients": ("import torch\ntorch.set_grad_enabled(False)", "does not require grad"),
    "inference mode": (
        "import torch\nm = torch.inference_mode()\nm.__enter__()",
        "does not require grad",
    ),
    "a patched function": ("import torch\ntorch.Tensor.backward = None", "not callable"),
}
# The answer computes in it, and our network beside it does not.
AUTOCAST = "import torch\ntorch.autocast('cpu', dtype=torch.bfloat16).__enter__()"


@pytest.fixture(scope="module")
def outcomes(host, tmp_path_factory):
    """Judge the right answer once beside each switch."""
    folder = tmp_path_factory.mktemp("course") / "01_planted" / "01_switches"
    folder.mkdir(parents=True)
    body = "    ### BEGIN SOLUTION\n"
    reference = ANSWER.replace("value):\n", f"value):\n{body}").replace(
        "return value\n", "return value\n    ### END SOLUTION\n"
    )
    for name, text in PLANTED.items():
        (folder / name).write_text(text)
    (folder / "reference.py").write_text(reference.strip() + "\n")
    (folder / "checks.py").write_text(CHECKS)
    (folder / "scenario.py").write_text(SCENARIO)
    (folder / "exercise.toml").write_text(
        'title.en = "S"\ntitle.zh = "S"\npoints = 2\n'
        "[checks.check_values]\n[checks.check_network]\n"
    )
    exercise = load_exercise(folder)
    sources = HARMLESS | {name: source for name, (source, _) in CHANGING.items()}
    found, sources["autocast"] = {}, AUTOCAST

    def body_of(runner):
        for name, source in sources.items():
            found[name] = judged(runner, exercise, f"{source}\n{ANSWER}", host)

    with_checks([exercise], 3, body_of)
    return found


@pytest.mark.parametrize("name", HARMLESS)
def test_a_right_answer_beside_a_switch_keeps_its_points(outcomes, name):
    for outcome in outcomes[name]:
        assert outcome.verdict is Verdict.PASSED, (outcome.check, outcome.message, outcome.trace)


@pytest.mark.parametrize("name", CHANGING)
def test_a_switch_that_changes_the_answer_is_named_by_the_answers_own_error(outcomes, name):
    values, network = outcomes[name]
    assert values.verdict is Verdict.PASSED, values.message
    assert network.verdict is Verdict.CRASHED
    assert CHANGING[name][1] in network.message.en
    assert any("backward()" in line for line in network.trace)


def test_a_precision_that_is_left_on_is_the_answers_own(outcomes):
    values, network = outcomes["autocast"]
    assert (values.verdict, network.verdict) == (Verdict.PASSED, Verdict.WRONG)


def test_a_function_keeps_what_its_caller_chose_and_leaves_what_it_changed():
    theirs = neutral.Switches(dtype=torch.float64, grad=False)
    seen = []

    def look():
        seen.append((torch.get_default_dtype(), torch.is_grad_enabled()))
        torch.set_grad_enabled(True)

    before = neutral.current()
    with torch.no_grad():
        neutral.as_set(theirs, look)()
        assert seen == [(torch.float64, False)]
        assert torch.get_default_dtype() is torch.float32 and torch.is_grad_enabled()
    assert neutral.current() == before
