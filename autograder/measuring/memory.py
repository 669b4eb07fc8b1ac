"""Peak memory of one call, read from outside the process, against the reference's.

In a process of its own, in which freed memory goes back to the kernel at once, the kernel's
high-water mark is exact to about a megabyte. What a submission set aside before the call counts
too, and so does what it only computes when its result is fetched.

The mark is VmHWM of proc(5), and its file ``clear_refs`` resets it.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.measuring.pairs import Contestant, Reference
from autograder.model import BudgetState

ROUNDS = 3
SLACK_BYTES = 8 << 20
# Modules that a submission imports are no way to hide a table.
IMPORTED_BYTES = 32 << 20


@dataclass(frozen=True)
class Weighed:
    """Bytes of one call.

    Attributes:
        peak: Above what the process held before, arguments apart.
        handing_over: Above what it held after the call, while the result was fetched.
        ballast: What it already held before, beyond what an empty process holds.
    """

    peak: int
    handing_over: int
    ballast: int
    exact: bool
    result: Any


@dataclass(frozen=True)
class Peaks:
    """What a submission and the reference need at most, in bytes, and what is allowed."""

    student: int
    reference: int
    limit: int
    exact: bool

    @property
    def state(self) -> BudgetState:
        return BudgetState.OVER if self.student > self.limit else BudgetState.WITHIN


def peaks_of(student: Sequence[Weighed], reference: Sequence[Weighed], ratio: float) -> Peaks:
    """Compare the calls of both sides; the first of each only warmed the process up.

    Args:
        ratio: How many times the reference's peak is allowed, apart from a small slack.
    """
    exact = all(call.exact for call in (*student, *reference))
    # Where the mark cannot be reset only the first call can be seen to rise above it.
    kept = slice(1, None) if exact else slice(0, 1)
    usual = statistics.median(call.peak for call in reference[kept])
    fetching = max(call.handing_over for call in reference[kept])
    held = statistics.median(call.ballast for call in reference[kept])
    needed = min(
        max(call.peak, call.handing_over - fetching)
        + max(0, call.ballast - held - IMPORTED_BYTES)
        for call in student[kept]
    )  # fmt: skip
    return Peaks(int(needed), int(usual), int(ratio * usual) + SLACK_BYTES, exact)


def weigh(contestant: Contestant, arguments: tuple) -> Weighed:
    """Measure one call.

    Raises:
        StudentFault: It raised, died or ran into a kill limit.
    """
    contestant.process.begin_block()
    contestant.ask("tidy")
    contestant.ask("stock", contestant.target, contestant.method, arguments)
    with contestant.process.weighed() as call:
        contestant.ask("hold")
    with contestant.process.weighed() as fetching:
        result = contestant.ask("hand_over")
    return Weighed(call.peak, fetching.peak, call.ballast, call.exact, result)


def run_memory(
    contestants: tuple[Contestant, Reference],
    draw: Callable[[], tuple],
    verify: Callable[[Any, Any], None],
    ratio: float,
) -> Peaks:
    """Weigh the same calls on both sides, in fresh processes; every result is verified."""
    student, reference = contestants
    seen: tuple[list[Weighed], list[Weighed]] = ([], [])
    for _ in range(1 + ROUNDS):
        arguments = draw()
        wanted = weigh(reference, arguments)
        own = weigh(student, arguments)
        verify(own.result, wanted.result)
        seen[0].append(own)
        seen[1].append(wanted)
    return peaks_of(*seen, ratio)
