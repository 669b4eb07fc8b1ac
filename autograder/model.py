"""The frozen values that everything else passes around. No effects."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, TypeVar

from autograder.errors import AuthorError, did_you_mean

LANGUAGES = ("en", "zh")


class Verdict(enum.StrEnum):
    """What one check says about one submission."""

    PASSED = "PASSED"
    WRONG = "WRONG"
    CRASHED = "CRASHED"
    OVER_BUDGET = "OVER_BUDGET"
    LIMIT_EXCEEDED = "LIMIT_EXCEEDED"
    FORBIDDEN = "FORBIDDEN"
    NOT_ATTEMPTED = "NOT_ATTEMPTED"
    SKIPPED = "SKIPPED"
    NOT_RUN = "NOT_RUN"
    INTERNAL_ERROR = "INTERNAL_ERROR"


class Level(enum.StrEnum):
    """How well student code is confined, worst first; `sandbox.confinement.confine` has the terms.

    Their order is that of declaration, not of their text.
    """

    S0 = "S0"
    S1 = "S1"
    S2B = "S2b"
    S2 = "S2"
    S3 = "S3"


class ProfileName(enum.StrEnum):
    """What an exercise's code needs beyond computing; see `sandbox.confinement.profiles`."""

    PURE = "pure"
    AIO = "aio"
    FILES = "files"
    WORKERS = "workers"
    COMPILE = "compile"


class Device(enum.StrEnum):
    """What a check needs beside a CPU."""

    NONE = ""
    CUDA = "cuda"


class Resource(enum.StrEnum):
    """What a kill limit is about; `CHECKS` when too many checks were stopped before."""

    CPU = "cpu"
    WALL = "wall"
    MEMORY = "memory"
    OUTPUT = "output"
    CHECKS = "checks"


class MeasureKind(enum.StrEnum):
    """What a budget measures; `GROWTH` is how much larger the exponent is."""

    TIME = "time"
    MEMORY = "memory"
    GROWTH = "growth"


class BudgetState(enum.StrEnum):
    """What one trial of a budget, or all of them together, say about a submission.

    `UNCLEAR` and `NOISY` pass; `OPEN` asks for one more trial and is never reported.
    """

    OPEN = "open"
    WITHIN = "within"
    OVER = "over"
    UNCLEAR = "unclear"
    BACKGROUND = "background"
    NOISY = "noisy"


@dataclass(frozen=True)
class Text:
    """One sentence in every language of the course."""

    en: str = ""
    zh: str = ""

    def in_(self, language: str) -> str:
        """Return the text in `language`, or in English where a translation is missing."""
        return getattr(self, language, "") or self.en

    def __bool__(self) -> bool:
        return bool(self.en or self.zh)


NO_TEXT = Text()


@dataclass(frozen=True)
class Cause(Text):
    """A warning that says why exercises have no answer, though their student wrote one.

    Attributes:
        exercises: Their slugs.
    """

    exercises: tuple[str, ...] = ()


@dataclass(frozen=True)
class CheckSpec:
    """One hidden check as ``exercise.toml`` and its docstring declare it.

    Attributes:
        sentence: What a student reads; the docstring's first (en) and second (zh) paragraph.
        weight: Share of the exercise's points, relative to its siblings.
        disclose: Whether a student may see the counterexample.
        requires: A check whose device is absent is NOT_RUN.
        budget_ratio: At most this many times the reference's CPU time; 0 for no budget.
        memory_ratio: At most this many times the reference's peak memory; 0 for no budget.
        extra_growth: The time's exponent over the input's size may exceed the reference's by this
            much; 0 for no budget.
        kept_because: Why the check stays although no wrong answer fails it alone.
    """

    name: str
    sentence: Text
    weight: float = 1.0
    disclose: bool = True
    requires: Device = Device.NONE
    budget_ratio: float = 0.0
    memory_ratio: float = 0.0
    extra_growth: float = 0.0
    kept_because: str = ""

    @property
    def has_budget(self) -> bool:
        return bool(self.budget_ratio or self.memory_ratio or self.extra_growth)


@dataclass(frozen=True)
class Driver:
    """A function of ``scenario.py`` that a check calls, and what it does in a student's words.

    Attributes:
        parameters: Of a call, without the student.
        rest: The name of its ``*parameter``, or ``""``.
        sentence: Goes on after "with"; ``{name}`` stands for a parameter.
        defaults: Parameters that a call may leave out, each with its value in words.
    """

    name: str
    parameters: tuple[str, ...]
    rest: str
    sentence: Text
    defaults: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class WrongAnswer:
    """A hand-written misconception and exactly the checks that must fail on it."""

    name: str
    source: str
    misconception: Text
    fails: tuple[str, ...]


