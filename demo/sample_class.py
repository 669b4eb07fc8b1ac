"""Builds the scratch course: the repository's exercises and a class that has handed in."""

from __future__ import annotations

import json
import random
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

from autograder.course.catalog import load_course
from autograder.model import Assignment, Course, Exercise
from demo.accidents import ACCIDENTS, Desk, Files

ROOT = Path(__file__).parents[1]
COPIED = ("solutions", "witnesses", "source", "release", "nbgrader_config.py")
NAMES = (
    "amara", "björn", "chloé", "diego", "emeka", "fatima", "giulia", "hana", "ivan", "josé",
    "kwame", "李雷", "韩梅梅", "noor", "olga", "priya", "quentin", "rosa", "søren", "tariq",
    "uma", "王芳", "xochitl", "yusuf",
)  # fmt: skip
# How often an ordinary student's answer is right, and how often that is one of ours word by word.
SHARE_RIGHT, SHARE_REFERENCE = 0.7, 0.3


def build(target: Path, seed: int = 2026) -> Course:
    """Make the course folder `target` anew; return its course. The same seed, the same class."""
    if target.exists():
        shutil.rmtree(target)
    target.mkdir(parents=True)
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(source, target / name, ignore=ignored)
        elif source.exists():
            shutil.copy(source, target / name)
    course = load_course(target / "solutions")
    for student, assignment, files in submissions(course, target, random.Random(seed)):
        folder = target / "submitted" / student / assignment
        for name, data in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
    add_strangers(target / "submitted")
    return course


def add_strangers(submitted: Path) -> None:
    """Add what nobody can be given a grade for; each is refused with its reason."""
    unknown = submitted / "wei" / "99_other_course"
    unknown.mkdir(parents=True)
    (unknown / "99_other_course.ipynb").write_text("{}")
    with zipfile.ZipFile(submitted / "mallory.zip", "w") as bundle:
        bundle.writestr("../../gradebook.db", "not a gradebook")
    (submitted / "nosy").symlink_to("../solutions")


def submissions(course: Course, root: Path, rng: random.Random) -> Iterator[tuple[str, str, Files]]:
    """Yield student, assignment and files: every accident once, and the ordinary students."""
    first = course.assignments[0]
    for student, happen in ACCIDENTS.items():
        desk = desk_of(first, root)
        yield student, first.slug, happen(desk)
    for number, student in enumerate(NAMES):
        for position, assignment in enumerate(course.assignments):
            if position == 0 or (number + position) % 3 == 0:
                desk = desk_of(assignment, root)
                answers = {e.slug: ordinary_answer(e, rng) for e in assignment.exercises}
                files = desk.files(answers) if number % 3 else desk.python_files(answers)
                yield student, assignment.slug, files


def desk_of(assignment: Assignment, root: Path) -> Desk:
    """Return the assignment's release notebook and its correct answers."""
    path = root / "release" / assignment.slug / f"{assignment.slug}.ipynb"
    answers = {exercise.slug: exercise.reference for exercise in assignment.exercises}
    return Desk(assignment, json.loads(path.read_text(encoding="utf-8")), answers)


def ordinary_answer(exercise: Exercise, rng: random.Random) -> str:
    """Return a right or a wrong answer, as students hand them in."""
    if rng.random() > SHARE_RIGHT:
        return rng.choice(exercise.wrong).source
    if rng.random() < SHARE_REFERENCE:
        return exercise.reference
    return rng.choice(exercise.accepted).source
