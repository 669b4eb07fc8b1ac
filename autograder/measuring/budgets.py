"""At most k times the reference's time or memory: verdicts that noise and tricks do not move.

The submission and the reference run in separate processes. The clock, the inputs and the
comparison are outside both; every measured result is verified, and no input is ever used twice. A
failure is confirmed in fresh processes before it counts; anything unclear is a pass, and says so to
the staff.
"""

from __future__ import annotations

import contextlib
import hashlib
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from autograder.checks.compare import CheckFailed, assert_close
from autograder.errors import AuthorError
from autograder.measuring import counts, scaling
from autograder.measuring.memory import Peaks, run_memory
from autograder.measuring.pairs import (
    Contestant,
    Match,
    Measurable,
    Reference,
    TrialResult,
    run_trial,
)
from autograder.measuring.sign_test import FAILING, interval_of, settled
from autograder.measuring.signals import BudgetExceeded, NotRun, ValuesDiffer
from autograder.model import BudgetState, Cell, CheckSpec, Exercise, Measure, MeasureKind, Text
from autograder.sandbox.confinement import syscalls
from autograder.sandbox.confinement.profiles import PROFILES
from autograder.sandbox.processes.channel import Channel

# Long enough for most bursts of other work to pass.
PAUSE_SECONDS = 0.25
SIZES = (1000, 2000, 4000, 8000)
BACKGROUND = Text(
    "it goes on computing in the background after it has returned its result",
    "它在返回结果之后仍在后台继续计算",
)
Contestants = tuple[Contestant, Reference]


class MeasuredSession(Protocol):
    """One submission in one exercise, as a budget uses it (see `grading.session`)."""

    @property
    def exercise(self) -> Exercise: ...
    @property
    def cells(self) -> tuple[Cell, ...]: ...
    @property
    def process(self) -> object: ...
    @property
    def channel(self) -> Channel: ...
    def again(self) -> MeasuredSession: ...
    def control(self) -> MeasuredSession: ...
    def close(self) -> None: ...


