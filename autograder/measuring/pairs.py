"""Blocks of calls in two processes, timed in turn: what both time budgets are made of.

Whoever is not measured is frozen. Both sides get the same arguments in the timed message and hand
back as many results; the reference makes more calls, on inputs of its own that it gets before. So
what is no call costs both the same.
"""

from __future__ import annotations

import math
import random
import statistics
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol, runtime_checkable

from autograder.errors import MachineError
from autograder.measuring.sign_test import Trial, multiples, overhead_of
from autograder.model import BudgetState
from autograder.sandbox import codec
from autograder.sandbox.processes.channel import Channel, value_of
from autograder.sandbox.processes.confined import Clock, Weight
from autograder.sandbox.processes.faults import StudentFault
from autograder.sandbox.processes.student import RemoteObject, ask

BLOCK_SECONDS, LONGEST_SECONDS = 0.005, 0.1
MAX_SECONDS = 20.0
WARM_UP_BLOCKS, MAX_BLOCK_CALLS, MAX_BLOCK_BYTES = 3, 100, 16 << 20
SOUNDINGS = 5
# What is no call should cost both sides the same; a tenth of it may differ unpunished.
FORGIVEN_SHARE = 0.1
Draw = Callable[[], tuple]
_COIN = random.SystemRandom()  # no seed from which an order could be guessed


@runtime_checkable
class Measurable(Protocol):
    """A process that can be timed and weighed from outside (see `confined.Confined`)."""

    def exchange(self, frame: bytes) -> bytes: ...
    def begin_check(self) -> None: ...
    def begin_block(self) -> None: ...
    def timed(self) -> AbstractContextManager[Clock]: ...
    def weighed(self) -> AbstractContextManager[Weight]: ...
    def pinned(self, cpu: int) -> AbstractContextManager[None]: ...


@dataclass(frozen=True)
class Block:
    """What one timed block gave: its results, and the seconds it is charged.

    Attributes:
        traffic: Bytes of its arguments and results.
    """

    results: list[Any]
    traffic: int
    charge: float
    idle_cpu: float
    advisory: bool


class Contestant:
    """One process and the function of it that is measured.

    Args:
        name: The function's name, or ``scenario.<name>``.
    """

    def __init__(self, process: Measurable, name: str):
        self.process = process
        scenario = name.startswith("scenario.")
        self.target = "scenario" if scenario else "submission"
        self.method = name.removeprefix("scenario.")

    def ask(self, *request: Any) -> Any:
        """Send one untimed request; return the value of its reply."""
        return ask(Channel(self.process.exchange), *request)[0]

    def prepare(self, before: Sequence[tuple] = ()) -> None:
        """Name the function, and give calls that come before those of the next block."""
        self.ask("prepare", self.target, self.method, list(before))

    def block(self, frame: bytes, count: int) -> Block:
        """Run a block of `count` calls.

        Args:
            frame: The encoded request ``("go", calls)``.
        """
        self.process.begin_block()
        with self.process.timed() as clock:
            reply = self.process.exchange(frame)
        results = value_of(reply, self._live_object)[0]
        if type(results) is not list or len(results) != count:
            results = [None] * count
        return Block(results, len(frame) + len(reply), clock.charge, clock.idle_cpu, clock.advisory)

    def _live_object(self, handle: codec.Handle) -> RemoteObject:
        return RemoteObject(Channel(self.process.exchange), handle)


class Reference(Contestant):
    """The reference's process; that it fails is never the submission's fault.

    Raises:
        MachineError: From every method, if the reference raised or died.
    """

    def ask(self, *request: Any) -> Any:
        try:
            return super().ask(*request)
        except StudentFault as error:
            raise _unusable(error) from None

    def block(self, frame: bytes, count: int) -> Block:
        try:
            return super().block(frame, count)
        except StudentFault as error:
            raise _unusable(error) from None


def _unusable(error: StudentFault) -> MachineError:
    return MachineError(
        f"the reference failed in a budget ({error})",
        cure="run `autograder validate` on the exercise; if it is done, grade again",
    )


@dataclass(frozen=True)
class Size:
    """What one call costs.

    Attributes:
        each: Seconds of the reference.
        block: Seconds of the reference's block with one call, with moving values.
        traffic: Bytes of its arguments and its result.
        student: Seconds of the submission's block with one call.
    """

    each: float
    block: float
    traffic: int
    student: float = 0.0


