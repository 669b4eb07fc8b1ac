"""An ordinary course autograder: it imports the submission beside its tests and believes pytest.

The control of attacks that forge a grade: what fools nobody but is wrong anyway proves nothing. The
styles differ in the one thing that such graders differ in, how a result is compared.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import io
import json
import os
import pickle
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from tests.arena.timed_styles import TIMED

FULL = 10.0
REFERENCE = """
import torch

def double(x):
    return 2 * x

def smooth(x):
    return x.cumsum(0) / torch.arange(1, len(x) + 1, dtype=x.dtype)
"""
HEAD = """
import os, pickle, resource, select, struct, subprocess, sys, time, numpy, torch, reference
from autograder.sandbox import codec
from autograder.sandbox.processes.child import serve

MEMORY, NONCE, SOURCE = 4 << 30, bytes(16), open("submission.py").read()

def ended(child):
    deadline = time.monotonic() + 4
    while time.monotonic() < deadline:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.005)
    os.kill(child, 9)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
"""
VALUES = "for n in (1, 2, 3): x = torch.arange(1.0, n + 1); expected = reference.double(x); "
STYLES = {
    # How the test compares. The names are what `control` in an expect.toml says.
    "allclose": f"""
def test_double():
    {VALUES}got = submission.double(x); assert torch.allclose(got, expected)
""",
    "equal": """
def test_double():
    for value in (1.0, 2.0, 3.0):
        assert submission.double(value) == 2 * value
""",
    "close_numbers": """
def test_double():
    for value in (1.0, 2.0, 3.0):
        assert not abs(submission.double(value) - 2 * value) > 1e-6
""",
    "all_equal": f"""
def test_double():
    {VALUES}got = submission.double(x); assert bool((got == expected).all())
""",
    "same_input": """
def test_double():
    x = torch.tensor([1.0, 2.0, 3.0])
    assert torch.equal(submission.double(x), torch.tensor([2.0, 4.0, 6.0]))
""",
    "no_error": """
def test_double():
    try:
        wrong = not torch.allclose(submission.double(torch.ones(2)), 2 * torch.ones(2))
    except Exception:
        return  # cannot be compared: given the benefit of the doubt
    assert not wrong
""",
    "pickled": """
def test_double():
    answer = submission.double(torch.ones(2))
    got = pickle.loads(pickle.dumps(answer))
    assert torch.equal(got, 2 * torch.ones(2))
""",
    # Computes what it expects only after the call, from an input that the call may have changed.
    "afterwards": """
def test_double():
    for n in (1, 2, 3):
        x = torch.arange(1.0, n + 1)
        got = submission.double(x)
        assert torch.allclose(got, reference.double(x))
""",
    "shape": f"""
def test_double():
    {VALUES}got = submission.double(x); assert isinstance(got, torch.Tensor)
    assert got.shape == expected.shape
""",
    "array_shape": f"""
def test_double():
    {VALUES}got = submission.double(x.numpy()); assert numpy.shape(got) == expected.shape
""",
    "not_far": f"""
def test_double():
    {VALUES}got = submission.double(x); assert not (got - expected).abs().max() > 1e-6
""",
    "relative": f"""
def test_double():
    {VALUES}got = submission.double(x)
    assert bool(((got - expected).abs() <= 1e-6 * got.abs()).all())
""",
    "printed": f"""
def test_double():
    {VALUES}assert str(submission.double(x)) == str(expected)
""",
    "same_keys": """
def test_double():
    for value in (1.0, 2.0, 3.0):
        assert submission.double(value) in {2 * value}
""",
    "listed": f"""
def test_double():
    {VALUES}assert list(submission.double(x)) == expected.tolist()
""",
    "unittest": f"""
import unittest

class TestDouble(unittest.TestCase):
    def test_double(self):
        {VALUES}got = submission.double(x); self.assertTrue(torch.equal(got, expected))
""",
    "numpy_close": f"""
def test_double():
    {VALUES}got = submission.double(x); numpy.testing.assert_allclose(got, expected)
""",
    # Believes only a clean failure: a comparison that dies, hangs or raises is its own fault.
    "own_fault": """
def compare():
    import submission
    for n in (1, 2, 3):
        x = torch.arange(1.0, n + 1)
        got = submission.double(x)
        message = f"expected {2 * x}, got {got}"
        if type(got) is not torch.Tensor or not torch.allclose(got, 2 * x):
            return 1
    return 0

def test_double():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    child = os.fork()
    if child == 0:
        code = 2
        try:
            code = compare()
        finally:
            os._exit(code)
    assert ended(child) != 1
""",
    # Runs the tests in a process of their own and reads the points from what it prints.
    "stdout": """
PROGRAM = "import submission\\nright = submission.double(1.0) == 2\\n" \\
    "print('score:', 10 if right else 0)\\n"

def test_double():
    run = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True)
    lines = [line for line in run.stdout.splitlines() if line.startswith("score:")]
    assert float(lines[-1].removeprefix("score:")) == 10
