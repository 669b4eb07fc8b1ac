"""Student code in this very process: for self-checks and for authors at work. It cannot grade.

Values still pass through the codec, so a check sees exactly what it sees when grading.
"""

from __future__ import annotations

from collections.abc import Iterable

from autograder.model import Cell
from autograder.sandbox.processes.faults import StudentFault
from autograder.sandbox.processes.server import Server
from autograder.sandbox.processes.student import Student


def load(
    cells: Iterable[Cell], scenario: str = ""
) -> tuple[Student, list[tuple[str, StudentFault]]]:
    """Run the cells here and return a handle on them, and what went wrong in which cell."""
    server = Server()
    student = Student(server.answer)
    faults = []
    for cell in cells:
        try:
            student._request("load", cell.name, cell.source)
        except StudentFault as fault:
            faults.append((cell.name, fault))
    if scenario:
        student._request("scenario", scenario)
    return student, faults
