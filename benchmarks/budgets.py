"""How often each way to judge "at most k times the reference" errs, side by side in one run.

Usage: python -m benchmarks.budgets [--trials N] [--laid N] [--seconds S]
                                    [--ops short,long] [--loads idle,busy,bursts]
       python -m benchmarks.budgets --record FILE   (a timeline for tests/unit/measuring)

First N submissions for each cell are laid over timelines of S seconds, recorded in the same run;
then some go through the engine itself, with its processes, its freezing and its fresh inputs.

The budget is 2 times. A submission repeats the reference's steps, so its true ratio is exact.
At or below the limit a failure is an error (false), above it a pass (missed).
"""

from __future__ import annotations

import argparse
import contextlib
import random
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from unittest import mock

import numpy as np
import torch

from autograder.grading.session import Session, reference_cell
from autograder.measuring import budgets
from autograder.measuring.budgets import Budget
from autograder.measuring.pairs import Contestant
from autograder.measuring.signals import BudgetExceeded
from autograder.model import Cell, CheckSpec, Exercise, Text
from autograder.sandbox import codec
from autograder.sandbox.processes.host import Host
from benchmarks import timelines

RATIO, STEPS = 2.0, 10
TIMES = {"1.0 x": 10, "0.9 k": 18, "1.1 k": 22, "1.5 k": 30}
SOURCE = "import torch\ndef f(x):\n    for _ in range({steps}):\n        y = {step}\n    return y\n"
OPS = {
    # step, arguments' shape, calls that the other methods time at once
    "short (50 us)": ("torch.nn.functional.gelu(x)", (4096,), 40),
    "long (20 ms)": ("x @ x", (320, 320), 1),
}
OTHERS = (
    "paired, any CPU",
    "one wall limit",
    "ratio of medians 5+5",
    "best of 5, limit",
    "best of 5, ratio",
)
SPIN = "while True: pass"
BURST = """
import random, time
block = bytearray(8 << 20)
while True:
    end = time.perf_counter() + random.expovariate(4)
    while time.perf_counter() < end:
        {work}
    time.sleep(random.expovariate(6.7))
"""
WORKS = ["sum(range(2000))"] * 3 + ["block[:] = bytes(8 << 20)"]
MAX_LOAD_SECONDS = 900


@contextlib.contextmanager
def load(name: str):
    """Make work for the machine, and end it."""
    sources = {"idle": [], "busy": [SPIN], "bursts": [BURST.format(work=w) for w in WORKS]}[name]
    guard = f"import signal; signal.alarm({MAX_LOAD_SECONDS})\n"
    running = [subprocess.Popen([sys.executable, "-c", guard + source]) for source in sources]
    try:
        time.sleep(0.5 if running else 0)
        yield
    finally:
        for process in running:
            process.kill()
            process.wait()


def exercise_of(op: str) -> Exercise:
    step, _, _ = OPS[op]
    empty = Text("x", "x")
    return Exercise(
        "01_a/01_b", None, empty, 1, 1, empty, empty,
        SOURCE.format(steps=STEPS * steps_per(op), step=step), ("f",), (), (), (),
    )  # fmt: skip


def steps_per(op: str) -> int:
    """Return how often a tenth of the reference repeats its step, so that it lasts as it should."""
    step, shape, _ = OPS[op]
    wanted = 5e-6 if "us" in op else 2e-3
    call = eval(f"lambda x: {step}", {"torch": torch})
    x = torch.rand(shape)
    best = min(_seconds(lambda: call(x)) for _ in range(200))
    return max(1, round(wanted / best))


def _seconds(act) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


class Trial:
    """One submission of a known ratio beside the reference."""

    def __init__(self, host: Host, op: str, exercise: Exercise, tenths: int):
        step, self.shape, self.calls = OPS[op]
        per_tenth = exercise.reference.split("range(")[1].split(")")[0]
        steps = int(per_tenth) // STEPS * tenths
        cells = (Cell("a.py", SOURCE.format(steps=steps, step=step)),)
        self.session = Session(exercise, cells, host.open)
        self.warm = host.open(exercise, (reference_cell(exercise),))
        self.seed = random.getrandbits(40)

    def close(self) -> None:
        self.session.close()
        self.warm.close()

    def draw(self, rng: np.random.Generator) -> tuple:
        return (torch.from_numpy(rng.random(self.shape, dtype="float32")),)

    def fails(self) -> tuple[bool, str]:
        """Return the engine's verdict, and how it came to it."""
        spec = CheckSpec("check_budget", Text("x", "x"), budget_ratio=RATIO)
        budget = Budget(self.session, spec, self.seed, lambda: self.warm)
        try:
            budget.compare("f", self.draw)
        except BudgetExceeded:
            return True, "over"
        return False, budget.measured[-1].state

    def fails_on_any_cpu(self) -> bool:
        """Return what the engine would say if it let both sides run wherever the kernel likes."""
        with mock.patch.object(budgets, "on_one_cpu", lambda run, contestants: run(contestants)):
            return self.fails()[0]

    def walls(self, process, count: int) -> list[float]:
        """Return wall seconds of `count` blocks, as an ordinary harness sees them."""
        contestant, rng = Contestant(process, "f"), np.random.default_rng(self.seed)
        process.begin_check()
        found = []
        for _ in range(count + 1):  # inputs lie ready, so that nothing but calls is timed
            contestant.prepare([self.draw(rng) for _ in range(self.calls - 1)])
            frame = codec.encode(("go", [self.draw(rng)]))
            found.append(_seconds(lambda frame=frame: process.exchange(frame)))
        return found[1:]


