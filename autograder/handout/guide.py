"""``STUDENT.md``: from an unpacked folder to a checked answer, in every language of the course."""

from __future__ import annotations

import platform
from importlib import metadata
from pathlib import Path

from autograder.model import Course
from autograder.views.markdown import in_every

# What may give other results in another version; students are told what grading uses.
TELLING = ("torch", "numpy", "pandas")


def text(course: Course, version: str) -> str:
    """Return the page, with the course's first exercise as its example.

    Args:
        version: Of the package that is handed out.
    """
    first = course.assignments[0]
    exercise = first.exercises[0]
    facts = {
        "assignment": first.slug,
        "file": f"assignments/{exercise.slug}/{exercise.name}.py",
        "version": version,
        "versions": _versions(),
    }

    def page(language: str) -> str:
        template = Path(__file__).with_name(f"student.{language}.md").read_text(encoding="utf-8")
        return template.format(title=course.title.in_(language), **facts)

    return in_every(course, page) + "\n"


def _versions() -> str:
    """Return what grading runs on, as this machine has it: Python and libraries."""
    major, minor, _ = platform.python_version_tuple()
    libraries = [f"{name} {metadata.version(name).partition('+')[0]}" for name in TELLING]
    return ", ".join([f"Python {major}.{minor}", *libraries])
