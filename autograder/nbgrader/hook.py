"""nbgrader's side: graded by the engine instead of by running the notebook in Jupyter.

``nbgrader_config.py`` names these classes. Importing this module imports nbgrader (1.6 s).
"""

from __future__ import annotations

import unicodedata
import weakref
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbgrader.api import Gradebook
from nbgrader.plugins import BasePlugin
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Integer

from autograder import model
from autograder.course.catalog import load_course
from autograder.feedback.redaction import redact_grade
from autograder.grading.batch import Engine
from autograder.intake.collect import Collected, read_submissions
from autograder.intake.decoding import Unreadable, decode_notebook
from autograder.intake.notebook_format import notebook_of, parse_notebook
from autograder.model import Course, Submission, Text
from autograder.nbgrader import gradebook
from autograder.nbgrader.mending import mended
from autograder.nbgrader.outputs import graded, internal_errors
from autograder.runs.grade import Settings, open_engine
from autograder.runs.seed import kept_seed
from autograder.views.notebook import release

NOTHING = Text("nothing that can be graded was found", "没有找到可以评分的内容")
RESULTS = "results"  # where `autograder grade` keeps its seed and its reports too


class Exporter(NotebookExporter):
    """One run of ``nbgrader autograde``: it holds the course and one warm engine."""

    workers = Integer(0, help="Grading processes; 0 for one a core.").tag(config=True)

    @property
    def root(self) -> Path:
        return Path(self._coursedir.root)

    @property
    def _coursedir(self) -> Any:
        # nbgrader's application makes the exporter and is its parent.
        return self.parent.coursedir  # type: ignore[union-attr]

    @cached_property
    def course(self) -> Course:
        return load_course(self.root / "solutions")

    @cached_property
    def engine(self) -> Engine:
        """Start the workers (2 s). They end with this exporter, or with the program."""
        out = self.root / RESULTS
        engine = open_engine(self.course, Settings(kept_seed(out), self.workers), out)
        weakref.finalize(self, engine.close)
        return engine

    def template(self, assignment: str) -> dict[str, Any]:
        """Return the student's notebook as it was released.

        Raises:
            AuthorError: The course has no such assignment.
        """
        return release(self.course, self.course.assignment(assignment))

    def grade(self, student: str, assignment: str) -> model.Grade:
        """Grade what the student handed in: the file itself, not what was mended of it."""
        return self.engine.grade([self.submission(student, assignment)])[0]

    def submission(self, student: str, assignment: str) -> Submission:
        """Return what `autograder grade` would read; a refused file becomes a problem."""
        name = unicodedata.normalize("NFC", student)
        collected = self._collected(assignment)
        for submission in collected.submissions:
            if submission.student == name:
                return replace(submission, student=student)
        reason = next((r.reason for r in collected.refused if r.student == name), NOTHING)
        return Submission(student, assignment, (), "", problem=reason)

    def _collected(self, assignment: str) -> Collected:
        """Read the class once a run."""
        if assignment not in self._read:
            folder = self.root / self._coursedir.submitted_directory
            self._read[assignment] = read_submissions(folder, self.course, assignment)
        return self._read[assignment]

    @cached_property
    def _read(self) -> dict[str, Collected]:
        return {}

    def from_file(self, file_stream: Any, resources: Any = None, **options: Any) -> tuple:
        """Read a notebook as grading reads it, and bring back the structure of the released one.

        Of an unreadable one the structure alone is left, so that its student is told.
        """
        template = self.template(resources["nbgrader"]["assignment"])
        try:
            # The bytes: nbconvert opened the file as text and knows no byte order mark.
            found = parse_notebook(decode_notebook(file_stream.buffer.read()))
        except Unreadable as error:
            self.log.warning("This is not a readable notebook: %s", error)
            found = notebook_of(template)
        notebook = nbformat.from_dict(mended(found.cells, template))
        return self.from_notebook_node(notebook, resources=resources, **options)


class Grade(NbGraderPreprocessor):
    """Grade the submission and write feedback and score into each grade cell."""

    def preprocess(self, nb: Any, resources: Any) -> tuple:
        where, course = resources["nbgrader"], self.parent.course
        grade = self.parent.grade(where["student"], where["assignment"])
        for line in internal_errors(grade):
            self.log.error("A check failed by our fault, no points were taken: %s", line)
        with Gradebook(where["db_url"]) as opened:
            gradebook.set_due_date(opened, course.assignment(where["assignment"]))
        resources["autograder"] = grade
        return nbformat.from_dict(graded(nb, redact_grade(grade), course)), resources


class Comment(NbGraderPreprocessor):
    """Write the short comment under each answer; leave to staff what has no score yet."""

    def preprocess(self, nb: Any, resources: Any) -> tuple:
        where = resources["nbgrader"]
        with Gradebook(where["db_url"]) as opened:
            gradebook.annotate(opened, self.parent.course, resources["autograder"])
            opened.db.commit()
        return nb, resources


class LatePolicy(BasePlugin):
    """The course's late policy; extensions granted in nbgrader count."""

    def late_submission_penalty(self, student_id: str, score: float, total_seconds_late: float):
        course = self.parent.parent.course
        return gradebook.lateness_cost(score, total_seconds_late, course.late)