def others(trial: Trial, calibrated: float) -> dict[str, bool]:
    """Return whether each other method fails this submission."""
    reference = trial.walls(trial.warm, 5)
    student = trial.walls(trial.session.process, 5)
    return {
        "one wall limit": student[0] > RATIO * calibrated,
        "ratio of medians 5+5": statistics.median(student) > RATIO * statistics.median(reference),
        "best of 5, limit": min(student) > RATIO * calibrated,
        "best of 5, ratio": min(student) > RATIO * min(reference),
    }


def table(host: Host, op: str, loads: list[str], trials: int) -> None:
    exercise = exercise_of(op)
    calibration = Trial(host, op, exercise, STEPS)
    calibrated = statistics.median(calibration.walls(calibration.warm, 15))
    calibration.close()
    print(f"\n{op}: errors of {trials} in %, (unclear), median seconds of the paired verdict")
    print(f"{'load':8}{'true':7}{'paired':>8}{'':8}{'cost s':>8}  " + "  ".join(OTHERS))
    for name in loads:
        with load(name):
            for label, tenths in TIMES.items():
                row(host, (name, label, trials), op, (exercise, tenths, calibrated))


def row(host: Host, names: tuple, op: str, subject: tuple) -> None:
    (name, label, trials), (exercise, tenths, calibrated) = names, subject
    wrong, unclear, costs = defaultdict(int), 0, []
    for _ in range(trials):
        trial = Trial(host, op, exercise, tenths)
        try:
            verdicts = others(trial, calibrated)
            started = time.perf_counter()
            verdicts["paired"], state = trial.fails()
            costs.append(time.perf_counter() - started)
            verdicts["paired, any CPU"] = trial.fails_on_any_cpu()
        finally:
            trial.close()
        unclear += state in ("unclear", "noisy")
        for method, fails in verdicts.items():
            wrong[method] += fails != (tenths > RATIO * STEPS)
    shares = {method: f"{100 * wrong[method] / trials:.0f}" for method in ("paired", *OTHERS)}
    cost = f"{statistics.median(costs):8.2f}"
    print(f"{name:8}{label:7}{shares['paired']:>8}{f'({unclear})':8}{cost}  "
          + "  ".join(f"{shares[m]:>{len(m)}}" for m in OTHERS), flush=True)  # fmt: skip


def timeline_of(op: str, name: str, seconds: float) -> timelines.Timeline:
    """Record one kind of work under one load: pieces of 0.5 ms (short) or 2 ms (long)."""
    step, shape, _ = OPS[op]
    call, x = eval(f"lambda x: {step}", {"torch": torch}), torch.rand(shape)
    per_piece = steps_per(op) * (100 if "us" in op else 1)
    with load(name):
        return timelines.record(lambda: call(x), per_piece, seconds)


def laid(op: str, loads: list[str], trials: int, seconds: float) -> None:
    """Print the table of submissions that are laid over timelines."""
    print(f"\n{op}, {trials} laid over a timeline of {seconds:g} s for each load: errors in %, "
          "(unclear), median and 95 % of the paired verdict's seconds")  # fmt: skip
    names = ("paired", "paired wall", *timelines.OTHERS)
    print(f"{'load':8}{'true':7}" + "".join(f"{name:>18}" for name in names) + "   cost")
    half, single = (2, 5) if "us" in op else (1, 10)
    calibrated = 0.0
    for name in loads:
        timeline = timeline_of(op, name, seconds)
        blocks = np.diff(timeline.wall[::single])
        calibrated = calibrated or float(np.median(blocks))
        for label, tenths in TIMES.items():
            pieces = (tenths // half, int(RATIO * STEPS) // half, single)
            found = timelines.row(timeline, pieces, calibrated, trials, tenths > RATIO * STEPS)
            shares = {m: f"{100 * found.wrong[m] / trials:.1f}" for m in names}
            shares["paired"] += f" ({found.unclear})"
            spent = np.percentile(found.seconds, [50, 95])
            print(f"{name:8}{label:7}" + "".join(f"{shares[m]:>18}" for m in names)
                  + f"   {spent[0]:.2f} / {spent[1]:.2f}", flush=True)  # fmt: skip


def record(path: str, seconds: float = 6.0) -> None:
    """Write CPU and wall microseconds of equal pieces of work, under each load."""
    found = {}
    for name in ("idle", "busy", "bursts"):
        seen = timeline_of("short (50 us)", name, seconds)
        rows = np.stack([np.diff(seen.cpu), np.diff(seen.wall)], axis=1)
        found[name] = np.minimum(rows * 1e6, 65535).astype(np.uint16)
    np.savez_compressed(path, **found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--trials", type=int, default=5, help="through the engine itself")
    parser.add_argument("--laid", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=45.0)
    parser.add_argument("--ops", default="short,long")
    parser.add_argument("--loads", default="idle,busy,bursts")
    parser.add_argument("--record", metavar="FILE")
    options = parser.parse_args()
    torch.set_num_threads(1)
    if options.record:
        record(options.record)
        return
    loads, ops = options.loads.split(","), options.ops.split(",")
    for op in (op for op in OPS if op.split()[0] in ops):
        if options.laid:
            laid(op, loads, options.laid, options.seconds)
        if options.trials:
            with Host() as host:
                table(host, op, loads, options.trials)


if __name__ == "__main__":
    main()
