"""From a `Course` to the text of every generated file. Everything here is pure."""

from __future__ import annotations

from autograder.home.practice import FILE
from autograder.model import Course
from autograder.views import notebook, plain

TREES = ("assignments", "release", "source")


def generate(course: Course) -> dict[str, str]:
    """Return every generated file of the course: its path below the root, and its text."""
    files = plain.shared_files()
    for assignment in course.assignments:
        slug = assignment.slug
        files[f"source/{slug}/{slug}.ipynb"] = notebook.text(notebook.source(course, assignment))
        files[f"release/{slug}/{slug}.ipynb"] = notebook.text(notebook.release(course, assignment))
        files |= plain.files(course, assignment)
        if budgets := plain.budgets(assignment):
            files |= {f"{tree}/{slug}/{FILE}": budgets for tree in TREES}
    return files
