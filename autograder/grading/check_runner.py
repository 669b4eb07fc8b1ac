"""Runs the hidden checks: one pytest session, in which every submission meets the same inputs.

pytest collects ``check_*`` once. Hypothesis draws each check's examples once, from the hidden seed;
they are replayed for every submission. Witnesses (the smallest inputs that expose known wrong
answers) come first, and Hypothesis shrinks only a failure that no witness shows.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import hypothesis
import pytest
from _pytest.runner import runtestprotocol

from autograder.course.witnesses import Witness, Witnesses
from autograder.errors import AuthorError, MachineError
from autograder.grading import drawing
from autograder.grading.drawing import Failing
from autograder.grading.fingerprints import fingerprint
from autograder.grading.session import Process, Session, reference_cell
from autograder.grading.verdicts import outcome_of, unusable
from autograder.measuring.budgets import Budget
from autograder.measuring.signals import BudgetExceeded, NotRun
from autograder.model import CheckSpec, Cost, Device, Exercise, Outcome, Resource, Verdict
from autograder.sandbox import codec
from autograder.sandbox.processes.channel import Call
from autograder.sandbox.processes.faults import (
    LimitExceeded,
    StudentFault,
    StudentMissing,
    StudentRaised,
)
from autograder.sandbox.processes.student import Student

# They cost more than many a check.
UNUSED_PLUGINS = ("cacheprovider", "terminal", "logging", "unraisableexception", "threadexception")
FAILURES = (AssertionError, StudentFault, BudgetExceeded)
EXPECTED = (*FAILURES, NotRun, MachineError)


def with_checks(
    exercises: Iterable[Exercise],
    seed: int,
    body: Callable[[CheckRunner], None],
    witnesses: Callable[[Exercise], Witnesses] = lambda exercise: Witnesses(),
) -> None:
    """Collect the checks of `exercises` in one pytest session and run `body` inside it.

    Args:
        seed: The class's hidden seed; it alone decides which inputs are drawn.
        witnesses: Known counterexamples of an exercise.

    Raises:
        AuthorError: A ``checks.py`` cannot be imported, or its checks are not those declared.
        MachineError: pytest does not start.
    """
    runner = CheckRunner(tuple(exercises), seed, body, witnesses)
    root = os.path.commonpath([exercise.folder.parent.parent for exercise in runner.exercises])
    options = [
        *(f"-pno:{plugin}" for plugin in UNUSED_PLUGINS),
        "--noconftest",  # one that lies above the course would run beside the secrets
        "--capture=no",
        "--assert=plain",
        "--import-mode=importlib",
        "-c",
        os.devnull,
        f"--rootdir={root}",
        "-o",
        "python_files=checks.py",
        "-o",
        "python_functions=check_*",
    ]
    files = [str(exercise.folder / "checks.py") for exercise in runner.exercises]
    try:
        with drawing.our_settings(), _own_pytest():
            code = pytest.main([*options, *files], plugins=[runner])
    finally:
        _forget_modules(root)
    if runner.error is not None:
        raise runner.error
    if code in (pytest.ExitCode.USAGE_ERROR, pytest.ExitCode.INTERNAL_ERROR):
        raise MachineError(
            f"pytest does not start ({code!r})", cure="install the versions of pyproject.toml"
        )


@contextlib.contextmanager
def _own_pytest() -> Iterator[None]:
    """Leave out what the user's environment adds to every pytest: it is not meant for grading."""
    kept = {name: os.environ.pop(name, None) for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS")}
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    try:
        yield
    finally:
        os.environ.update({name: value for name, value in kept.items() if value is not None})


def _forget_modules(root: str) -> None:
    """Drop the imported checks, so that the next session reads what is on disk then."""
    for name, module in list(sys.modules.items()):
        if (getattr(module, "__file__", None) or "").startswith(root + os.sep):
            del sys.modules[name]


@dataclass
class CheckRun:
    """What running one check on one submission showed.

    Attributes:
        error: The exception that ended it, or None.
        fingerprints: Arguments of a witness or of the failing example -> digest of the answers.
        args: Encoded drawn arguments of the failing example, or None for a plain check.
    """

    error: BaseException | None = None
    fingerprints: dict[bytes | None, str] = field(default_factory=dict)
    args: bytes | None = None


class CheckRunner:
    """The collected checks, as a pytest plugin whose test loop is ours."""

    def __init__(self, exercises: tuple, seed: int, body: Callable, witnesses: Callable):
        self.exercises, self.seed = exercises, seed
        self.error: BaseException | None = None
        self.phases: dict[str, float] = {}
        self._body, self._find_witnesses = body, witnesses
        self._items: dict[tuple[str, str], pytest.Function] = {}
        self._drawn: dict[tuple[str, str], list[bytes] | None] = {}
        self._references: dict[str, Process] = {}
        # Bound when a check begins; fixtures and examples are asked for only then.
        self._session: Session
        self._spec: CheckSpec
        self._witnesses = Witnesses()
        self._run = CheckRun()
        self._budget: Budget | None = None

    # --- pytest hooks and fixtures

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed and self.error is None:
            self.error = AuthorError(
                f"cannot be imported\n{report.longreprtext}", where=report.nodeid, cure="mend it"
            )

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if self.error is not None:
            return True
        by_path = {exercise.folder / "checks.py": exercise.slug for exercise in self.exercises}
        self._items = {
            (by_path[item.path], item.name): item
            for item in session.items
            if isinstance(item, pytest.Function)
        }
        try:
            self._check_complete()
            self._body(self)
        except BaseException as error:  # pytest would turn it into an exit code
            self.error = error
        finally:
            for process in self._references.values():
                process.close()
        return True

    def _check_complete(self) -> None:
        for exercise in self.exercises:
            collected = {name for slug, name in self._items if slug == exercise.slug}
            declared = {check.name for check in exercise.checks}
            if collected != declared:
                raise AuthorError(
                    f"declared {sorted(declared)}, collected {sorted(collected)}",
                    where=exercise.slug,
                    cure="name each check once",
                )

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> bool:
        names = pyfuncitem._fixtureinfo.argnames
        fixtures = {name: pyfuncitem.funcargs[name] for name in names}
        check = pyfuncitem.obj
        try:
            if hypothesis.is_hypothesis_test(check):
                self._replay(check, fixtures)
            else:
                self._attempt(check, fixtures, None)
        except BaseException as error:
            self._run.error = error
        return True

    @pytest.fixture
    def student(self) -> Student:
        return self._session.student

    @pytest.fixture
    def hidden_seed(self) -> int:
        return self._own_seed()

    @pytest.fixture
    def device(self) -> str:
        return self._spec.requires.value or "cpu"

    @pytest.fixture
    def budget(self) -> Budget:
        self._budget = Budget(self._session, self._spec, self._own_seed(), self._reference)
        return self._budget

    def _reference(self) -> Process:
        """Return the warm process of the exercise's reference, a new one now and then."""
        exercise = self._session.exercise
        known = self._references.get(exercise.slug)
        if known is not None and known.cpu_seconds > exercise.limits.load_seconds / 2:
            known.close()
            known = None
        if known is None:
            known = self._session.open(exercise, (reference_cell(exercise),))
            self._references[exercise.slug] = known
        return known

    # --- judging

    def judge(self, session: Session) -> tuple[Outcome, ...]:
        """Run every check of the exercise on the submission. Never raises for the student."""
        self._witnesses = self._find_witnesses(session.exercise)
        if not session.cells:
            return tuple(
                outcome_of(spec, StudentMissing(session.exercise.functions[0]), None)
                for spec in session.exercise.checks
            )
        outcomes, runs, kills = [], {}, 0
        # Those whose inputs stay secret come last: what has not been shown to the process yet
        # cannot come back in the feedback of a check that discloses.
        for spec in sorted(session.exercise.checks, key=lambda spec: not spec.disclose):
            limits = session.exercise.limits
            if kills >= (limits.stops if session.channel.answered else limits.silent_stops):
                outcomes.append(outcome_of(spec, LimitExceeded(Resource.CHECKS, kills), None))
                continue
            outcome, runs[spec.name] = self._judge_check(session, spec)
            kills += outcome.verdict is Verdict.LIMIT_EXCEEDED
            outcomes.append(outcome)
        places = [spec.name for spec in session.exercise.checks]
        outcomes.sort(key=lambda outcome: places.index(outcome.check))
        failing = {
            o.check: runs.get(o.check, CheckRun()).fingerprints
            for o in outcomes
            if o.verdict not in (Verdict.PASSED, Verdict.NOT_RUN)
        }
        hint = self._witnesses.hint(failing)
        return tuple(replace(o, hint=hint) if o.check in failing else o for o in outcomes)

    def run_check(self, session: Session, spec: CheckSpec) -> tuple[CheckRun, Call | None]:
        """Run one check; return what it showed and the last call it made."""
        self._session, self._spec, self._run = session, spec, CheckRun()
        self._budget = None
        session.channel.last = None
        try:
            session.process.begin_check()
        except Exception as error:
            self._run.error = error
            return self._run, None
        item = self._items[session.exercise.slug, spec.name]
        reports = runtestprotocol(item, log=False, nextitem=None)
        trouble = next((r for r in reports if r.failed), None)
        if trouble is not None and self._run.error is None:
            self._run.error = RuntimeError(f"{trouble.when} failed\n{trouble.longreprtext}")
        return self._run, session.channel.last

    def body_of(self, exercise: Exercise, spec: CheckSpec) -> Callable[[object], None]:
        """Return a check's body as a function of what stands for its budget.

        It has no submission to call.
        """
        item = self._items[exercise.slug, spec.name]
        known = {"student": None, "device": "cpu", "hidden_seed": 0}
        names = item._fixtureinfo.argnames
        return lambda budget: item.obj(**{name: known.get(name, budget) for name in names})

    def _judge_check(self, session: Session, spec: CheckSpec) -> tuple[Outcome, CheckRun]:
        started, calls = time.perf_counter(), session.channel.calls
        cpu = session.process.cpu_seconds
        if spec.requires and not device_present(spec.requires):
            return outcome_of(spec, NotRun(spec.requires), None), CheckRun()
        run, last = self.run_check(session, spec)
        if isinstance(run.error, MachineError):
            # With a new zygote and a new reference; a second time is reported.
            if (warm := self._references.pop(session.exercise.slug, None)) is not None:
                warm.close()
            run, last = self.run_check(session, spec)
        if isinstance(run.error, StudentMissing) and session.process.faults:
            # What is missing is missing because the code above it stopped.
            run.error = session.process.faults[-1][1]
        if run.error is not None and not isinstance(run.error, EXPECTED):
            run = self._confirm(session, spec, run)
        outcome = outcome_of(spec, run.error, last)
        if self._budget is not None:
            note = outcome.note or "; ".join(self._budget.notes)
            outcome = replace(outcome, note=note, measured=tuple(self._budget.measured))
        cost = Cost(
            wall_seconds=time.perf_counter() - started,
            cpu_seconds=session.process.cpu_seconds - cpu,
            calls=session.channel.calls - calls,
        )
        return replace(outcome, cost=cost), run

    def _confirm(self, session: Session, spec: CheckSpec, run: CheckRun) -> CheckRun:
        """Decide whose fault an unexpected exception is: ours, if the reference meets it too."""
        session.process.close()  # it must not disturb the reference
        control = session.control()
        try:
            with_reference, _ = self.run_check(control, spec)
        finally:
            control.close()
        if with_reference.error is None and run.error is not None:
            return replace(run, error=unusable(run.error, session.channel.answers[-1:]))
        return run

    # --- Hypothesis: draw once, replay, shrink

    def _replay(self, check: Callable, fixtures: dict[str, Any]) -> None:
        inner = drawing.inner_test(check)
        first: BaseException | None = None
        for args in self._witnesses.of(self._spec.name):
            try:
                self._attempt(inner, fixtures, args, is_witness=True)
            except LimitExceeded:
                raise  # each more would take as long again
            except FAILURES as error:
                first = first or error
        if first is not None:
            raise first
        drawn = self._examples(check)
        if drawn is None:  # arguments that cannot be kept, as data(): the ordinary way
            drawing.run(check, lambda **kw: inner(**kw), fixtures, self._own_seed())
            return
        for args in drawn:
            failing = self._failing(inner, fixtures, args)
            if failing is None:
                continue
            if not _is_final(failing.error):
                failing = self._smallest(check, inner, fixtures, failing)
            self._run.args, self._session.channel.last = failing.args, failing.last
            raise failing.error

    def _attempt(
        self, call: Callable, fixtures: dict, args: bytes | None, is_witness: bool = False
    ) -> None:
        """Run the check's body once; keep the fingerprint of the answers where one may be asked."""
        answers = self._session.channel.answers
        answers.clear()
        failed = True
        try:
            call(**fixtures, **(codec.decode(args) if args is not None else {}))
            failed = False
        finally:
            if failed and self._run.args is None:
                self._run.args = args
            if failed or is_witness:
                self._run.fingerprints[args] = fingerprint(answers)

    def _examples(self, check: Callable) -> list[bytes] | None:
        key = (self._session.exercise.slug, self._spec.name)
        if key not in self._drawn:
            started = time.perf_counter()
            fixtures = {name: None for name in self._items[key]._fixtureinfo.argnames}
            self._drawn[key] = drawing.examples(check, fixtures, self._own_seed())
            self._spend("drawing", started)
        return self._drawn[key]

    def _failing(self, inner: Callable, fixtures: dict, args: bytes) -> Failing | None:
        try:
            self._attempt(inner, fixtures, args)
        except FAILURES as error:
            return Failing(args, error, self._session.channel.last)
        return None

    def _smallest(
        self, check: Callable, inner: Callable, fixtures: dict, first: Failing
    ) -> Failing:
        started = time.perf_counter()
        try:
            return drawing.smallest(
                check,
                lambda args: self._failing(inner, fixtures, args),
                fixtures,
                self._own_seed(),
                first=first,
                hopeless=lambda failing: _is_final(failing.error),
            )
        finally:
            self._spend("shrinking", started)

    def _own_seed(self) -> int:
        """Return the seed of this check in this class."""
        key = f"{self.seed}/{self._session.exercise.slug}/{self._spec.name}".encode()
        return int.from_bytes(hashlib.sha256(key).digest()[:6], "big")

    def _spend(self, phase: str, started: float) -> None:
        self.phases[phase] = self.phases.get(phase, 0.0) + _since(started)


def _is_final(error: BaseException) -> bool:
    """Whether no smaller input is worth a try: there is no answer yet, or each try takes long."""
    raised = isinstance(error, StudentRaised) and error.is_a("NotImplementedError")
    return raised or isinstance(error, StudentMissing | LimitExceeded)


def _since(started: float) -> float:
    return time.perf_counter() - started


def device_present(device: Device) -> bool:
    """Return whether checks that require this device can run here."""
    import torch

    return device is Device.CUDA and torch.cuda.is_available()


def new_witness(wrong: str, spec: CheckSpec, run: CheckRun) -> Witness:
    """Return the witness that this failing run of a known wrong answer gives."""
    return Witness(wrong, spec.name, run.args, run.fingerprints.get(run.args, ""))
