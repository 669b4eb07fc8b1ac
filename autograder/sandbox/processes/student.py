"""The submission as a check sees it: a handle whose calls cross the boundary.

``student.nhwc_to_nchw(images)`` calls the student's function in its own process and returns a copy
of the result. What the check receives is a plain value, never an object of the student's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from autograder.sandbox import codec
from autograder.sandbox.processes.channel import Call, Channel, Made
from autograder.sandbox.processes.faults import StudentDied


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


class Student:
    """A submission behind the boundary.

    Attribute access gives its functions and classes; ``student.scenario.<name>`` gives the drivers
    of the exercise's ``scenario.py``. Names that start with an underscore are the handle's own.
    """

    def __init__(self, channel: Channel):
        self._channel = channel

    @property
    def scenario(self) -> Scenario:
        return Scenario(self._channel)

    def __getattr__(self, name: str) -> RemoteFunction:
        if name.startswith("_"):
            raise AttributeError(name)
        return RemoteFunction(self._channel, "submission", name, name)


class Scenario:
    """The drivers in the exercise's ``scenario.py``; they run beside the student's code."""

    def __init__(self, channel: Channel):
        self._channel = channel

    def __getattr__(self, name: str) -> RemoteFunction:
        if name.startswith("_"):
            raise AttributeError(name)
        return RemoteFunction(self._channel, "scenario", name, name)


class RemoteFunction:
    """A function of the other process."""

    def __init__(self, channel: Channel, target: Any, method: str, label: str):
        self._channel, self._target = channel, target
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
        driver = self._method if self._target == "scenario" else ""
        made = Made(Call(self._label, args, kwargs, driver), self._target)
        self._channel.made.append(made)
        value, after = ask(
            self._channel,
            "call", _plain(self._target), self._method, _plain(args), _plain(kwargs), observe,
        )  # fmt: skip
        made.answer = value
        return value, after


class RemoteObject:
    """A live object of the other process: an encoder, a model, a returned function."""

    def __init__(self, channel: Channel, handle: codec.Handle):
        self._channel, self._handle = channel, handle

    @property
    def _type_name(self) -> str:
        return self._handle.type_name

    def __getattr__(self, name: str) -> RemoteFunction:
        if name.startswith("__"):
            raise AttributeError(name)
        return RemoteFunction(self._channel, self, name, f"{self._type_name}.{name}")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the object itself there."""
        label = f"({self._type_name})"
        return RemoteFunction(self._channel, self, "__call__", label)(*args, **kwargs)

    def read(self, attribute: str) -> Any:
        """Return a copy of one of its attributes."""
        return ask(self._channel, "read", self._handle, attribute)[0]

    def __repr__(self) -> str:
        return f"<{self._type_name} object>"


def ask(channel: Channel, *request: Any) -> tuple[Any, Any]:
    """Send one request; in its reply live objects are `RemoteObject` (see `Channel.request`)."""
    return channel.request(*request, resolve=lambda handle: RemoteObject(channel, handle))


def is_same_object(left: Any, right: Any) -> bool:
    """Whether both stand for one live object of the other process."""
    both = isinstance(left, RemoteObject) and isinstance(right, RemoteObject)
    return both and left._handle == right._handle


def type_name(value: Any) -> str:
    """Return the name of a value's type; of an object that stayed with the student, its class's."""
    return value._type_name if isinstance(value, RemoteObject) else type(value).__name__


def _plain(value: Any) -> Any:
    """Replace live objects by their handles, so that they can travel back to their owner."""
    if isinstance(value, RemoteObject):
        return value._handle
    if type(value) in (list, tuple):
        return type(value)(_plain(item) for item in value)
    if type(value) is dict:
        return {key: _plain(item) for key, item in value.items()}
    return value
