"""``python -m tests.orders.memoriser``: what knowing every input of one round is worth later.

The upper bound of what feedback can give away: a submission that holds every request of a round,
witnesses included, with the right reply to each. It gains what its round's seed shows it, and in
the next round only the checks whose inputs no seed changes.
"""

from __future__ import annotations

import base64
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from autograder.course import witnesses
from autograder.course.catalog import load_course
from autograder.grading.check_runner import CheckRunner, with_checks
from autograder.grading.score import score_of
from autograder.grading.session import Session, reference_cell
from autograder.model import Cell, Exercise, Outcome, Verdict
from autograder.sandbox import codec
from autograder.sandbox.processes.host import Host
from tests.orders import memory
from tests.orders.memory import ASKED, Memory, method_of

ROOT = Path(__file__).parents[2]
NOW, NEXT = 11, 12  # seeds of two rounds
TAKE_OVER = """
import base64, zlib, msgspec
table, guesses = msgspec.msgpack.decode(zlib.decompress(base64.b85decode({data!r})))
take_over(Memory(table, guesses))
"""


@dataclass
class Round:
    """What one round of an exercise showed while the reference was judged.

    Attributes:
        memory: Every request with the right reply.
        keys: Check -> its requests, as keys.
        replies: What was called -> how often which reply was right.
    """

    memory: Memory = field(default_factory=Memory)
    keys: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    replies: dict[str, Counter] = field(default_factory=lambda: defaultdict(Counter))

    def submission(self, guessing: bool) -> str:
        """Return a submission that knows all of it; a guessing one knows the usual reply too."""
        guesses = {
            method: counts.most_common(1)[0][0]
            for method, counts in self.replies.items()
            if guessing
        }
        data = base64.b85encode(zlib.compress(msgspec.msgpack.encode([self.memory.table, guesses])))
        return Path(memory.__file__).read_text() + TAKE_OVER.format(data=data.decode())


@dataclass(frozen=True)
class Gain:
    """What memorising one round is worth in one exercise.

    Attributes:
        fixed: Checks whose requests are the same with every seed.
        same, later: Checks that the memoriser passes in its own and in the next round.
        guessed: Checks that the guessing memoriser passes in the next round.
        points: Its points in these three, as shares of the exercise's.
    """

    exercise: str
    fixed: frozenset[str]
    same: frozenset[str]
    later: frozenset[str]
    guessed: frozenset[str]
    points: tuple[float, float, float]


def observed(runner: CheckRunner, exercise: Exercise, host: Host) -> Round:
    """Judge the reference and keep every request and reply."""
    found = Round()
    session = Session(exercise, (reference_cell(exercise),), host.open)
    exchange = session.process.exchange

    def watched(frame: bytes) -> bytes:
        reply, request = exchange(frame), codec.decode(frame)
        if request[0] not in ASKED:
            return reply
        found.keys[runner._run.spec.name].append(found.memory.learn(request, reply))
        found.replies[method_of(request)][reply] += 1
        return reply

    session.process.exchange = session.channel.exchange = watched
    try:
        outcomes = runner.judge(session)
    finally:
        session.close()
    assert all(o.verdict in (Verdict.PASSED, Verdict.NOT_RUN) for o in outcomes), outcomes
    return found


def judged(runner: CheckRunner, exercise: Exercise, host: Host, source: str) -> tuple[Outcome, ...]:
    session = Session(exercise, (Cell("answer.py", source),), host.open)
    try:
        return runner.judge(session)
    finally:
        session.close()


def gains(exercises: Sequence[Exercise], host: Host) -> list[Gain]:
    """Return what a memoriser of round `NOW` gains, in it and in round `NEXT`."""
    rounds: dict[tuple[str, int], Round] = {}
    results: dict[tuple[str, int, bool], tuple[Outcome, ...]] = {}

    def body(runner: CheckRunner) -> None:
        for exercise in exercises:
            rounds[exercise.slug, runner.seed] = observed(runner, exercise, host)
            for guessing in (False, True) if runner.seed == NEXT else (False,):
                source = rounds[exercise.slug, NOW].submission(guessing)
                found = judged(runner, exercise, host, source)
                results[exercise.slug, runner.seed, guessing] = found

    for seed in (NOW, NEXT):
        with_checks(exercises, seed, body, witnesses.load)
    return [_gain(exercise, rounds, results) for exercise in exercises]


def _gain(exercise: Exercise, rounds: dict, results: dict) -> Gain:
    now, later = (rounds[exercise.slug, seed].keys for seed in (NOW, NEXT))
    fixed = frozenset(check for check in now if now[check] == later[check])
    graded = [results[exercise.slug, *which] for which in ((NOW, False), (NEXT, False),
                                                           (NEXT, True))]  # fmt: skip
    points = tuple(score_of(outcomes, exercise.points) / exercise.points for outcomes in graded)
    return Gain(exercise.slug, fixed, *map(_passed, graded), points)


def _passed(outcomes: Iterable[Outcome]) -> frozenset[str]:
    return frozenset(o.check for o in outcomes if o.verdict is Verdict.PASSED)


def main() -> int:
    """Print the gain in every exercise, or in those whose slugs hold one of the arguments."""
    words = sys.argv[1:] or [""]
    exercises = load_course(ROOT / "solutions").exercises
    exercises = [e for e in exercises if any(word in e.slug for word in words)]
    with Host() as host:
        found = gains(exercises, host)
    print(f"{'exercise':<42} same  next  guess  checks without drawn inputs")
    for gain in found:
        shares = "  ".join(f"{share:4.0%}" for share in gain.points)
        names = ", ".join(sorted(name.removeprefix("check_") for name in gain.fixed))
        print(f"{gain.exercise:<42} {shares}   {names}")
        for name in sorted(gain.later - gain.fixed):
            print(f"    draws its inputs, and is passed all the same: {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
