"""At most k times the reference's CPU time: a verdict that noise and tricks do not move.

The submission and the reference run in separate processes. In each pair the submission makes one
call on each of B fresh inputs, the reference k * B calls on the same inputs, and both hand back B
results; at the limit both blocks last equally long, so only the sign of the difference counts, and
a sequential test adds the signs up. The clock, the inputs and the comparison are outside both
processes; whoever is not measured is frozen. Every timed result is verified. A failure is confirmed
in fresh processes before it counts; anything unclear is a pass.
"""

from __future__ import annotations

import math
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.checks.compare import assert_close
from autograder.checks.signals import BudgetExceeded, NotRun
from autograder.model import Cell, Text
from autograder.sandbox.faults import StudentFault
from autograder.sandbox.student import Student

PASS_AT, FAIL_AT, MAX_PAIRS = -5, 8, 60
MAX_SECONDS = 20.0
BLOCK_SECONDS = 0.004
WARM_UP_CALLS, MAX_BLOCK_CALLS = 2, 100


@dataclass
class Budget:
    """The ``budget`` fixture of one check.

    Attributes:
        lab: The submission's lab: its exercise, its cells and how to open a process for them.
        ratio: The limit, in multiples of the reference's CPU time.
        seed: Seeds the inputs; each call gets inputs that no other call has seen.
        reference: A process that holds the reference, kept warm between submissions.
    """

    lab: Any
    ratio: float
    seed: int
    reference: Any
    verify: Callable[[Any, Any], None] = assert_close

    def compare(self, name: str, inputs: Callable[[np.random.Generator], tuple]) -> None:
        """Judge one function of the submission against the reference's.

        Args:
            name: The function's name, or ``scenario.<name>`` for a driver in ``scenario.py``.
            inputs: Makes one call's positional arguments from a random generator.

        Raises:
            BudgetExceeded: It takes more than `ratio` times as long, twice in fresh processes.
            CheckFailed: A timed result differs from the reference's.
            StudentFault: The submission raised, died or ran into a kill limit.
        """
        if not hasattr(self.lab.process, "timed"):
            raise NotRun("a confined process")
        self.lab.student._last = None
        self.reference.begin_check()
        first = self._epoch(name, inputs, self.lab.process, self.reference)
        if first.verdict > 0 and self._confirmed(name, inputs):
            en = (
                f"it takes about {first.seen} the reference's computing time; "
                f"at most {self.ratio:g} times are allowed"
            )
            zh = f"计算时间约为参考答案的 {first.seen_zh},上限为 {self.ratio:g} 倍"
            raise BudgetExceeded(Text(en, zh), note=first.note)

    def _epoch(self, name: str, inputs: Callable, student: Any, reference: Any) -> Epoch:
        rng = np.random.default_rng([self.seed, id(student) != id(self.lab.process)])
        workers = _Worker(student, name), _Worker(reference, name)
        try:
            return self._pairs(*workers, lambda: inputs(rng))
        except _ReferenceFailed as error:
            raise RuntimeError(f"the reference failed in a budget: {error}") from None

    def _confirmed(self, name: str, inputs: Callable) -> bool:
        """Repeat the test in fresh processes; return whether it fails again."""
        exercise = self.lab.exercise
        reference_cells = (Cell("reference.py", exercise.reference),)
        student = self.lab.open(exercise, self.lab.cells)
        reference = self.lab.open(exercise, reference_cells)
        try:
            return self._epoch(name, inputs, student, reference).verdict > 0
        finally:
            student.close()
            reference.close()

    def _pairs(self, student: _Worker, reference: _Worker, draw: Callable[[], tuple]) -> Epoch:
        calls = self._warm_up(student, reference, draw)
        many = round(self.ratio * calls)
        epoch, started = Epoch(self.ratio), time.perf_counter()
        while epoch.undecided and time.perf_counter() - started < MAX_SECONDS:
            batch = [draw() for _ in range(calls)]
            turns = [
                lambda batch=batch: student.block(batch, calls),
                lambda batch=batch: self._reference_block(reference, batch, many),
            ]
            order = random.sample((0, 1), 2)
            done = {turn: turns[turn]() for turn in order}
            (results, charge), (expected, reference_charge) = done[0], done[1]
            self._verify_all(results, expected)
            epoch.add(charge, reference_charge)
        return epoch

    def _warm_up(self, student: _Worker, reference: _Worker, draw: Callable) -> int:
        """Verify a first untimed block; return how many calls of the submission make a block."""
        batch = [draw() for _ in range(WARM_UP_CALLS)]
        result, _ = student.block(batch, len(batch))
        self._reference_block(reference, batch, len(batch))
        expected, charge = self._reference_block(reference, batch, len(batch))
        self._verify_all(result, expected)
        each = max(charge / len(batch), 1e-6)
        wanted = math.ceil(BLOCK_SECONDS / (self.ratio * each))
        return min(wanted, MAX_BLOCK_CALLS)

    def _reference_block(self, reference: _Worker, batch: list[tuple], total: int) -> Any:
        try:
            return reference.block(batch, total)
        except StudentFault as error:
            raise _ReferenceFailed(error) from None

    def _verify_all(self, results: list[Any], expected: list[Any]) -> None:
        for result, wanted in zip(results, expected, strict=True):
            self.verify(result, wanted)


@dataclass
class Epoch:
    """The sequential sign test over pairs of blocks."""

    ratio: float
    total: int = 0
    ratios: list[float] = field(default_factory=list)

    def add(self, student: float, reference: float) -> None:
        """Add one pair of charges, in seconds, for blocks that are equally long at the limit."""
        self.total += 1 if student > reference else -1
        self.ratios.append(self.ratio * student / max(reference, 1e-9))

    @property
    def undecided(self) -> bool:
        return PASS_AT < self.total < FAIL_AT and len(self.ratios) < MAX_PAIRS

    @property
    def verdict(self) -> int:
        """1 over the budget, -1 within, 0 unclear."""
        return (self.total >= FAIL_AT) - (self.total <= PASS_AT)

    @property
    def seen(self) -> str:
        return f"{_two_digits(statistics.median(self.ratios))} times"

    @property
    def seen_zh(self) -> str:
        return f"{_two_digits(statistics.median(self.ratios))} 倍"

    @property
    def note(self) -> str:
        return f"median {statistics.median(self.ratios):.2f} x over {len(self.ratios)} pairs"


def _two_digits(value: float) -> str:
    digits = 1 - math.floor(math.log10(max(value, 1e-9)))
    return f"{round(value, digits):g}"


class _ReferenceFailed(Exception):
    """The reference raised or died; that is never the submission's fault."""


class _Worker:
    """One process and the function of it that is measured."""

    def __init__(self, process: Any, name: str):
        self.process = process
        self.student = Student(process.exchange)
        scenario = name.startswith("scenario.")
        self.target = "scenario" if scenario else "submission"
        self.method = name.removeprefix("scenario.")

    def block(self, batch: list[tuple], total: int) -> tuple[list[Any], float]:
        """Make `total` calls over the batch; return its results and the CPU seconds charged."""
        self.student._request("prepare", self.target, self.method, batch, total)
        with self.process.timed() as clock:
            results, _ = self.student._request("go")
        if type(results) is not list or len(results) != len(batch):
            results = [None] * len(batch)
        return results, clock.charge
