"""Requests to one submission's process and their answers, and what a grader keeps of them.

Both sides speak through an exchange of frames (see `codec`); what is asked and answered is in
`server`. An answer is a value or a fault: nothing that the other side sends is a verdict.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from autograder.errors import CodecError
from autograder.model import Cell
from autograder.sandbox import codec
from autograder.sandbox.processes.faults import (
    StudentDied,
    StudentFault,
    StudentMissing,
    StudentRaised,
)

# What the server cuts its texts to; a tampered one does not.
MAX_TEXT, MAX_LINES = 2000, 20
# Sends one request frame, returns the reply frame; raises `StudentDied` or `LimitExceeded`.
Exchange = Callable[[bytes], bytes]
# Makes what the receiver uses of an object that stays in the other process.
Resolve = Callable[[codec.Handle], Any]


@dataclass(frozen=True)
class Call:
    """A call as a counterexample shows it: the label of what was called, and its arguments.

    Attributes:
        driver: The name of the exercise's driver that was called, or ``""``.
    """

    name: str
    args: tuple
    kwargs: dict[str, Any]
    driver: str = ""


@dataclass
class Made:
    """A call that was made.

    Attributes:
        target: What it was made on: a live object, or the name of a module of the other side.
        answer: What came back; None if nothing did.
    """

    call: Call
    target: Any
    answer: Any = None


class Channel:
    """One way to a submission, and its history.

    Attributes:
        exchange: Carries the frames.
        calls: How many requests were sent.
        answered: Whether a value or an exception has ever come back.
        made: The calls since somebody last forgot them, oldest first; for the counterexample.
        answers: Results and exceptions since somebody last forgot them, oldest first.
    """

    def __init__(self, exchange: Exchange):
        self.exchange = exchange
        self.calls = 0
        self.answered = False
        self.made: list[Made] = []
        self.answers: list[Any] = []

    def forget(self) -> None:
        """Forget calls and answers; whoever starts a check, or one more example of it, does so."""
        self.made.clear()
        self.answers.clear()

    def request(self, *request: Any, resolve: Resolve | None = None) -> tuple[Any, Any]:
        """Send one request; return the two parts of its reply.

        Args:
            resolve: As in `value_of`.

        Raises:
            StudentFault: The submission raised, lacks what was asked for, died or was killed.
        """
        self.calls += 1
        reply = self.exchange(codec.encode(request))
        try:
            value, after = value_of(reply, resolve)
        except StudentRaised as fault:
            self.answers.append(fault)
            self.answered = True
            raise
        self.answers.append(value)
        self.answered = True
        return value, after

    def load(self, cell: Cell, part: range) -> list[tuple[int, StudentFault]]:
        """Run these statements of a cell; return those that failed, and of what.

        A helper file is made importable.

        Raises:
            StudentFault: The cell does not parse, or the submission died or was killed.
        """
        if cell.module:
            self.request("helper", cell.module, cell.name, cell.source)
            return []
        value, _ = self.request("load", cell.name, cell.source, part.start, part.stop)
        return _failed(value, part)


def _failed(value: Any, part: range) -> list[tuple[int, StudentFault]]:
    """Return the statements of this part that failed, as a server reports them.

    Raises:
        StudentDied: It reports something else.
    """
    try:
        found = [(number, _fault(reply)) for number, reply in value]
        if type(value) is list and all(type(n) is int and n in part for n, _ in found):
            return found
    except (CodecError, TypeError, ValueError):
        pass
    raise StudentDied("its answer was not a value")


def value_of(reply: bytes, resolve: Resolve | None = None) -> tuple[Any, Any]:
    """Return the value in a reply, and the arguments after the call if they were asked for.

    Args:
        resolve: Makes what stands for a live object; its bare handle by default.

    Raises:
        StudentFault: The reply reports one, or is not what a server says.
    """
    try:
        said = codec.decode(reply, resolve)
        if type(said) is tuple and len(said) == 3 and _is_text(said[0], "value"):
            return said[1], said[2]
        fault = _fault(said)
    except CodecError as error:
        # Only code that tampers with its own process sends such bytes.
        raise StudentDied(f"its answer was not a value ({error})") from None
    raise fault


def _fault(reply: Any) -> StudentFault:
    """Return the fault that a reply reports.

    Raises:
        CodecError: It is not what a server says.
    """
    if type(reply) is not tuple or not reply or type(reply[0]) is not str:
        raise CodecError("no reply")
    match reply:
        case ("missing", str(name), tuple(close)):
            return StudentMissing(_text(name), _texts(close))
        case ("raised", str(type_name), tuple(bases), str(message), tuple(trace)):
            return StudentRaised(_text(type_name), _texts(bases), _text(message), _texts(trace))
    raise CodecError("unknown kind of reply")


def _is_text(value: Any, text: str) -> bool:
    return type(value) is str and value == text


def _texts(values: tuple) -> tuple[str, ...]:
    return tuple(_text(value) for value in values[-MAX_LINES:])


def _text(value: Any) -> str:
    """Return text that any report can hold: short, and without lone surrogates."""
    if type(value) is not str:
        raise CodecError("expected text")
    return value[:MAX_TEXT].encode("utf-8", "replace").decode()
