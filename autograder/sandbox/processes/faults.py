"""What can go wrong on the student's side of the boundary: results, not errors of ours."""

from __future__ import annotations

from autograder.model import Resource


class StudentFault(Exception):
    """The student's code did not answer with a value."""


class StudentRaised(StudentFault):
    """The student's code raised an exception.

    Attributes:
        type_name: Name of the exception's class.
        bases: Names of the built-in classes it derives from, itself included if built in.
        message: Its text, capped.
        trace: The student's own lines, outermost first, as ``cell 4, line 2: return x / 0``.
    """

    def __init__(
        self, type_name: str, bases: tuple[str, ...], message: str, trace: tuple[str, ...]
    ):
        super().__init__(f"{type_name}: {message}")
        self.type_name, self.bases, self.message, self.trace = type_name, bases, message, trace

    def is_a(self, *names: str) -> bool:
        return any(name in self.bases for name in names)


class StudentMissing(StudentFault):
    """The submission does not define what was called."""

    def __init__(self, name: str, defined: tuple[str, ...] = ()):
        super().__init__(name)
        self.name, self.defined = name, defined


class StudentDied(StudentFault):
    """The student's process ended without an answer (crash, `os._exit`, killed by the kernel)."""


class LimitExceeded(StudentFault):
    """The student's process was killed because it used more than a kill limit."""

    def __init__(self, resource: Resource, limit: float):
        super().__init__(f"{resource} limit of {limit:g}")
        self.resource, self.limit = resource, limit
