"""Timelines of equal pieces of work under load, and every way to judge laid over them.

A timeline has no gaps, so any schedule of blocks can be laid over it from a random start: all
methods meet the same real noise, and a submission's ratio is exact. What two processes do to each
other is not in it; `budgets.py` also runs the real thing.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from autograder.measuring.sign_test import State, Trial, settled

RATIO = 2
# Trials take at most so much of a timeline; a start leaves room for them.
MAX_TRIAL_SHARE = 0.5
OTHERS = ("one wall limit", "medians 5+5", "best of 5, limit", "best of 5, ratio")


@dataclass(frozen=True)
class Timeline:
    """CPU and wall seconds of pieces of work, summed up from the start."""

    cpu: np.ndarray
    wall: np.ndarray

    def charge(self, clock: np.ndarray, start: int, pieces: int) -> float:
        return float(clock[start + pieces] - clock[start])


def record(work: Callable[[], object], per_piece: int, seconds: float) -> Timeline:
    """Do equal pieces of `per_piece` times this work for so long."""
    rows, end = [], time.perf_counter() + seconds
    while time.perf_counter() < end:
        wall, cpu = time.perf_counter(), time.thread_time()
        for _ in range(per_piece):
            work()
        rows.append((time.thread_time() - cpu, time.perf_counter() - wall))
    sums = np.vstack([np.zeros(2), np.cumsum(np.array(rows), axis=0)])
    return Timeline(sums[:, 0], sums[:, 1])


@dataclass
class Laid:
    """One submission laid over a timeline.

    Attributes:
        own: Pieces of the submission's block at the paired verdict's block length.
        reference: Pieces of the reference's, which is as long at the limit.
    """

    timeline: Timeline
    own: int
    reference: int
    at: int

    def block(self, clock: np.ndarray, pieces: int) -> float:
        if self.at + pieces >= len(clock):
            self.at = 0
        self.at += pieces
        return self.timeline.charge(clock, self.at - pieces, pieces)

    def paired(self, clock: np.ndarray, coin: random.Random) -> tuple[State, float]:
        """Return the engine's verdict by this clock, and the wall seconds it took."""
        states: list[State] = []
        seconds = 0.0
        while settled(states) is State.OPEN:
            trial = Trial()
            while trial.state is State.OPEN:
                lengths = [("own", self.own), ("reference", self.reference)]
                coin.shuffle(lengths)
                charges = {}
                for side, pieces in lengths:
                    charges[side] = self.block(clock, pieces)
                    seconds += self.timeline.charge(self.timeline.wall, self.at - pieces, pieces)
                trial.add(charges["own"], charges["reference"])
            states.append(trial.state)
        return settled(states), seconds

    def others(self, single: int, calibrated: float) -> dict[str, bool]:
        """Return whether each usual method fails it.

        Args:
            single: Pieces of the reference's block when both sides make as many calls.
            calibrated: Wall seconds of that block on an idle machine.
        """
        wall = self.timeline.wall
        own_pieces = single * self.own * RATIO // self.reference
        reference = [self.block(wall, single) for _ in range(5)]
        own = [self.block(wall, own_pieces) for _ in range(5)]
        return {
            "one wall limit": own[0] > RATIO * calibrated,
            "medians 5+5": statistics.median(own) > RATIO * statistics.median(reference),
            "best of 5, limit": min(own) > RATIO * calibrated,
            "best of 5, ratio": min(own) > RATIO * min(reference),
        }


@dataclass
class Row:
    """Errors of one cell of the table: counts of `trials`, and seconds of the paired verdict."""

    trials: int
    wrong: dict[str, int]
    unclear: int
    seconds: list[float]


def row(
    timeline: Timeline, pieces: tuple[int, int, int], calibrated: float, trials: int, over: bool
) -> Row:
    """Lay `trials` submissions over a timeline.

    Args:
        pieces: Of the submission's and the reference's block, and of `Laid.others`' block.
        over: Whether the submission is over the limit, so that a pass is the error.
    """
    wrong, unclear, seconds = dict.fromkeys(("paired", "paired wall", *OTHERS), 0), 0, []
    own, reference, single = pieces
    for number in range(trials):
        coin = random.Random(number)
        start = coin.randrange(int(MAX_TRIAL_SHARE * len(timeline.cpu)))
        trial = Laid(timeline, own, reference, start)
        state, spent = trial.paired(timeline.cpu, coin)
        seconds.append(spent)
        unclear += state in (State.UNCLEAR, State.NOISY)
        trial.at = start
        fails = {"paired": state is State.OVER}
        fails["paired wall"] = trial.paired(timeline.wall, coin)[0] is State.OVER
        trial.at = start
        fails |= trial.others(single, calibrated)
        for method, failed in fails.items():
            wrong[method] += failed != over
    return Row(trials, wrong, unclear, seconds)