@dataclass
class Budget:
    """The ``budget`` fixture of one check. Its limits stand in the check's table.

    Attributes:
        session: The submission, and how to open fresh processes of it and of the reference.
        seed: Seeds the inputs; each call gets inputs that no other call has seen.
        reference: Returns a process that holds the reference, kept warm between submissions.
            Where no process can be measured, no budget is judged.
        verify: Raises `CheckFailed` if a result differs from the reference's.
        notes: What was found, for the staff.
        measured: What was found, for the student.
    """

    session: MeasuredSession
    spec: CheckSpec
    seed: int
    reference: Callable[[], object]
    verify: Callable[[Any, Any], None] = assert_close
    notes: list[str] = field(default_factory=list)
    measured: list[Measure] = field(default_factory=list)
    _trials: int = 0

    def compare(self, name: str, inputs: Callable[[np.random.Generator], tuple]) -> None:
        """Judge the computing time of one function against the reference's.

        Args:
            name: The function's name, or ``scenario.<name>`` for a driver in ``scenario.py``.
            inputs: Makes one call's positional arguments from a random generator.

        Raises:
            BudgetExceeded: It takes more than `budget_ratio` times as long, twice in fresh
                processes.
            ValuesDiffer: A timed result differs from the reference's; nothing is measured.
            StudentFault: The submission raised, died or ran into a kill limit.
            AuthorError: The check's table holds no `budget_ratio`.
        """
        ratio = self._limit("budget_ratio")

        def trial(contestants: Contestants) -> TrialResult:
            rng = self._generator()
            return run_trial(Match(*contestants, lambda: inputs(rng), self.verify), ratio)

        state, trials = self._settled(name, trial)
        advisory = any(trial.advisory for trial in trials)
        self._keep(_time_measure(ratio, state, trials, advisory), _time_note(ratio, state, trials))
        if state in FAILING and not advisory:
            text = BACKGROUND if state is BudgetState.BACKGROUND else _time_text(ratio, trials)
            self._exceeded(text, name, inputs, counts.TIME)

    def scaling(
        self,
        name: str,
        inputs: Callable[[np.random.Generator, int], tuple],
        *,
        sizes: Sequence[int] = SIZES,
        grows: tuple[str, str] | str = ("the size of the input", "输入的大小"),
    ) -> None:
        """Judge how fast the computing time of one function grows with its input.

        Args:
            name: As in `compare`.
            inputs: Makes one call's positional arguments from a random generator and a size n.
            sizes: At least four, each about twice the one before; the reference's time should
                grow between them too. They are moved by up to a tenth.
            grows: What n is, in English and Chinese.

        Raises:
            BudgetExceeded: Its exponent is larger than the reference's by more than the
                `extra_growth` of the check's table, twice in fresh processes.
            ValuesDiffer, StudentFault, AuthorError: As in `compare`.
        """
        limit = self._limit("extra_growth")
        named = Text(grows, grows) if isinstance(grows, str) else Text(*grows)

        def trial(contestants: Contestants) -> scaling.Growth:
            rng = self._generator()

            def match_of(size: int) -> Match:
                return Match(*contestants, lambda: inputs(rng, size), self.verify)

            return scaling.run_growth(match_of, sizes, limit)

        state, trials = self._settled(name, trial)
        last = trials[-1]
        near = (last.extra - 2 * last.error, last.extra + 2 * last.error)
        note = f"growth {state}: {last.extra:+.2f} ± {last.error:.2f} over the reference's n^"
        self._keep(
            Measure(MeasureKind.GROWTH, last.extra, limit, *near, state),
            f"{note}{last.reference:.2f}",
        )
        if state in FAILING:
            text = scaling.in_words(last, named)
            self._exceeded(text, name, lambda rng: inputs(rng, max(sizes)), counts.TIME)

    def memory(self, name: str, inputs: Callable[[np.random.Generator], tuple]) -> None:
        """Judge the peak memory of one function against the reference's.

        Args:
            name, inputs: As in `compare`. Make the inputs so large that the reference needs
                several megabytes beside them; 8 MB are always allowed.

        Raises:
            BudgetExceeded: It needs more than `memory_ratio` times as much, twice in fresh
                processes.
            ValuesDiffer, StudentFault, AuthorError: As in `compare`.
        """
        ratio = self._limit("memory_ratio")

        def trial(contestants: Contestants) -> Peaks:
            rng = self._generator()
            return run_memory(contestants, lambda: inputs(rng), self.verify, ratio)

        state, trials = self._settled(name, trial, warm=False)
        last = trials[-1]
        whole = max(last.reference, 1)
        seen, limit = last.student / whole, last.limit / whole
        self._keep(
            Measure(MeasureKind.MEMORY, seen, limit, seen, seen, state),
            f"memory {state}: {last.student >> 20} MB, reference {last.reference >> 20} MB, "
            f"limit {last.limit >> 20} MB{'' if last.exact else ' (peak cannot be reset here)'}",
        )
        if state in FAILING:
            self._exceeded(_memory_text(last, ratio), name, inputs, counts.MEMORY)

    def _limit(self, field_name: str) -> float:
        limit = getattr(self.spec, field_name)
        if not limit:
            raise AuthorError(
                f"{self.spec.name} uses a budget without a limit",
                where=self.session.exercise.slug,
                cure=f"put `{field_name} = ...` into its table in exercise.toml",
            )
        if PROFILES[self.session.exercise.profile].processes:
            raise AuthorError(
                "a budget measures one process, and this exercise's profile may start others",
                where=self.session.exercise.slug,
                cure="measure it in an exercise of another profile",
            )
        measurable(self.session.process)
        return limit

    def _settled(self, name: str, run: Callable, warm: bool = True) -> tuple[BudgetState, list]:
        """Run trials until they say one thing; the first one may use the warm processes."""
        self.session.channel.forget()
        trials: list = []
        while settled([trial.state for trial in trials]) is BudgetState.OPEN:
            if trials:
                time.sleep(PAUSE_SECONDS)
            with self._warm(name) if warm and not trials else self._fresh(name) as contestants:
                try:
                    trials.append(on_one_cpu(run, contestants))
                except CheckFailed as failed:
                    raise ValuesDiffer(failed.text) from None
        return settled([trial.state for trial in trials]), trials

    @contextlib.contextmanager
    def _warm(self, name: str) -> Iterator[Contestants]:
        """Use the submission's process and the reference's as they are."""
        student, reference = measurable(self.session.process), measurable(self.reference())
        reference.begin_check()
        yield Contestant(student, name), Reference(reference, name)

    @contextlib.contextmanager
    def _fresh(self, name: str) -> Iterator[Contestants]:
        """Open new processes of the submission and of the reference."""
        student, control = self.session.again(), self.session.control()
        try:
            yield (
                Contestant(measurable(student.process), name),
                Reference(measurable(control.process), name),
            )
        finally:
            student.close()
            control.close()

    def _generator(self) -> np.random.Generator:
        """Return a generator of inputs that no trial, of no other submission, has met."""
        self._trials += 1
        digest = hashlib.sha256("\0".join(c.source for c in self.session.cells).encode()).digest()
        return np.random.default_rng([self.seed, self._trials, *digest])

    def _keep(self, measure: Measure, note: str) -> None:
        self.measured.append(measure)
        self.notes.append(note)

    def _exceeded(self, text: Text, name: str, inputs: Callable, kinds: tuple[str, ...]) -> None:
        reason = Text()
        if self.spec.disclose:  # the counts are the submission's words about a hidden input
            rng = self._generator()
            with self._fresh(name) as contestants:
                reason = counts.explained(contestants, lambda: inputs(rng), kinds)
        if reason:
            text = Text(f"{text.en}: {reason.en}", f"{text.zh}:{reason.zh}")
        raise BudgetExceeded(text, note="; ".join(self.notes))


