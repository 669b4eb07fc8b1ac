"""One check meets one submission: witnesses first, then the examples drawn once for the class.

What is shown of a failure (message, trace, counterexample) and what is needed to repeat it are all
of one run of the check's body.
"""

from __future__ import annotations

import contextlib
import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import hypothesis
from hypothesis.errors import HypothesisException

from autograder.checks.compare import CheckFailed
from autograder.course.witnesses import Signature, Witnesses
from autograder.errors import MachineError
from autograder.grading import drawing
from autograder.grading.drawing import FAILURES, Failing
from autograder.grading.fingerprints import Trail
from autograder.grading.session import Session
from autograder.grading.telling import gave_nothing, telling
from autograder.model import CheckSpec
from autograder.sandbox import codec
from autograder.sandbox.processes.channel import Call, Channel
from autograder.sandbox.processes.faults import LimitExceeded, StudentMissing, StudentRaised

# Failing runs whose values are kept, and further examples tried, where no misconception is known.
MAX_EVIDENCE, MAX_MORE = 12, 4


@dataclass
class CheckRun:
    """One check meeting one submission: what it is given, and what that showed.

    Attributes:
        witnesses: Known counterexamples, which are tried first.
        only: Encoded arguments that alone are to be tried, or None.
        error: The exception that ended the check, or None.
        args: Encoded drawn arguments of the run that failed; None where nothing was drawn.
        calls: The calls that show the failure.
        nothing: As in `Failing`.
        signature: How the witnesses were answered; None where the check draws while it runs.
        evidence: What the failing runs compared, each as `CheckFailed.compared`.
    """

    session: Session
    spec: CheckSpec
    witnesses: Witnesses = field(default_factory=Witnesses)
    only: Sequence[bytes] | None = None
    error: BaseException | None = None
    args: bytes | None = None
    calls: tuple[Call, ...] = ()
    nothing: str = ""
    signature: Signature | None = None
    evidence: list[tuple[tuple[Any, Any], ...]] = field(default_factory=list)

    def show(self, failing: Failing) -> None:
        self.error, self.args, self.calls = failing.error, failing.args, failing.calls
        self.nothing = failing.nothing

    def keep(self, error: BaseException) -> None:
        """Keep what the check compared, if this says it."""
        if isinstance(error, CheckFailed) and error.compared and len(self.evidence) < MAX_EVIDENCE:
            self.evidence.append(error.compared)


@dataclass(frozen=True)
class _Body:
    """A check's body with all that is given to it but the drawn arguments."""

    run: CheckRun
    check: Callable
    call: Callable
    fixtures: dict[str, Any]

    def attempt(self, args: bytes | None, trail: Trail | None = None) -> Failing | None:
        """Run it once; return what failed, or None. What no check should raise goes on."""
        run, channel = self.run, self.run.session.channel
        channel.forget()
        run.args = args
        error: BaseException | None = None
        try:
            self.call(**self.fixtures, **(codec.decode(args) if args is not None else {}))
        except BaseException as raised:
            error = raised
            if not isinstance(raised, FAILURES):
                raise
        finally:
            if trail is not None:
                trail.add(channel.answers, error)
                run.signature = trail.signature
        if error is None:
            return None
        run.keep(error)
        return _failing(args, error, channel)

    def attempt_smaller(self, args: bytes) -> Failing | None:
        """Run it on a smaller input; a failure of another kind is no smaller one of this kind."""
        try:
            return self.attempt(args)
        except (MachineError, HypothesisException):
            raise
        except Exception:
            return None


