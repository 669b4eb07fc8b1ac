"""An ordinary course autograder: it imports the submission beside its tests and believes pytest.

The control of attacks that forge a grade: what fools nobody but is wrong anyway proves nothing. The
styles differ in the one thing that such graders differ in, how a result is compared.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import pickle
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FULL = 10.0
REFERENCE = """
import torch

def double(x):
    return 2 * x

def smooth(x):
    return x.cumsum(0) / torch.arange(1, len(x) + 1, dtype=x.dtype)
"""
HEAD = "import pickle, sys, time, torch, reference\nimport submission\n"
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
}
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
            env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
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
        (folder / "test_submission.py").write_text(HEAD + STYLES[style])
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
    sys.exit(code)  # as the command `pytest` does


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
    import pytest
    import torch

    torch.set_num_threads(1)
    _ = pytest, pickle
    for line in sys.stdin:
        print(json.dumps(_grade(*json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