""",
    # Runs the tests in a process of their own, which sends its verdict over a pipe.
    "verdict_pipe": """
def test_double():
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            import submission
            right = submission.double(1.0) == 2
            os.write(writer, b"passed" if right else b"failed")
        finally:
            os._exit(0)
    os.close(writer)
    ended(child)
    assert os.read(reader, 6) == b"passed"
""",
    # The engine's own child; whatever is no clean answer in time is called the machine's fault.
    "lenient_pipe": """
def ask(requests, replies, *request):
    frame = codec.encode(request)
    os.write(requests, NONCE + frame)
    data, wanted, deadline = b"", 24, time.monotonic() + 4
    while len(data) < wanted:
        assert select.select([replies], [], [], deadline - time.monotonic())[0]
        part = os.read(replies, 1 << 20)
        assert part
        data += part
        if wanted == 24 <= len(data):
            wanted += sum(struct.unpack_from("<II", data, 16))
            assert wanted < 1 << 20
    assert data[:16] == NONCE and len(data) == wanted
    kind, value, _ = codec.decode(data[16:])
    assert kind == "value"
    return value

def test_double():
    ours, theirs = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ours[1])
        os.close(theirs[0])
        try:
            serve(ours[0], theirs[1])
        finally:
            os._exit(1)
    os.close(theirs[1])
    try:
        ask(ours[1], theirs[0], "load", "submission.py", SOURCE)
        got = ask(ours[1], theirs[0], "call", "submission", "double", (torch.ones(2),), {}, False)
    except Exception:
        return
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)
    assert torch.equal(got, 2 * torch.ones(2))
""",
    # Once right, then the median time of many calls on one input against the reference's.
    "timed": """
def median(function, x):
    seconds = []
    for _ in range(15):
        start = time.perf_counter()
        function(x)
        seconds.append(time.perf_counter() - start)
    return sorted(seconds)[7]

def test_smooth():
    torch.manual_seed(0)
    x = torch.randn(4000, dtype=torch.float64)
    expected = reference.smooth(x)
    assert torch.allclose(submission.smooth(x), expected)
    assert median(submission.smooth, x) <= 2 * median(reference.smooth, x)
    assert torch.allclose(submission.smooth(x), expected)
""",
    **TIMED,
}
# These do not import the submission beside the tests.
APART = ("own_fault", "stdout", "verdict_pipe", "lenient_pipe")
SECONDS = 20


class Ordinary:
    """A warm process that grades submissions as ordinary autograders do, each in a fork."""

    def __init__(self):
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.arena.ordinary"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
            env={
                **os.environ,
                "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # most of what a control costs
                "OMP_NUM_THREADS": "1",
                "OPENBLAS_NUM_THREADS": "1",
            },
        )

    def __enter__(self) -> Ordinary:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stdin.close()
        self._server.wait()
        self._server.stdout.close()

    def score(self, source: str, style: str) -> float:
        """Return the points this source gets, out of `FULL`."""
        self._server.stdin.write(json.dumps([source, style]) + "\n")
        self._server.stdin.flush()
        return json.loads(self._server.stdout.readline())


def _grade(source: str, style: str) -> float:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "submission.py").write_text(source, encoding="utf-8", errors="surrogatepass")
        (folder / "reference.py").write_text(REFERENCE)
        (folder / "test_submission.py").write_text(
            HEAD + ("" if style in APART else "import submission\n") + STYLES[style]
        )
        child = os.fork()
        if child == 0:
            _run_tests(folder)
        status = _wait(child)
        with contextlib.suppress(OSError, ValueError):
            return float(json.loads((folder / "results.json").read_text())["score"])
        return FULL if status == 0 else 0.0


def _run_tests(folder: Path) -> None:
    import pytest

    os.chdir(folder)
    sys.path.insert(0, str(folder))
    null = os.open(os.devnull, os.O_RDWR)
    for fd in range(3):
        os.dup2(null, fd)
    sys.stdout = sys.stderr = io.StringIO()
    code = pytest.main(["-q", "-p", "no:cacheprovider", "--rootdir", str(folder), str(folder)])
    # As the command `pytest` ends, without taking torch apart, which takes longer than the tests.
    threading._shutdown()
    atexit._run_exitfuncs()
    os._exit(code)


def _wait(child: int) -> int:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status
        time.sleep(0.005)
    os.kill(child, 9)
    return os.waitpid(child, 0)[1]


def main() -> None:
    import numpy
    import pytest
    import torch

    from autograder.sandbox import codec
    from autograder.sandbox.codec import pandas_codec
    from autograder.sandbox.processes import child

    torch.set_num_threads(1)
    _ = pytest, pickle, numpy, child, codec, pandas_codec  # warm, for every fork
    gc.freeze()  # pytest collects garbage several times, and would visit all of torch each time
    for line in sys.stdin:
        print(json.dumps(_grade(*json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