@dataclass(frozen=True)
class Accepted:
    """A correct solution written differently; it must get full marks."""

    name: str
    source: str


@dataclass(frozen=True)
class Limits:
    """Kill switches for one exercise; never a grade by themselves.

    Attributes:
        cpu_seconds: CPU time of the student's process within one check.
        wall_seconds: What one call may wait: time in which the process neither computes nor would
            if the machine had a CPU for it.
        check_wall_seconds: What the calls of one check may wait in all; loading the code may wait
            as much again.
        load_seconds: CPU time to run the submission's own top-level code.
        memory_bytes: Address space beyond what the empty process uses.
        reply_bytes: The largest result.
        stops, silent_stops: After so many stopped checks the others of the exercise are not waited
            for; fewer while the submission has not answered a single call.
    """

    reply_bytes: ClassVar[int] = 64 << 20
    stops: ClassVar[int] = 4
    silent_stops: ClassVar[int] = 2

    cpu_seconds: float = 2.0
    wall_seconds: float = 20.0
    check_wall_seconds: float = 60.0
    load_seconds: float = 10.0
    memory_bytes: int = 1 << 30


def in_bytes(size: float) -> str:
    """Return a size as people write it: ``64 MiB``, ``1 GiB``."""
    return f"{size / (1 << 30):g} GiB" if size >= 1 << 30 else f"{size / (1 << 20):g} MiB"


@dataclass(frozen=True)
class Exercise:
    """One folder under ``solutions/<assignment>/``.

    Attributes:
        reference, checks_source, scenario: ``reference.py``, ``checks.py``, ``scenario.py``.
        digest: Of what decides an outcome, its witnesses included (see `course.digests`).
        obvious_is_hidden_because: Why the wrong answer ``obvious`` may pass all visible examples.
        practices: What students get of its budgets, as JSON (see `practice.Practices`).
    """

    slug: str
    folder: Path
    title: Text
    points: float
    stars: int
    source: Text
    statement: Text
    reference: str
    functions: tuple[str, ...]
    checks: tuple[CheckSpec, ...]
    wrong: tuple[WrongAnswer, ...]
    accepted: tuple[Accepted, ...]
    checks_source: str = ""
    scenario: str = ""
    drivers: tuple[Driver, ...] = ()
    profile: ProfileName = ProfileName.PURE
    obvious_is_hidden_because: str = ""
    limits: Limits = Limits()
    digest: str = ""
    practices: str = ""

    @property
    def assignment(self) -> str:
        return self.slug.split("/")[0]

    @property
    def name(self) -> str:
        """The folder's name without its number; also the stem of the student's ``.py`` file."""
        return self.slug.split("/")[1].split("_", 1)[1]

    @property
    def grade_id(self) -> str:
        """The slug as nbgrader allows it in a cell's ``grade_id``."""
        return self.slug.replace("/", "__")

    def check(self, name: str) -> CheckSpec:
        return next(check for check in self.checks if check.name == name)


@dataclass(frozen=True)
class Assignment:
    """nbgrader's unit of release: a folder of exercises with an introduction."""

    slug: str
    folder: Path
    title: Text
    introduction: Text
    exercises: tuple[Exercise, ...]
    due: str = ""
    minimum_level: Level = Level.S2

    @property
    def points(self) -> float:
        return sum(exercise.points for exercise in self.exercises)


@dataclass(frozen=True)
class LatePolicy:
    """Points lost after the due date.

    Attributes:
        percent_per_day: Share of the score lost for each started day.
        grace_minutes: Lateness that costs nothing.
        maximum_percent: The largest share that lateness can cost.
    """

    percent_per_day: float = 0.0
    grace_minutes: float = 0.0
    maximum_percent: float = 100.0


@dataclass(frozen=True)
class Course:
    """``solutions/course.toml`` and everything below it.

    Attributes:
        timezone: IANA name of the zone in which a time without a zone is read.
    """

    folder: Path
    title: Text
    term: str
    languages: tuple[str, ...]
    assignments: tuple[Assignment, ...]
    late: LatePolicy = LatePolicy()
    timezone: str = "UTC"

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        return tuple(e for assignment in self.assignments for e in assignment.exercises)

    def assignment(self, slug: str) -> Assignment:
        """Return the assignment with this slug.

        Raises:
            AuthorError: There is none; names the nearest one.
        """
        return _by_slug(self.assignments, slug, "assignment")

    def exercise(self, slug: str) -> Exercise:
        """Return the exercise with this slug, ``<assignment>/<exercise>``.

        Raises:
            AuthorError: There is none; names the nearest one.
        """
        return _by_slug(self.exercises, slug, "exercise")