def measurable(process: object) -> Measurable:
    """Return the process if it can be timed and weighed.

    Raises:
        NotRun: It runs inside the grader, where nothing can be measured.
    """
    if not isinstance(process, Measurable):
        raise NotRun("a confined process")
    return process


def on_one_cpu(run: Callable, contestants: Contestants) -> Any:
    """Run a trial with both processes on the CPU that we are on.

    Beside a CPU that does other work one is slower than beside an idle one, and the kernel leaves
    a process where it is: on two CPUs one side would gain or lose by that in every pair.
    """
    cpu = syscalls.current_cpu()
    student, reference = (contestant.process for contestant in contestants)
    with student.pinned(cpu), reference.pinned(cpu):
        return run(contestants)


def _time_text(ratio: float, trials: Sequence[TrialResult]) -> Text:
    seen = two_digits(statistics.median(trials[-1].multiples))
    return Text(
        f"it takes about {seen} times the reference's computing time; "
        f"at most {ratio:g} times are allowed",
        f"计算时间约为参考答案的 {seen} 倍,上限为 {ratio:g} 倍",
    )


def _time_measure(
    ratio: float, state: BudgetState, trials: Sequence[TrialResult], advisory: bool
) -> Measure:
    seen = trials[-1].multiples or (0.0,)
    return Measure(
        MeasureKind.TIME, statistics.median(seen), ratio, *interval_of(seen), state, advisory
    )


def _time_note(ratio: float, state: BudgetState, trials: Sequence[TrialResult]) -> str:
    parts = []
    for trial in trials:
        low, high = interval_of(trial.multiples or (0.0,))
        middle = statistics.median(trial.multiples or (0.0,))
        void = trial.events + trial.background
        pairs = f"{len(trial.multiples)} pairs" + (f", {void} void" if void else "")
        wall = ", wall time only" if trial.advisory else ""
        moving = f", moving values {trial.moving:.0%}" if trial.moving > 0.5 else ""
        parts.append(f"{middle:.2f} x ({low:.2f} to {high:.2f}, {pairs}{moving}{wall})")
    return f"time {state}: {'; '.join(parts)}; limit {ratio:g} x"


def _memory_text(peaks: Peaks, ratio: float) -> Text:
    seen = two_digits(peaks.student / max(peaks.reference, 1))
    return Text(
        f"at its peak it needs about {seen} times the memory that the reference needs; "
        f"at most {ratio:g} times are allowed",
        f"内存峰值约为参考答案的 {seen} 倍,上限为 {ratio:g} 倍",
    )


def two_digits(value: float) -> str:
    """Return a positive number with two digits, without an exponent."""
    return f"{float(f'{max(value, 1e-9):.2g}'):g}"
