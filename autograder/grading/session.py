"""Where a check meets a submission: the process it runs in and what it may use up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from autograder.model import Cell, Exercise
from autograder.sandbox.processes.channel import Channel
from autograder.sandbox.processes.faults import StudentFault
from autograder.sandbox.processes.statements import Place
from autograder.sandbox.processes.student import Student


class Process(Protocol):
    """A process that holds a submission, replaced by a fresh one when it dies."""

    faults: list[tuple[Place, StudentFault]]

    @property
    def cpu_seconds(self) -> float: ...

    def exchange(self, frame: bytes) -> bytes: ...
    def begin_check(self) -> None: ...
    def close(self) -> None: ...


@dataclass
class Session:
    """One submission in one exercise, ready to be judged.

    Attributes:
        open: Starts a process with these cells and the exercise's scenario loaded.
        channel: The way to that process, with what was said over it.
        student: What a check holds.
    """

    exercise: Exercise
    cells: tuple[Cell, ...]
    open: Callable[[Exercise, tuple[Cell, ...]], Process]
    process: Process = field(init=False)
    channel: Channel = field(init=False)
    student: Student = field(init=False)

    def __post_init__(self):
        self.process = self.open(self.exercise, self.cells)
        self.channel = Channel(self.process.exchange)
        self.student = Student(self.channel)

    def again(self) -> Session:
        """Open a session with the same code in a process of its own."""
        return Session(self.exercise, self.cells, self.open)

    def control(self) -> Session:
        """Open a session with the reference in the student's place."""
        return Session(self.exercise, (reference_cell(self.exercise),), self.open)

    def close(self) -> None:
        self.process.close()


def reference_cell(exercise: Exercise) -> Cell:
    return Cell("reference.py", exercise.reference)


class InProcess:
    """Student code in the grader itself: for tests of checks only, no protection at all."""

    def __init__(self, exercise: Exercise, cells: tuple[Cell, ...]):
        from autograder.sandbox.processes import in_process

        channel, self.faults = in_process.load(cells, exercise.scenario)
        self.exchange = channel.exchange
        self.cpu_seconds = 0.0

    def begin_check(self) -> None:
        """Nothing is counted here."""

    def close(self) -> None:
        """Nothing to end."""
