"""Runs attacks against the engine at one confinement level, and against their controls."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from autograder.course.catalog import load_course
from autograder.grading.check_runner import CheckRunner, with_checks
from autograder.grading.score import score_of
from autograder.grading.session import Session
from autograder.model import Cell, Exercise, Limits
from autograder.sandbox.codec import Opaque
from autograder.sandbox.confinement import confine
from autograder.sandbox.confinement.profiles import PROFILES
from autograder.sandbox.processes.channel import Channel
from autograder.sandbox.processes.faults import (
    LimitExceeded,
    StudentDied,
    StudentFault,
    StudentRaised,
)
from autograder.sandbox.processes.host import Host
from autograder.sandbox.processes.student import RemoteObject, Student
from tests.arena.attack import Attack
from tests.arena.ordinary import FULL, Ordinary
from tests.arena.unconfined import Unconfined
from tests.arena.world import World
from tests.machine import HANG_SECONDS

COURSE = load_course(Path(__file__).parent / "course")
DOUBLE, SMOOTH = COURSE.exercises
TIMING_TRIES = 3
CLOCKS = {
    "cpu": ("cpu_seconds", "load_seconds"),
    "wall": ("wall_seconds", "check_wall_seconds"),
}
SEED = 5_702_887_401_338_119  # as long as a real one: a short one could be guessed


@dataclass(frozen=True)
class Result:
    """What came of one attack.

    Attributes:
        achieved: What it got or changed; empty when it was contained.
        outcome: What came back, in words; for graded attacks ``check VERDICT`` of each check.
        score: Points of a graded attack.
    """

    achieved: frozenset[str]
    outcome: tuple[str, ...]
    score: float = 0.0

    def is_as_declared(self, attack: Attack) -> bool:
        """Whether the outcome is one that the attack's folder declares."""
        if attack.kind == "escape":
            return self.outcome[0].startswith(attack.outcome)
        return all(o in attack.outcome for o in self.outcome) and self.score == attack.score


class Arena:
    """Secrets, decoys and processes for many attacks at one level.

    Args:
        tries: How often an attack may come out otherwise than declared where a clock decides.
    """

    def __init__(self, tries: int = TIMING_TRIES):
        self.tries = tries
        self.secret = f"secret-{secrets.token_hex(12)}"
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by __exit__
        self._file.write(self.secret.encode())
        self._file.flush()
        self.descriptor = os.dup2(self._file.fileno(), 77)
        os.environ["ARENA_SECRET"] = self.secret

    def __enter__(self) -> Arena:
        return self

    def __exit__(self, *_: object) -> None:
        del os.environ["ARENA_SECRET"]
        os.close(self.descriptor)
        self._file.close()

    def confined(self, attacks: Iterable[Attack], level: str) -> list[tuple[Attack, Result]]:
        """Run attacks against the engine; return each with what came of it.

        Those whose profile the level does not offer are left out.
        """
        found: list[tuple[Attack, Result]] = []

        def body(runner: CheckRunner) -> None:
            for attack in attacks:
                if not confine.at_least(level, PROFILES[attack.profile].level):
                    continue
                forged = attack.kind != "escape"
                result = (
                    self._forged(attack, host, runner) if forged else self._escape(attack, host)
                )
                found.append((attack, result))

        with Host(level) as host:
            with_checks(COURSE.exercises, SEED, body)
        return found

    def controls(self, attacks: Iterable[Attack]) -> dict[str, bool]:
        """Run the controls; return whether each attack succeeds there, by its name."""
        attacks = [attack for attack in attacks if attack.control]
        found = {}
        with Unconfined({"ARENA_SECRET": self.secret}, (self.descriptor,)) as host:
            for attack in attacks:
                if attack.control == "unconfined":
                    result = self._escape(attack, host)
                    found[attack.name] = attack.success in result.achieved
        with Ordinary() as ordinary:
            for attack in attacks:
                if attack.control != "unconfined":
                    chances = self.tries if attack.kind == "timing" else 1
                    scores = (ordinary.score(attack.source, attack.control) for _ in range(chances))
                    found[attack.name] = FULL in scores
        return found

    def _escape(self, attack: Attack, host: Host) -> Result:
        exercise = replace(DOUBLE, profile=attack.profile)
        exercise = replace(exercise, limits=limits_for(attack))
        with World(self.secret, self.descriptor) as world:
            process = host.open(exercise, (Cell("submission.py", attack.source),))
            try:
                value, error = _called(process, world)
            finally:
                process.close()
            achieved = world.touched()
        if isinstance(value, str | bytes) and _contains(value, self.secret):
            achieved.add("secret")
        if value is True:
            achieved.add("true")
        return Result(frozenset(achieved), (in_words(error if error is not None else value),))

    def _forged(self, attack: Attack, host: Host, runner: CheckRunner) -> Result:
        """Grade it; where a clock decides, an unclear machine gets a second and a third chance."""
        for _ in range(self.tries if attack.kind == "timing" else 1):
            result = self._forge(attack, host, runner)
            if result.is_as_declared(attack):
                break
        return result

    def _forge(self, attack: Attack, host: Host, runner: CheckRunner) -> Result:
        exercise: Exercise = SMOOTH if attack.kind == "timing" else DOUBLE
        exercise = replace(exercise, profile=attack.profile)
        session = Session(exercise, (Cell("submission.py", attack.source),), host.open)
        try:
            outcomes = runner.judge(session)
        finally:
            session.close()
        words = tuple(f"{o.check.removeprefix('check_')} {o.verdict.value}" for o in outcomes)
        score = score_of(outcomes, exercise.points)
        shown = " ".join(
            f"{o.message} {o.counterexample} {' '.join(o.trace)} {o.note}" for o in outcomes
        )
        achieved = {"secret"} if self.secret in shown else set()
        return Result(frozenset(achieved), words, score)


def limits_for(attack: Attack) -> Limits:
    """Return limits that end it only as it may end: no clock decides where another limit must."""
    unlimited = {
        name: HANG_SECONDS
        for clock, names in CLOCKS.items()
        if f"limit {clock}" not in attack.outcome
        for name in names
    }
    return replace(DOUBLE.limits, **unlimited)


def _called(process: Any, world: World) -> tuple[Any, StudentFault | None]:
    try:
        process.begin_check()
        return Student(Channel(process.exchange)).attack(world.facts()), None
    except StudentFault as fault:
        return None, fault


def _contains(value: str | bytes, secret: str) -> bool:
    return (secret.encode() if isinstance(value, bytes) else secret) in value


def in_words(result: Any) -> str:
    """Return ``raised ValueError: ...``, ``died ...``, ``limit cpu`` or ``value ...``."""
    if isinstance(result, StudentRaised):
        return f"raised {result.type_name}: {result.message}"
    if isinstance(result, StudentDied):
        return f"died {result}"
    if isinstance(result, LimitExceeded):
        return f"limit {result.resource}"
    if isinstance(result, StudentFault):
        return f"fault {result}"
    if isinstance(result, RemoteObject | Opaque):
        return "value object"
    return f"value {result!r}"


def levels() -> list[str]:
    """Return the levels with a promise that this machine reaches."""
    best = confine.probe().level
    return [level for level in ("S2", "S3") if confine.at_least(best, level)]
