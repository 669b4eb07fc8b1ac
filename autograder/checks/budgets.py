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
from typing import Any

import numpy as np

from autograder.checks import counts, scaling
from autograder.checks.compare import assert_close
from autograder.checks.epochs import FAILING, State, interval_of, settled
from autograder.checks.memory import Peaks, run_memory
from autograder.checks.pairs import Match, Measured, Reference, Worker, run_epoch
from autograder.checks.signals import BudgetExceeded, NotRun
from autograder.errors import AuthorError
from autograder.model import CheckSpec, Measure, Text
from autograder.sandbox import kernel
from autograder.sandbox.profiles import PROFILES

# Long enough for most bursts of other work to pass.
PAUSE_SECONDS = 0.25
SIZES = (1000, 2000, 4000, 8000)
BACKGROUND = Text(
    "it goes on computing in the background after it has returned its result",
    "它在返回结果之后仍在后台继续计算",
)
Workers = tuple[Worker, Reference]


@dataclass
class Budget:
    """The ``budget`` fixture of one check. Its limits stand in the check's table.

    Attributes:
        lab: The submission's lab: its exercise, its cells and how to open a process for them.
        seed: Seeds the inputs; each call gets inputs that no other call has seen.
        reference: Returns a process that holds the reference, kept warm between submissions.
        verify: Raises `CheckFailed` if a result differs from the reference's.
        notes: What was found, for the staff.
        measured: What was found, for the student.
    """

    lab: Any
    spec: CheckSpec
    seed: int
    reference: Callable[[], Any]
    verify: Callable[[Any, Any], None] = assert_close
    notes: list[str] = field(default_factory=list)
    measured: list[Measure] = field(default_factory=list)
    _epochs: int = 0

    def compare(self, name: str, inputs: Callable[[np.random.Generator], tuple]) -> None:
        """Judge the computing time of one function against the reference's.

        Args:
            name: The function's name, or ``scenario.<name>`` for a driver in ``scenario.py``.
            inputs: Makes one call's positional arguments from a random generator.

        Raises:
            BudgetExceeded: It takes more than `budget_ratio` times as long, twice in fresh
                processes.
            CheckFailed: A timed result differs from the reference's.
            StudentFault: The submission raised, died or ran into a kill limit.
            AuthorError: The check's table holds no `budget_ratio`.
        """
        ratio = self._limit("budget_ratio")

        def epoch(workers: Workers) -> Measured:
            rng = self._generator()
            return run_epoch(Match(*workers, lambda: inputs(rng), self.verify), ratio)

        state, epochs = self._settled(name, epoch)
        advisory = any(epoch.advisory for epoch in epochs)
        self._keep(_time_measure(ratio, state, epochs, advisory), _time_note(ratio, state, epochs))
        if state in FAILING and not advisory:
            text = BACKGROUND if state is State.BACKGROUND else _time_text(ratio, epochs)
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
            CheckFailed, StudentFault, AuthorError: As in `compare`.
        """
        limit = self._limit("extra_growth")
        named = Text(grows, grows) if isinstance(grows, str) else Text(*grows)

        def epoch(workers: Workers) -> scaling.Growth:
            rng = self._generator()

            def match_of(size: int) -> Match:
                return Match(*workers, lambda: inputs(rng, size), self.verify)

            return scaling.run_growth(match_of, sizes, limit)

        state, epochs = self._settled(name, epoch)
        last = epochs[-1]
        near = (last.extra - 2 * last.error, last.extra + 2 * last.error)
        note = f"growth {state}: {last.extra:+.2f} ± {last.error:.2f} over the reference's n^"
        self._keep(
            Measure("growth", last.extra, limit, *near, str(state)), f"{note}{last.reference:.2f}"
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
            CheckFailed, StudentFault, AuthorError: As in `compare`.
        """
        ratio = self._limit("memory_ratio")

        def epoch(workers: Workers) -> Peaks:
            rng = self._generator()
            return run_memory(workers, lambda: inputs(rng), self.verify, ratio)

        state, epochs = self._settled(name, epoch, warm=False)
        last = epochs[-1]
        whole = max(last.reference, 1)
        seen, limit = last.student / whole, last.limit / whole
        self._keep(
            Measure("memory", seen, limit, seen, seen, str(state)),
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
                where=self.lab.exercise.slug,
                cure=f"put `{field_name} = ...` into its table in exercise.toml",
            )
        if PROFILES[self.lab.exercise.profile].processes:
            raise AuthorError(
                "a budget measures one process, and this exercise's profile may start others",
                where=self.lab.exercise.slug,
                cure="measure it in an exercise of another profile",
            )
        if not hasattr(self.lab.process, "timed"):
            raise NotRun("a confined process")
        return limit

    def _settled(self, name: str, run: Callable, warm: bool = True) -> tuple[State, list]:
        """Run epochs until they say one thing; the first one may use the warm processes."""
        self.lab.student._last = None
        epochs: list = []
        while settled([epoch.state for epoch in epochs]) is State.OPEN:
            if epochs:
                time.sleep(PAUSE_SECONDS)
            with self._warm(name) if warm and not epochs else self._fresh(name) as workers:
                epochs.append(on_one_cpu(run, workers))
        return settled([epoch.state for epoch in epochs]), epochs

    @contextlib.contextmanager
    def _warm(self, name: str) -> Iterator[Workers]:
        """Use the submission's process and the reference's as they are."""
        reference = self.reference()
        reference.begin_check()
        yield Worker(self.lab.process, name), Reference(reference, name)

    @contextlib.contextmanager
    def _fresh(self, name: str) -> Iterator[Workers]:
        """Open new processes of the submission and of the reference."""
        control = self.lab.control()
        student = self.lab.open(self.lab.exercise, self.lab.cells)
        try:
            yield Worker(student, name), Reference(control.process, name)
        finally:
            student.close()
            control.close()

    def _generator(self) -> np.random.Generator:
        """Return a generator of inputs that no epoch, of no other submission, has met."""
        self._epochs += 1
        digest = hashlib.sha256("\0".join(c.source for c in self.lab.cells).encode()).digest()
        return np.random.default_rng([self.seed, self._epochs, *digest])

    def _keep(self, measure: Measure, note: str) -> None:
        self.measured.append(measure)
        self.notes.append(note)

    def _exceeded(self, text: Text, name: str, inputs: Callable, kinds: tuple[str, ...]) -> None:
        reason = Text()
        if self.spec.disclose:  # the counts are the submission's words about a hidden input
            rng = self._generator()
            with self._fresh(name) as workers:
                reason = counts.explained(workers, lambda: inputs(rng), kinds)
        if reason:
            text = Text(f"{text.en}: {reason.en}", f"{text.zh}:{reason.zh}")
        raise BudgetExceeded(text, note="; ".join(self.notes))


