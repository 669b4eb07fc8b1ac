"""What a run of a part puts in the place of earlier results. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from autograder.grading.score import penalty_of, total_of
from autograder.model import Course, Grade
from autograder.runs.run import Run

Place = tuple[str, str]  # student and assignment


@dataclass(frozen=True)
class Part:
    """What of a class is graded; empty for all of it.

    Attributes:
        assignment, exercise: Slugs; an exercise comes with its assignment.
        students: Their ids.
    """

    assignment: str = ""
    exercise: str = ""
    students: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.assignment or self.exercise or self.students)

    def holds(self, student: str, assignment: str) -> bool:
        """Return whether what this student handed in for this assignment belongs to it."""
        return self.assignment in ("", assignment) and (
            not self.students or student in self.students
        )


def merged(course: Course, before: Run | None, now: Run, part: Part) -> Run:
    """Return the class's results with what was graded `now` in the place of what was.

    Grades of whom this run did not meet stay, also where everybody was meant: a file that has gone
    astray is no reason to lose a grade. `Run.kept` names them.
    """
    if before is None:
        return now
    old = {_place(grade): grade for grade in before.grades}
    fresh = {_place(grade): grade for grade in now.grades}
    if part.exercise:
        fresh = {
            place: _with_one(course, old[place], grade, part.exercise) if place in old else grade
            for place, grade in fresh.items()
        }
    order = {assignment.slug: number for number, assignment in enumerate(course.assignments)}
    together = {place: grade for place, grade in (old | fresh).items() if place[1] in order}
    grades = sorted(together.values(), key=lambda g: (order[g.assignment], g.student))
    kept = tuple(_place(grade) for grade in grades if _place(grade) not in fresh)
    refused, missing = now.refused, now.missing
    if part:
        others = (item for item in before.refused if not part.holds(item.student, item.assignment))
        refused, missing = (*others, *refused), before.missing
        rest = (one for one in before.entries if not part.holds(one.student, one.assignment))
        now = replace(now, entries=(*rest, *now.entries))
    present = {grade.student for grade in grades}
    missing = tuple(student for student in missing if student not in present)
    return replace(now, grades=tuple(grades), refused=refused, missing=missing, kept=kept)


def _with_one(course: Course, old: Grade, new: Grade, exercise: str) -> Grade:
    """Return the old grade with the report of one exercise from the new one."""
    fresh = {report.exercise: report for report in new.reports}
    if new.problem or exercise not in fresh or not old.reports:
        return new
    known = {report.exercise: report for report in old.reports} | {exercise: fresh[exercise]}
    assignment = course.assignment(old.assignment)
    reports = tuple(known[e.slug] for e in assignment.exercises if e.slug in known)
    score, points = total_of(reports)
    penalty = penalty_of(score, old.timestamp, assignment.due, course.late)
    return replace(old, reports=reports, score=score, points=points, penalty=penalty)


def _place(grade: Grade) -> Place:
    return grade.student, grade.assignment
