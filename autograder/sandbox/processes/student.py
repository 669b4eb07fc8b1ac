"""The submission as a check sees it: a handle whose calls cross the boundary.

``student.nhwc_to_nchw(images)`` calls the student's function in its own process and returns a copy
of the result. What the check receives is a plain value, never an object of the student's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from autograder.errors import CodecError
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


@dataclass(frozen=True)
class Observed:
    """A call's result together with what its arguments look like afterwards.

    There are as many as were sent, under the same names; each may be anything, and it is the
    submission's process that says so.

    Attributes:
        value: What the function returned.
        arguments_after: The positional arguments after the call.
        keywords_after: The keyword arguments after the call.
    """

    value: Any
    arguments_after: tuple
    keywords_after: dict[str, Any]


@dataclass(frozen=True)
class Call:
    """The last call a check made, for the counterexample."""

    name: str
    args: tuple
    kwargs: dict[str, Any]


class Student:
    """A submission behind the boundary.

    Attribute access gives its functions and classes; ``student.scenario.<name>`` gives the drivers
    of the exercise's ``scenario.py``. Names that start with an underscore are the handle's own.
    """

    def __init__(self, exchange: Exchange):
        self._exchange = exchange
        self._calls = 0
        self._last: Call | None = None
        self._answers: list[Any] = []  # results and faults since the runner last cleared it

    def __getattr__(self, name: str) -> RemoteFunction:
        if name.startswith("_"):
            raise AttributeError(name)
        if name == "scenario":
            return Scenario(self)
        return RemoteFunction(self, "submission", name, name)

    def _request(self, *request: Any) -> Any:
        """Send one request; return the value of the reply or raise the student's fault."""
        self._calls += 1
        frame = self._exchange(codec.encode(request))
        try:
            reply = codec.decode(frame, lambda handle: RemoteObject(self, handle))
            if type(reply) is tuple and len(reply) == 3 and _is_text(reply[0], "value"):
                self._answers.append(reply[1])
                return reply[1:]
            fault = _fault(reply)
        except CodecError as error:
            # Only code that tampers with its own process sends such bytes.
            raise StudentDied(f"its answer was not a value ({error})") from None
        if isinstance(fault, StudentRaised):
            self._answers.append(fault)
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


class Scenario:
    """The drivers in the exercise's ``scenario.py``; they run beside the student's code."""

    def __init__(self, student: Student):
        self._student = student

    def __getattr__(self, name: str) -> RemoteFunction:
        if name.startswith("_"):
            raise AttributeError(name)
        return RemoteFunction(self._student, "scenario", name, name)


class RemoteFunction:
    """A function of the other process."""

    def __init__(self, student: Student, target: Any, method: str, label: str):
        self._student, self._target = student, target
        self._method, self._label = method, label

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it there and return a copy of its result.

        Raises:
            StudentFault: It raised, is missing, died or exceeded a kill limit.
        """
        return self._call(args, kwargs, observe=False)[0]

    def observe(self, *args: Any, **kwargs: Any) -> Observed:
        """Call it there; return its result and its arguments as they are after the call.

        Raises:
            StudentFault: As for a call; also when it answers with other arguments than it was sent,
                which a check that walks through them would take for unchanged ones.
        """
        value, after = self._call(args, kwargs, observe=True)
        match after:
            case (tuple(arguments), dict(keywords)) if type(after) is tuple:
                if len(arguments) == len(args) and keywords.keys() == kwargs.keys():
                    return Observed(value, arguments, keywords)
        raise StudentDied("its answer was not a value")

    def _call(self, args: tuple, kwargs: dict, observe: bool) -> Any:
        student = self._student
        student._last = Call(self._label, args, kwargs)
        return student._request(
            "call", _plain(self._target), self._method, _plain(args), _plain(kwargs), observe
        )


class RemoteObject:
    """A live object of the other process: an encoder, a model, a returned function."""

    def __init__(self, student: Student, handle: codec.Handle):
        self._student, self._handle = student, handle

    @property
    def _type_name(self) -> str:
        return self._handle.type_name

    def __getattr__(self, name: str) -> RemoteFunction:
        if name.startswith("__"):
            raise AttributeError(name)
        return RemoteFunction(self._student, self, name, f"{self._type_name}.{name}")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the object itself there."""
        label = f"({self._type_name})"
        return RemoteFunction(self._student, self, "__call__", label)(*args, **kwargs)

    def read(self, attribute: str) -> Any:
        """Return a copy of one of its attributes."""
        return self._student._request("read", self._handle, attribute)[0]

    def __repr__(self) -> str:
        return f"<{self._type_name} object>"


def _plain(value: Any) -> Any:
    """Replace live objects by their handles, so that they can travel back to their owner."""
    if isinstance(value, RemoteObject):
        return value._handle
    if type(value) in (list, tuple):
        return type(value)(_plain(item) for item in value)
    if type(value) is dict:
        return {key: _plain(item) for key, item in value.items()}
    return value
