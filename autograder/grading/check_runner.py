"""Runs the hidden checks: one pytest session, in which every submission meets the same inputs.

pytest collects ``check_*`` once. Hypothesis draws each check's examples once, from the hidden seed;
they are replayed for every submission. Witnesses (the smallest inputs that expose known wrong
answers) come first, and Hypothesis shrinks only a failure that no witness shows.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import pytest
from _pytest.runner import runtestprotocol

from autograder.course.witnesses import Witnesses
from autograder.errors import AuthorError, MachineError
from autograder.grading import drawing
from autograder.grading.causes import with_cause
from autograder.grading.drawing import FAILURES
from autograder.grading.explaining import explained
from autograder.grading.replaying import CheckRun, Replayer
from autograder.grading.session import Process, Session, reference_cell
from autograder.grading.verdicts import outcome_of, unusable, why_missing
from autograder.measuring.budgets import Budget
from autograder.measuring.signals import NotRun
from autograder.model import CheckSpec, Cost, Device, Exercise, Outcome, Resource, Verdict
from autograder.sandbox.processes.faults import LimitExceeded, StudentMissing
from autograder.sandbox.processes.student import Student

# They cost more than many a check.
UNUSED_PLUGINS = ("cacheprovider", "terminal", "logging", "unraisableexception", "threadexception")
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


class CheckRunner:
    """The collected checks, as a pytest plugin whose test loop is ours."""

    def __init__(self, exercises: tuple, seed: int, body: Callable, witnesses: Callable):
        self.exercises, self.seed = exercises, seed
        self.error: BaseException | None = None
        self.replayer = Replayer(seed)
        self._body, self._find_witnesses = body, witnesses
        self._items: dict[tuple[str, str], pytest.Function] = {}
        self._references: dict[str, Process] = {}
        # Bound when a check begins; fixtures and examples are asked for only then.
        self._session: Session
        self._witnesses = Witnesses()
        self._run: CheckRun
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
        self.replayer.meet(self._run, pyfuncitem.obj, fixtures)
        return True

    @pytest.fixture
    def student(self) -> Student:
        return self._session.student

    @pytest.fixture
    def hidden_seed(self) -> int:
        return self.replayer.own_seed(self._run)

    @pytest.fixture
    def device(self) -> str:
        return self._run.spec.requires.value or "cpu"

    @pytest.fixture
    def budget(self) -> Budget:
        self._budget = Budget(
            self._session, self._run.spec, self.replayer.own_seed(self._run), self._reference
        )
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
        return self.judge_closely(session)[0]

    def judge_closely(self, session: Session) -> tuple[tuple[Outcome, ...], dict[str, CheckRun]]:
        """Run every check of the exercise; return the outcomes, and what each check showed."""
        exercise = session.exercise
        self._witnesses = self._find_witnesses(exercise)
        if not session.cells:
            missing = StudentMissing(exercise.functions[0])
            return tuple(outcome_of(spec, missing) for spec in exercise.checks), {}
        outcomes, runs, kills = {}, {}, 0
        # Those whose inputs stay secret come last: what has not been shown to the process yet
        # cannot come back in the feedback of a check that discloses.
        for spec in sorted(exercise.checks, key=lambda spec: not spec.disclose):
            limits = exercise.limits
            if kills >= (limits.stops if session.channel.answered else limits.silent_stops):
                outcomes[spec.name] = outcome_of(spec, LimitExceeded(Resource.CHECKS, kills))
                continue
            outcomes[spec.name], runs[spec.name] = self._judge_check(session, spec)
            kills += outcomes[spec.name].verdict is Verdict.LIMIT_EXCEEDED
        in_order = [outcomes[spec.name] for spec in exercise.checks]
        return explained(exercise, in_order, runs, self._witnesses), runs

    def run_check(self, run: CheckRun) -> CheckRun:
        """Run one check as `run` says; return it with what that showed."""
        self._run, self._session, self._budget = run, run.session, None
        run.session.channel.forget()
        try:
            run.session.process.begin_check()
        except Exception as error:
            run.error = error
            return run
        item = self._items[run.session.exercise.slug, run.spec.name]
        reports = runtestprotocol(item, log=False, nextitem=None)
        trouble = next((r for r in reports if r.failed), None)
        if trouble is not None and run.error is None:
            run.error = RuntimeError(f"{trouble.when} failed\n{trouble.longreprtext}")
        return run

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
        run = CheckRun(session, spec, self._witnesses)
        if spec.requires and not device_present(spec.requires):
            return outcome_of(spec, NotRun(spec.requires)), run
        self.run_check(run)
        if isinstance(run.error, MachineError):
            # With a new zygote and a new reference; a second time is reported.
            if (warm := self._references.pop(session.exercise.slug, None)) is not None:
                warm.close()
            run = self.run_check(CheckRun(session, spec, self._witnesses))
        if isinstance(run.error, StudentMissing):
            run.error = why_missing(run.error, session.process.faults)
        budget = self._budget
        if run.error is not None and not isinstance(run.error, EXPECTED):
            self._confirm(run)
        outcome = outcome_of(spec, run.error, run.calls, session.exercise.drivers)
        outcome = with_cause(outcome, run)
        if budget is not None:
            note = outcome.note or "; ".join(budget.notes)
            outcome = replace(outcome, note=note, measured=tuple(budget.measured))
        cost = Cost(
            wall_seconds=time.perf_counter() - started,
            cpu_seconds=session.process.cpu_seconds - cpu,
            calls=session.channel.calls - calls,
        )
        return replace(outcome, cost=cost), run

    def _confirm(self, run: CheckRun) -> None:
        """Decide whose fault an unexpected exception is: ours, if the reference meets it too."""
        session = run.session
        session.process.close()  # it must not disturb the reference
        control = session.control()
        try:
            with_reference = self.run_check(CheckRun(control, run.spec, self._witnesses))
        finally:
            control.close()
        if with_reference.error is None and run.error is not None:
            run.error = unusable(run.error, session.channel.answers[-1:])


def device_present(device: Device) -> bool:
    """Return whether checks that require this device can run here."""
    import torch

    return device is Device.CUDA and torch.cuda.is_available()
