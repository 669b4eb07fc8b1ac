"""A small exercise whose check is written by a test."""

from pathlib import Path

from autograder.course.catalog import load_exercise
from autograder.grading.session import Session
from autograder.model import Cell, Exercise

PLANTED = {
    "statement.en.md": "Double it.\n",
    "statement.zh.md": "加倍。\n",
    "reference.py": (
        "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION\n"
    ),
}
SENTENCE = '    """It is doubled.\n\n    结果加倍。\n    """\n'
IMPORTS = """
import os, random, signal, sys, warnings
import numpy as np, torch
from autograder.checks import assert_equal
SEEN = []
"""


def planted(folder: Path, checks: str, options: str = "") -> Exercise:
    """Return an exercise of one check, whose body is `checks`."""
    folder = folder / "01_planted" / "01_double"
    folder.mkdir(parents=True)
    for name, text in PLANTED.items():
        (folder / name).write_text(text)
    (folder / "checks.py").write_text(IMPORTS + checks)
    (folder / "exercise.toml").write_text(
        f'title.en = "D"\ntitle.zh = "D"\npoints = 1\n[checks.check_it]\n{options}\n'
    )
    return load_exercise(folder)


def judged(runner, exercise: Exercise, source: str, host) -> tuple:
    """Judge one submission; return its outcomes."""
    session = Session(exercise, (Cell("answer.py", source),), host.open)
    try:
        return runner.judge(session)
    finally:
        session.close()