Slugged = TypeVar("Slugged", Assignment, Exercise)


def _by_slug(known: Sequence[Slugged], slug: str, kind: str) -> Slugged:
    for one in known:
        if one.slug == slug:
            return one
    slugs = [one.slug for one in known]
    raise AuthorError(f"no such {kind}", where=slug, cure=did_you_mean(slug, slugs))


@dataclass(frozen=True)
class Cell:
    """One piece of student code: a notebook cell or a whole ``.py`` file.

    Attributes:
        name: What a student recognises, as ``cell 4`` or ``nhwc_to_nchw.py``.
        exercise: Slug of the one exercise this code is for, or ``""`` for all of them.
        module: Where this is no cell but a helper file that others import: the module's name.
        grade_id: nbgrader's name of the cell: whose answer it was meant to hold; or ``""``.
    """

    name: str
    source: str
    exercise: str = ""
    module: str = ""
    grade_id: str = ""


@dataclass(frozen=True)
class Submission:
    """What one student handed in for one assignment: bytes already turned into text, never run.

    Attributes:
        digest: SHA-256 of the submitted code alone; the same code has the same digest.
        timestamp: ISO 8601 time of submission, or ``""``.
        warnings: What was mended or ignored on the way in, for the student to read.
        problem: Why nothing can be graded (corrupted JSON, not UTF-8), or an empty text.
    """

    student: str
    assignment: str
    cells: tuple[Cell, ...]
    digest: str
    origin: str = ""
    timestamp: str = ""
    warnings: tuple[Text, ...] = ()
    problem: Text = Text()


@dataclass(frozen=True)
class Cost:
    """What one check cost, for the figures; never part of a verdict."""

    wall_seconds: float = 0.0
    cpu_seconds: float = 0.0
    calls: int = 0


@dataclass(frozen=True)
class Measure:
    """Where a submission stands in one budget, in multiples of the reference.

    Attributes:
        seen, limit: The submission's multiple and the largest allowed.
        low, high: Where the submission's multiple lies with some certainty.
        advisory: Whether only wall time could be compared, which fails nobody.
    """

    kind: MeasureKind
    seen: float
    limit: float
    low: float
    high: float
    state: BudgetState
    advisory: bool = False


@dataclass(frozen=True)
class Outcome:
    """One check's verdict about one submission.

    Attributes:
        message: What differed, in plain words; safe to show only if `disclosed`.
        counterexample: The call that failed, in plain words.
        hint: The misconception that fails in the same way, if one is known.
        guess: Where none is known: how what came seems to differ from what was expected.
        trace: The student's own lines of an exception, innermost last.
        note: For staff only (author's traceback of an INTERNAL_ERROR, budget figures).
        measured: What its budgets measured; a student may see it.
        stopped_by: The kill limit of a LIMIT_EXCEEDED.
    """

    check: str
    verdict: Verdict
    weight: float = 1.0
    sentence: Text = Text()
    message: Text = Text()
    counterexample: Text = Text()
    hint: Text = Text()
    guess: Text = Text()
    trace: tuple[str, ...] = ()
    disclosed: bool = True
    note: str = ""
    cost: Cost = Cost()
    measured: tuple[Measure, ...] = ()
    stopped_by: Resource | None = None


@dataclass(frozen=True)
class Report:
    """All outcomes of one submission in one exercise, with what is needed to repeat it.

    Attributes:
        exercise_digest: What judged it, the exercise's half: its `Exercise.digest` of then.
        engine: The code's half: the version and a short digest (see `grading.judging`).
    """

    exercise: str
    submission_digest: str
    exercise_digest: str
    engine: str
    seed: int
    level: Level
    outcomes: tuple[Outcome, ...]
    score: float
    points: float
    warnings: tuple[Text, ...] = ()
    phases: dict[str, float] = field(default_factory=dict)

    @property
    def has_internal_error(self) -> bool:
        return any(o.verdict is Verdict.INTERNAL_ERROR for o in self.outcomes)


@dataclass(frozen=True)
class Grade:
    """One student's result for one assignment after the late policy: what a gradebook holds.

    Attributes:
        staff: What staff entered by hand and what it changed; the scores hold it.
    """

    student: str
    assignment: str
    score: float
    points: float
    penalty: float
    reports: tuple[Report, ...]
    timestamp: str = ""
    origin: str = ""
    warnings: tuple[Text, ...] = ()
    problem: Text = Text()
    staff: tuple[Text, ...] = ()

    @property
    def final(self) -> float:
        return max(0.0, self.score - self.penalty)
