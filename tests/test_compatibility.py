"""What legitimate PyTorch code needs still works when confined, and what does not is declared."""

from dataclasses import replace

import pytest

from autograder.model import Cell, Limits
from autograder.sandbox.processes.channel import Channel
from autograder.sandbox.processes.faults import StudentFault
from autograder.sandbox.processes.student import Student
from tests.arena.run import DOUBLE, in_words, levels

LIMITS = Limits(cpu_seconds=60, wall_seconds=120, load_seconds=60, memory_bytes=2 << 30)
# name: (body of a function, what comes back from it)
PURE = {
    "data loader without workers": (
        "from torch.utils.data import DataLoader\n"
        "return len(list(DataLoader(list(range(10)), batch_size=4, shuffle=True)))",
        "value 3",
    ),
    "data loader with workers": (
        "from torch.utils.data import DataLoader\n"
        "return len(list(DataLoader(list(range(10)), num_workers=2)))",
        "raised",
    ),
    "own autograd function": (
        "class Twice(torch.autograd.Function):\n"
        "    @staticmethod\n"
        "    def forward(ctx, x): return 2 * x\n"
        "    @staticmethod\n"
        "    def backward(ctx, g): return 2 * g\n"
        "x = torch.ones(2, dtype=torch.float64, requires_grad=True)\n"
        "return torch.autograd.gradcheck(Twice.apply, x)",
        "value True",
    ),
    "vmap and grad": (
        "return torch.func.vmap(torch.func.grad(lambda x: x ** 3))(torch.ones(2)).tolist()",
        "value [3.0, 3.0]",
    ),
    "compile, eager backend": (
        "return torch.compile(lambda x: x + 1, backend='eager')(torch.ones(1)).item()",
        "value 2.0",
    ),
    "compile, without a compiler": (
        "return torch.compile(lambda x: x + 1, mode='max-autotune')(torch.ones(1)).item()",
        "value 2.0",
    ),
    "a compiled module": (
        "model = torch.compile(torch.nn.Linear(1, 1))\nreturn tuple(model(torch.ones(3, 1)).shape)",
        "value (3, 1)",
    ),
    "script with the source of a function": (
        "import inspect\nreturn 'helper' in inspect.getsource(helper) and "
        "torch.jit.script(helper)(torch.ones(1)).item()",
        "value 2.0",
    ),
    "save and load in memory": (
        "import io\nfile = io.BytesIO()\ntorch.save({'w': torch.ones(2)}, file)\nfile.seek(0)\n"
        "return torch.load(file)['w'].tolist()",
        "value [1.0, 1.0]",
    ),
    "save to a file": ("torch.save(torch.ones(2), 'w.pt')", "raised"),
    "temporary file": ("import tempfile\ntempfile.TemporaryFile()", "raised"),
    "threads": (
        "from concurrent.futures import ThreadPoolExecutor\n"
        "with ThreadPoolExecutor(2) as pool: return list(pool.map(abs, [-1, -2]))",
        "value [1, 2]",
    ),
    "two torch threads": (
        "torch.set_num_threads(2)\nx = torch.ones(300, 300)\nreturn (x @ x).sum().item()",
        "value 27000000.0",
    ),
    "profiler": (
        "with torch.profiler.profile() as p: torch.ones(2) + 1\nreturn len(p.key_averages()) > 0",
        "value True",
    ),
    "a transformer's step": (
        "m = torch.nn.TransformerEncoderLayer(8, 2, 16, batch_first=True)\n"
        "o = torch.optim.Adam(m.parameters())\nm(torch.ones(2, 3, 8)).sum().backward()\no.step()\n"
        "return all(torch.isfinite(p).all().item() for p in m.parameters())",
        "value True",
    ),
    "alarm": (
        "import signal\n"
        "hit = []\nsignal.signal(signal.SIGALRM, lambda *a: hit.append(1))\n"
        "signal.setitimer(signal.ITIMER_REAL, 0.01)\n"
        "while not hit: pass\nreturn len(hit)",
        "value 1",
    ),
    "lazy imports of the standard library": (
        "import sqlite3, xml.etree.ElementTree, http.client, decimal, statistics, csv\n"
        "return statistics.mean([1, 3])",
        "value 2",
    ),
    "asyncio": (
        "import asyncio\nasync def three(): return 3\nreturn asyncio.run(three())",
        "value 3",
    ),
    "asyncio's sockets": (
        "import asyncio\nreturn asyncio.run(asyncio.open_connection('127.0.0.1', 9))",
        "raised PermissionError",
    ),
    "multiprocessing": (
        "import multiprocessing\nreturn multiprocessing.Pool(2).map(abs, [1])",
        "raised",
    ),
    "a subprocess": ("import subprocess\nsubprocess.run(['true'])", "raised PermissionError"),
    "shared memory": ("torch.ones(2).share_memory_()", "raised"),
    "a socket": ("import socket\nsocket.socket()", "raised PermissionError"),
    "input": ("return input()", "raised EOFError"),
    "printing": ("print('x' * 1000)", "value None"),
    "home and temporary folder": (
        "import os, tempfile\nreturn [os.getcwd(), tempfile.gettempdir()]",
        "value ['/', '/']",
    ),
    "random numbers": (
        "import secrets, uuid\nreturn len(secrets.token_bytes(4) + uuid.uuid4().bytes)",
        "value 20",
    ),
    "dates and zones": (
        "import datetime, zoneinfo\nzone = zoneinfo.ZoneInfo('Asia/Shanghai')\n"
        "return datetime.datetime(2026, 1, 1, tzinfo=zone).isoformat()",
        "value '2026-01-01T00:00:00+08:00'",
    ),
    "linear algebra": (
        "return torch.linalg.svd(torch.eye(3))[1].tolist()",
        "value [1.0, 1.0, 1.0]",
    ),
    "pandas": (
        "import pandas as pd\nreturn pd.get_dummies(pd.Series(['a', 'b'])).shape",
        "value (2, 2)",
    ),
    "torchvision transforms": (
        "from torchvision.transforms import v2\n"
        "return tuple(v2.Resize((4, 4))(torch.zeros(1, 8, 8)).shape)",
        "value (1, 4, 4)",
    ),
    "scikit-learn's digits": (
        "from sklearn.datasets import load_digits\nreturn load_digits().data.shape",
        "value (1797, 64)",
    ),
}
OTHERS = {
    ("files", "save to a file"): "value None",
    ("files", "temporary file"): "value",
    ("workers", "data loader with workers"): "value 10",
    ("workers", "multiprocessing"): "value [1]",
    ("workers", "shared memory"): "value",
    ("aio", "asyncio"): "value 3",
}
HEAD = "import torch\ndef helper(x: torch.Tensor) -> torch.Tensor:\n    return x + 1\n\ndef f():\n"
CASES = [("pure", name, outcome) for name, (_, outcome) in PURE.items()]
CASES += [(profile, name, outcome) for (profile, name), outcome in OTHERS.items()]


@pytest.fixture(scope="module", params=levels())
def host(request, host_at):
    return host_at(request.param)


@pytest.mark.parametrize("profile, name, outcome", CASES, ids=lambda value: str(value))
def test_each_need_has_one_declared_outcome(host, profile, name, outcome):
    if profile in ("files", "workers") and host.level != "S3":
        pytest.skip("the profile needs level S3")
    body, _ = PURE[name]
    source = HEAD + "".join(f"    {line}\n" for line in body.splitlines())
    process = host.open(replace(DOUBLE, profile=profile, limits=LIMITS), (Cell("cell 1", source),))
    try:
        found = in_words(Student(Channel(process.exchange)).f())
    except StudentFault as fault:
        found = in_words(fault)
    finally:
        process.close()
    assert found.startswith(outcome), found
