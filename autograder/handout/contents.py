"""Every file of a student's course: notebooks, plain Python, the package, and how to use them."""

from __future__ import annotations

import json
from pathlib import Path

from autograder.errors import AuthorError
from autograder.handout import folder as folders
from autograder.handout import guide
from autograder.handout.package import licence, package, requirements, version
from autograder.model import Course
from autograder.views import TREES, generate

PUBLIC = ("assignments", "release")
PRIVATE = ("solutions", "witnesses", *TREES)
GITIGNORE = """\
.venv/
__pycache__/
.ipynb_checkpoints/
.pytest_cache/
*.egg-info/
build/
dist/
"""
# flit writes nothing into the folder it builds from: a course may lie where nobody can write.
PYPROJECT = """\
# `python -m pip install .` installs the self-check; see STUDENT.md.
[build-system]
requires = ["flit_core>=3.11"]
build-backend = "flit_core.buildapi"

[project]
name = "autograder"
version = {version}
description = {description}
readme = "STUDENT.md"
license = "MIT"
license-files = ["LICENSE"]
requires-python = ">=3.11"
dependencies = [
{dependencies}
]

[project.scripts]
autograder = "autograder.cli:main"

[tool.pytest.ini_options]
testpaths = ["assignments"]
addopts = "--import-mode=importlib -p no:cacheprovider"
"""


def files(course: Course) -> dict[str, bytes]:
    """Return every file of the student's course: its path below the folder, and its content.

    Raises:
        AuthorError: An exercise imports what is not installed here.
    """
    handed_out = {
        path: text.encode()
        for path, text in generate(course).items()
        if path.split("/")[0] in PUBLIC
    }
    engine = package(course)
    needed = requirements(course, engine)
    papers = {
        ".gitignore": GITIGNORE.encode(),
        "LICENSE": licence(),
        "STUDENT.md": guide.text(course, version()).encode(),
        "pyproject.toml": pyproject(course, needed).encode(),
    }
    return handed_out | engine | papers


def pyproject(course: Course, needed: list[str]) -> str:
    """Return the text of ``pyproject.toml``, by which pip installs the package."""
    lines = [f"    {_quoted(requirement)}," for requirement in needed]
    return PYPROJECT.format(
        version=_quoted(version()),
        description=_quoted(f"Self-check: {course.title.in_(course.languages[0])}"),
        dependencies="\n".join(lines),
    )


def publish(course: Course, folder: Path) -> folders.Changes:
    """Write the student's course into a folder, or bring it up to date there.

    Args:
        folder: A new or an empty one, or one that a course was published into before.

    Returns:
        What was done, and what was left alone because somebody had changed it.

    Raises:
        AuthorError: The folder is the course's own, holds something else, or is damaged.
        MachineError: The disk is full, or a file cannot be read or written.
    """
    place, root = folder.resolve(), course.folder.parent
    own = [course.folder, *(root / name for name in PRIVATE)]
    if course.folder.is_relative_to(place) or any(place.is_relative_to(each) for each in own):
        raise AuthorError("the course itself lies here", where=str(folder),
                          cure="name a folder of its own, best outside the course")  # fmt: skip
    return folders.update(folder, files(course))


def _quoted(text: str) -> str:
    """Return a TOML string; one of JSON is one, unless it escapes what needs no escape."""
    return json.dumps(text, ensure_ascii=False)
