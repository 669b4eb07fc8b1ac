"""Hypothesis as the source of inputs: what it draws from a seed, and the smallest that fails."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import hypothesis
from hypothesis import HealthCheck, Phase, Verbosity
from hypothesis.errors import HypothesisException
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

from autograder.errors import CodecError
from autograder.measuring.signals import BudgetExceeded, ValuesDiffer
from autograder.sandbox import codec
from autograder.sandbox.processes.channel import Call
from autograder.sandbox.processes.faults import StudentFault

MAX_SHRINK_CALLS = 150
# Only a submission that takes very long for each call meets it; else the count alone decides.
MAX_SHRINK_SECONDS = 20.0

FAILURES = (AssertionError, StudentFault, BudgetExceeded, ValuesDiffer)

hypothesis.settings.register_profile(
    "autograder",
    max_examples=25,
    deadline=None,
    database=None,
    print_blob=False,
    report_multiple_bugs=False,
    verbosity=Verbosity.quiet,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)


@contextlib.contextmanager
def our_settings() -> Iterator[None]:
    """Let checks that are defined inside this block draw as we want."""
    previous = hypothesis.settings.get_current_profile_name()
    hypothesis.settings.load_profile("autograder")
    try:
        yield
    finally:
        hypothesis.settings.load_profile(previous)


def inner_test(check: Callable) -> Callable:
    """Return what `given` wrapped: the check itself, to be called with arguments."""
    return _handle(check).inner_test


def _handle(check: Callable) -> Any:
    # Hypothesis's documented hook for other runners; it has no type.
    return check.hypothesis  # type: ignore[attr-defined]


def run(check: Callable, body: Callable, fixtures: dict[str, Any], seed: int) -> None:
    """Let Hypothesis call `body` with what it draws for `check`, as the seed alone decides."""
    handle, inner = _handle(check), inner_test(check)
    # Hypothesis also tries constants of the modules that happen to be imported: another class in
    # the same process would draw other inputs from the same seed.
    found = providers._get_local_constants
    providers._get_local_constants = Constants
    providers.CONSTANTS_CACHE.cache.clear()
    handle.inner_test = body
    try:
        hypothesis.seed(seed)(check)(**fixtures)
    finally:
        handle.inner_test = inner
        providers._get_local_constants = found


def examples(check: Callable, fixtures: dict[str, Any], seed: int) -> list[bytes] | None:
    """Return the encoded arguments that the seed draws for a check, each once.

    Returns:
        None where they cannot be kept, as those drawn inside the check.
    """
    drawn: list[bytes] = []
    try:
        run(check, lambda **kwargs: drawn.append(_encoded(kwargs, fixtures)), fixtures, seed)
    except CodecError:
        return None
    return list(dict.fromkeys(drawn))


@dataclass(frozen=True)
class Failing:
    """One run of a check's body that failed. All that is shown of a failure is of one such run.

    Attributes:
        args: Its encoded drawn arguments, or None where nothing was drawn.
        error: What the check raised.
        calls: The calls that show it (see `telling`).
        nothing: The function that returned None where a value was expected, or ``""``.
    """

    args: bytes | None
    error: BaseException
    calls: tuple[Call, ...] = ()
    nothing: str = ""

    def is_smaller(self, other: Failing) -> bool:
        own, others = self.args or b"", other.args or b""
        return (len(own), own) < (len(others), others)


def smallest(
    check: Callable,
    attempt: Callable[[bytes], Failing | None],
    fixtures: dict[str, Any],
    seed: int,
    *,
    first: Failing,
    hopeless: Callable[[Failing], bool],
) -> Failing:
    """Let Hypothesis look for a smaller failing example than `first`.

    Args:
        attempt: Tries one example; returns what failed, or None.
        hopeless: Whether to stop, because each further failure of this kind costs too much.
    """
    best, started, calls = first, time.perf_counter(), 0

    def body(**kwargs: Any) -> None:
        nonlocal best, calls
        calls += 1
        if calls > MAX_SHRINK_CALLS or time.perf_counter() - started > MAX_SHRINK_SECONDS:
            raise _Enough
        failing = attempt(_encoded(kwargs, fixtures))
        if failing is None:
            return
        if failing.is_smaller(best):
            best = failing
        if hopeless(failing):
            raise _Enough
        raise failing.error

    # Whatever ends the search, also a submission that answers differently each time, `best` stands.
    with contextlib.suppress(_Enough, HypothesisException, *FAILURES):
        run(check, body, fixtures, seed)
    return best


def _encoded(kwargs: dict[str, Any], fixtures: dict[str, Any]) -> bytes:
    drawn = {name: value for name, value in kwargs.items() if name not in fixtures}
    return codec.encode(drawn, strict=True)


class _Enough(BaseException):
    """Shrinking has used its calls or its time."""
