"""Which of a check's calls show its failure. Pure.

A check may call several functions, or one several times, and judge their answers afterwards. What
failed is told by what was compared: the calls whose answers these values are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import torch

from autograder.checks.compare import CheckFailed
from autograder.sandbox import codec
from autograder.sandbox.processes.channel import Call, Made
from autograder.sandbox.processes.faults import StudentFault
from autograder.sandbox.processes.student import RemoteObject, is_same_object

MAX_JUDGED, MAX_CALLS = 2, 4
MAX_PARTS = 64  # of an answer or of a compared value that are looked at
# Stands for the function that a driver calls.
DRIVEN = "?"
# Equal ones are one object, whoever made them; so they tell nothing.
SHARED = (bool, int, str, bytes, type(None))


def telling(made: Sequence[Made], error: BaseException) -> tuple[Call, ...]:
    """Return the calls that a counterexample shows, in their order.

    The calls whose answers were compared; the last one where that cannot be seen. For a method of
    an object also the call that made the object, and those before that answered nothing, as fit().
    """
    if not made:
        return ()
    judged = [n for n, each in enumerate(made) if _is_compared(each.answer, error)]
    shown = set(judged[-MAX_JUDGED:] or [len(made) - 1])
    for number in tuple(shown):
        shown |= set(_needed(made, number))
    return tuple(made[n].call for n in sorted(shown))[-MAX_CALLS:]


def gave_nothing(made: Sequence[Made], error: BaseException) -> str:
    """Return the function of the student's whose None failed the check, or ``""``.

    Of a driver's answer only what the check says tells that; its own None may mean anything.
    """
    if not made or isinstance(error, StudentFault):
        return ""
    last = made[-1]
    if last.target == "submission" and last.answer is None:
        return last.call.name
    is_told = isinstance(error, CheckFailed) and "NoneType: None" in error.text.en
    return (last.call.name if not last.call.driver else DRIVEN) if is_told else ""


def _is_compared(answer: Any, error: BaseException) -> bool:
    if not isinstance(error, CheckFailed) or answer is None:
        return False
    own = [part for part in _parts(answer) if _is_own(part)]
    values = [part for pair in error.compared for value in pair for part in _parts(value)]
    return any(_are_one(part, value) for part in own for value in values)


def _parts(value: Any) -> Iterator[Any]:
    """Yield a value and what it holds, not too much of it."""
    left = [value]
    for _ in range(MAX_PARTS):
        if not left:
            return
        part = left.pop(0)
        yield part
        if type(part) in (list, tuple):
            left += part[:MAX_PARTS]
        elif type(part) is dict:
            left += list(part.values())[:MAX_PARTS]
        elif isinstance(part, codec.OnDevice):
            left.append(part.values)


def _is_own(value: Any) -> bool:
    return not isinstance(value, SHARED) and not (isinstance(value, tuple) and not value)


def _are_one(left: Any, right: Any) -> bool:
    """Whether a value is another one itself, or another view of its memory."""
    if left is right:
        return True
    if type(left) is torch.Tensor and type(right) is torch.Tensor:
        pointers = [each.untyped_storage().data_ptr() for each in (left, right)]
        return pointers[0] == pointers[1] != 0
    return False


def _needed(made: Sequence[Made], number: int) -> Iterator[int]:
    """Yield the earlier calls without which this one could not be made."""
    target = made[number].target
    if not isinstance(target, RemoteObject):
        return
    for earlier, each in enumerate(made[:number]):
        silent = each.answer is None or isinstance(each.answer, RemoteObject)
        on_it = silent and is_same_object(each.target, target)
        if on_it or is_same_object(each.answer, target):
            yield earlier