class Replayer:
    """Gives every submission the same inputs: draws those of a check once.

    Attributes:
        phases: Seconds spent in drawing and in shrinking.
        drawn: Exercise and check -> encoded arguments; None where they cannot be kept.
    """

    def __init__(self, seed: int):
        self.seed = seed
        self.phases: dict[str, float] = {}
        self.drawn: dict[tuple[str, str], list[bytes] | None] = {}

    def meet(self, run: CheckRun, check: Callable, fixtures: dict[str, Any]) -> None:
        """Run a check; what it showed is in `run`. Never raises for the student."""
        is_given = hypothesis.is_hypothesis_test(check)
        call = drawing.inner_test(check) if is_given else check
        body = _Body(run, check, call, fixtures)
        try:
            failing = self._on_examples(body) if is_given else body.attempt(None, Trail())
        except BaseException as error:
            failing = _failing(run.args, error, run.session.channel)
        if failing is not None:
            run.show(failing)

    def own_seed(self, run: CheckRun) -> int:
        """Return the seed of this check in this class."""
        key = f"{self.seed}/{run.session.exercise.slug}/{run.spec.name}".encode()
        return int.from_bytes(hashlib.sha256(key).digest()[:6], "big")

    def _on_examples(self, body: _Body) -> Failing | None:
        run = body.run
        drawn = self._examples(body)
        if drawn is None:  # arguments that cannot be kept, as data(): the ordinary way
            self._draw_anew(body)
            return None
        known = run.witnesses.of(run.spec.name) if run.only is None else run.only
        failing = self._on_witnesses(body, known)
        if failing is not None or run.only is not None:
            if failing is not None and run.only is None:
                self._find_more(body, drawn)
            return failing
        for args in drawn:
            failing = body.attempt(args)
            if failing is not None:
                return failing if _is_final(failing.error) else self._smallest(body, failing)
        return None

    def _on_witnesses(self, body: _Body, known: Sequence[bytes]) -> Failing | None:
        """Return the first that fails; all are tried, as all make the signature."""
        first, trail = None, Trail()
        for args in known:
            failing = body.attempt(args, trail)
            if failing is not None and isinstance(failing.error, LimitExceeded):
                return failing  # each more would take as long again
            first = first or failing
        return first

    def _find_more(self, body: _Body, drawn: list[bytes]) -> None:
        """Try larger inputs, where no known misconception fails so: they tell more of what it is.

        A witness is so small that many mistakes give the same there.
        """
        run = body.run
        if not run.evidence or not run.spec.disclose or run.signature is None:
            return
        if run.witnesses.is_known(run.spec.name, run.signature):
            return
        run.evidence.clear()  # small ones come last
        for args in sorted(drawn, key=len, reverse=True)[:MAX_MORE]:
            failing = body.attempt_smaller(args)
            if failing is not None and isinstance(failing.error, LimitExceeded):
                return

    def _draw_anew(self, body: _Body) -> None:
        def call(**kwargs: Any) -> None:
            body.run.session.channel.forget()
            body.call(**kwargs)

        drawing.run(body.check, call, body.fixtures, self.own_seed(body.run))

    def _examples(self, body: _Body) -> list[bytes] | None:
        key = (body.run.session.exercise.slug, body.run.spec.name)
        if key not in self.drawn:
            with self._spent("drawing"):
                fixtures = dict.fromkeys(body.fixtures)
                self.drawn[key] = drawing.examples(body.check, fixtures, self.own_seed(body.run))
        return self.drawn[key]

    def _smallest(self, body: _Body, first: Failing) -> Failing:
        with self._spent("shrinking"):
            return drawing.smallest(
                body.check,
                body.attempt_smaller,
                body.fixtures,
                self.own_seed(body.run),
                first=first,
                hopeless=lambda failing: _is_final(failing.error),
            )

    @contextlib.contextmanager
    def _spent(self, phase: str):
        started = time.perf_counter()
        try:
            yield
        finally:
            spent = time.perf_counter() - started
            self.phases[phase] = self.phases.get(phase, 0.0) + spent


def _failing(args: bytes | None, error: BaseException, channel: Channel) -> Failing:
    made = channel.made
    return Failing(args, error, telling(made, error), gave_nothing(made, error))


def _is_final(error: BaseException) -> bool:
    """Whether no smaller input is worth a try: there is no answer yet, or each try takes long."""
    raised = isinstance(error, StudentRaised) and error.is_a("NotImplementedError")
    return raised or isinstance(error, StudentMissing | LimitExceeded)