@dataclass
class Match:
    """A submission and the reference, and what they are measured on.

    Attributes:
        draw: Makes the arguments of one call that nobody has seen before.
        verify: Raises `CheckFailed` if a result differs from the reference's.
    """

    student: Contestant
    reference: Reference
    draw: Draw
    verify: Callable[[Any, Any], None]

    def warm_up(self) -> Size:
        """Run and verify untimed blocks; return what one call of the reference costs."""
        for contestant in (self.student, self.reference):
            contestant.ask("steady")
        self.student.prepare()
        for _ in range(WARM_UP_BLOCKS):
            slow, single = self.pair(1, 1)
        _, many = self.pair(1, 9)
        each = max((many.charge - single.charge) / 8, many.charge / 90, 1e-6)
        return Size(each, max(single.charge, each), single.traffic, slow.charge)

    def pair(self, calls: int, total: int) -> tuple[Block, Block]:
        """Time `calls` calls of the submission and `total` of the reference, in random order.

        Raises:
            CheckFailed: A result differs from the reference's.
            StudentFault: The submission raised, died or ran into a kill limit.
        """
        batch = [self.draw() for _ in range(calls)]
        frame = codec.encode(("go", batch))
        self.reference.prepare([self.draw() for _ in range(total - calls)])
        if _COIN.random() < 0.5:
            student = self.student.block(frame, calls)
            reference = self.reference.block(frame, calls)
        else:
            reference = self.reference.block(frame, calls)
            student = self.student.block(frame, calls)
        for result, wanted in zip(student.results, reference.results, strict=True):
            self.verify(result, wanted)
        return student, reference

    def sounding(self, calls: int) -> float:
        """Return the seconds of the reference's block when nothing comes before its calls."""
        self.reference.prepare()
        batch = [self.draw() for _ in range(calls)]
        return self.reference.block(codec.encode(("go", batch)), calls).charge


@dataclass(frozen=True)
class TrialResult:
    """A trial that is over.

    Attributes:
        multiples: How many times the reference's time the submission takes, pair by pair.
        advisory: Whether a clock is missing, so that wall time was compared.
        moving: Share of the reference's block that was no call; a large one blurs the verdict.
    """

    state: BudgetState
    multiples: tuple[float, ...]
    events: int
    background: int
    advisory: bool
    moving: float


def sized(ratio: float, size: Size) -> tuple[int, int]:
    """Return the calls in a block of the submission and of the reference.

    A block at the limit lasts long enough for the clocks, unless moving values takes longer still.
    For a submission far over the limit fewer calls tell enough.

    Args:
        ratio: The limit; the second number is exactly this many times the first.
    """
    exact = Fraction(ratio).limit_denominator(20)
    wanted = min(
        BLOCK_SECONDS / (ratio * size.each),
        2 * BLOCK_SECONDS / size.block,
        LONGEST_SECONDS / max(size.student, 1e-6),
        MAX_BLOCK_BYTES / size.traffic,
        MAX_BLOCK_CALLS,
    )
    steps = max(1, math.ceil(wanted / exact.denominator))
    return steps * exact.denominator, steps * exact.numerator


def run_trial(match: Match, ratio: float) -> TrialResult:
    """Make pairs until the sign test is decided."""
    size = match.warm_up()
    calls, many = sized(ratio, size)
    single = statistics.median(match.sounding(calls) for _ in range(SOUNDINGS))
    forgiven = FORGIVEN_SHARE * max(single - calls * size.each, 0.0)
    started = time.perf_counter()  # whoever sleeps through the warm-up gains nothing by it
    trial, advisory = Trial(), False
    while trial.state is BudgetState.OPEN:
        student, reference = match.pair(calls, many)
        trial.add(student.charge - forgiven, reference.charge, student.idle_cpu)
        advisory |= student.advisory or reference.advisory
        trial.out_of_time = time.perf_counter() - started > MAX_SECONDS
    usual = statistics.median([reference for _, reference in trial.pairs] or [single])
    overhead = overhead_of(single, usual, calls, many)
    seen = tuple(multiples(trial, calls, many, overhead))
    moving = overhead / usual
    return TrialResult(trial.state, seen, trial.events, trial.background, advisory, moving)
