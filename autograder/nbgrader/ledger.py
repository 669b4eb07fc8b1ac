"""A course's gradebook while a class is graded: read before, written afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.model import Course, Grade, Submission
from autograder.nbgrader import entered, gradebook


@dataclass(frozen=True)
class Ledger:
    """What staff had entered when it was opened, and where to write.

    Attributes:
        coursedir: nbgrader's `CourseDirectory`.
    """

    course: Course
    coursedir: Any
    book: entered.Book

    @classmethod
    def open(cls, course: Course, coursedir: Any = None) -> Ledger:
        """Read the gradebook of a course, by default the one that its config names.

        Raises:
            MachineError: nbgrader cannot be imported; the gradebook is locked or damaged.
        """
        coursedir = coursedir or gradebook.open_course(course.folder.parent)
        return cls(course, coursedir, entered.read(coursedir))

    def honoured(self, grade: Grade) -> Grade:
        """Return the grade with what staff had entered."""
        return entered.honoured(self.course, grade, self.book)

    def differences(self, grades: Sequence[Grade]) -> list[str]:
        """Return, for staff, which due dates differ and how much of theirs was kept."""
        return entered.differences(self.course, grades, self.book)

    def fill(self, grades: Sequence[Grade], submissions: Iterable[Submission]) -> None:
        """Write what the checks gave; what staff entered stays.

        Args:
            grades: With or without what staff entered.
            submissions: What the grades are for; their code is shown beside the feedback.

        Raises:
            MachineError: The gradebook is locked, damaged or not writable.
            AutograderError: It holds submissions for other cells than the course has now.
        """
        judged = [entered.as_judged(grade) for grade in grades]
        gradebook.fill(self.course, judged, self.coursedir, submissions)
