"""nbgrader's side: ``nbgrader autograde`` graded by the engine instead of by Jupyter.

``nbgrader_config.py`` names the class. Importing this module imports nbgrader (1.6 s).
"""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException
from traitlets import Integer

from autograder.course.catalog import load_course
from autograder.errors import AutograderError
from autograder.grading.score import number
from autograder.intake.collect import Collected
from autograder.model import Course
from autograder.nbgrader.ledger import Ledger
from autograder.nbgrader.outputs import internal_errors
from autograder.runs.grade import Settings, collect, grade_collected
from autograder.runs.merging import Part
from autograder.runs.run import Run
from autograder.runs.seed import kept_seed
from autograder.storage.files import explained

RESULTS = "results"  # where `autograder grade` keeps its seed and its reports too
KEPT = "then run the command again, what is graded stays graded"


class Exporter(NotebookExporter):
    """One run of ``nbgrader autograde``, graded when nbgrader makes its exporter.

    nbgrader's own way takes one file of one name from each student, and leaves out everybody else.
    So the whole of what was handed in is graded first, as ``autograder grade`` does it: files are
    chosen, judged, published and written into the gradebook in one way, and nothing is left for
    nbgrader to convert.
    """

    workers = Integer(0, help="Grading processes; 0 for one a core.").tag(config=True)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        if isinstance(self.parent, Autograde):
            _grade(self.parent, self.workers)
            self.parent.assignments = {}


def _grade(converter: Autograde, workers: int) -> None:
    coursedir, log = converter.coursedir, converter.log
    root = Path(coursedir.root)
    try:
        with explained(KEPT):
            course = load_course(root / "solutions")
            ledger = Ledger.open(course, coursedir)
            for slug in _assignments(course, coursedir.assignment_id):
                collected = collect(root / coursedir.submitted_directory, course, slug)
                part = Part(slug, students=_students(collected, coursedir))
                out = root / RESULTS
                settings = Settings(kept_seed(out), workers)
                run = grade_collected(
                    course, collected, out, settings, part=part, entered=ledger.honoured
                )
                ledger.fill(run.fresh, collected.submissions)
                _tell(run, part, log)
                for line in ledger.differences(run.fresh):
                    log.warning("%s", line)
    except AutograderError as error:
        log.error("%s", error)
        raise NbGraderException(error.what) from None


def _tell(run: Run, part: Part, log: Any) -> None:
    for grade in run.fresh:
        late = f", {number(grade.penalty)} lost to lateness" if grade.penalty else ""
        why = f" ({grade.problem.en})" if grade.problem else ""
        log.info("%s: %s of %s points%s%s", grade.student, number(grade.score),
                 number(grade.points), late, why)  # fmt: skip
        for line in internal_errors(grade):
            log.error("A check failed by our fault, no points were taken: %s", line)
    for item in run.refused:
        if part.holds(item.student, item.assignment):
            log.warning("refused %s: %s", item.origin, item.reason.en)
    log.info("Class report and feedback: %s", run.files["class report"])


def _assignments(course: Course, pattern: str) -> Iterable[str]:
    found = [a.slug for a in course.assignments if fnmatchcase(a.slug, pattern)]
    return found or [course.assignment(pattern).slug]


def _students(collected: Collected, coursedir: Any) -> tuple[str, ...]:
    """Return the students that the command names, or none for everybody."""
    pattern, left_out = coursedir.student_id, (coursedir.student_id_exclude or "").split(",")
    if pattern == "*" and left_out == [""]:
        return ()
    met = dict.fromkeys(one.student for one in collected.submissions)
    met |= dict.fromkeys(one.student for one in collected.refused)
    found = tuple(s for s in met if s == pattern or fnmatchcase(s, pattern))
    return tuple(s for s in found if s not in left_out) or (pattern,)