def on_one_cpu(run: Callable, workers: Workers) -> Any:
    """Run an epoch with both processes on the CPU that we are on.

    Beside a CPU that does other work one is slower than beside an idle one, and the kernel leaves
    a process where it is: on two CPUs one side would gain or lose by that in every pair.
    """
    cpu = kernel.current_cpu()
    student, reference = (worker.process for worker in workers)
    with student.pinned(cpu), reference.pinned(cpu):
        return run(workers)


def _time_text(ratio: float, epochs: Sequence[Measured]) -> Text:
    seen = two_digits(statistics.median(epochs[-1].multiples))
    return Text(
        f"it takes about {seen} times the reference's computing time; "
        f"at most {ratio:g} times are allowed",
        f"计算时间约为参考答案的 {seen} 倍,上限为 {ratio:g} 倍",
    )


def _time_measure(
    ratio: float, state: State, epochs: Sequence[Measured], advisory: bool
) -> Measure:
    seen = epochs[-1].multiples or (0.0,)
    return Measure("time", statistics.median(seen), ratio, *interval_of(seen), str(state), advisory)


def _time_note(ratio: float, state: State, epochs: Sequence[Measured]) -> str:
    parts = []
    for epoch in epochs:
        low, high = interval_of(epoch.multiples or (0.0,))
        middle = statistics.median(epoch.multiples or (0.0,))
        void = epoch.events + epoch.background
        pairs = f"{len(epoch.multiples)} pairs" + (f", {void} void" if void else "")
        wall = ", wall time only" if epoch.advisory else ""
        moving = f", moving values {epoch.moving:.0%}" if epoch.moving > 0.5 else ""
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
