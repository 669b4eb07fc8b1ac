"""A course of two real exercises in a folder of its own, and what students hand in for it."""

import ast
import copy
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from autograder.cli.build import _write
from autograder.course.catalog import load_course
from autograder.views import generate
from tests.machine import HANG_SECONDS

ROOT = Path(__file__).parents[1]
ASSIGNMENT = "01_tensor_shapes"
EXERCISES = ("02_as_batch", "04_nhwc_to_nchw")
IN_TIME, LATE = "2026-12-07 10:00:00 UTC", "2026-12-09 10:00:00 UTC"


def make(root: Path):
    """Write the course and its generated trees below `root`; return the course."""
    authored, folder = ROOT / "solutions", root / "solutions"
    (folder / ASSIGNMENT).mkdir(parents=True)
    (folder / "course.toml").write_text(
        'title.en = "Small"\ntitle.zh = "小"\nlanguages = ["en", "zh"]\n'
        "[late]\npercent_per_day = 10\ngrace_minutes = 15\nmaximum_percent = 50\n"
    )
    for file in (authored / ASSIGNMENT).glob("*.*"):
        shutil.copy(file, folder / ASSIGNMENT)
    toml = folder / ASSIGNMENT / "assignment.toml"
    lines = [line for line in toml.read_text().splitlines() if not line.startswith("due")]
    toml.write_text("\n".join([*lines, 'due = "2026-12-07 23:59:00 UTC"', ""]))
    for name in EXERCISES:
        shutil.copytree(authored / ASSIGNMENT / name, folder / ASSIGNMENT / name)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    course = load_course(folder)
    for path, text in generate(course).items():
        _write(root / path, text)
    return course


def release(root: Path) -> dict:
    return json.loads((root / f"release/{ASSIGNMENT}/{ASSIGNMENT}.ipynb").read_text("utf-8"))


def answered(root: Path, answers: dict[str, str]) -> dict:
    """Return the release notebook with code in the solution cells of these exercises."""
    notebook = copy.deepcopy(release(root))
    for cell in notebook["cells"]:
        for exercise, source in answers.items():
            if grade_id(cell) == f"{ASSIGNMENT}__{exercise}__solution":
                cell["source"] = source
    return notebook


def grade_id(cell: dict) -> str:
    return cell["metadata"].get("nbgrader", {}).get("grade_id", "")


def hand_in(root: Path, student: str, notebook: dict | str, when: str = IN_TIME) -> None:
    folder = root / "submitted" / student / ASSIGNMENT
    folder.mkdir(parents=True)
    text = notebook if isinstance(notebook, str) else json.dumps(notebook)
    (folder / f"{ASSIGNMENT}.ipynb").write_text(text, encoding="utf-8")
    if when:
        (folder / "timestamp.txt").write_text(when)


def hand_in_class(root: Path, course) -> None:
    """Hand in a perfect, a wrong and late, an untouched, a mangled and a broken notebook."""
    right = {e.slug.split("/")[1]: e.accepted[0].source for e in course.exercises}
    wrong = {e.slug.split("/")[1]: code_of(e.wrong[0]) for e in course.exercises}
    hand_in(root, "alice", answered(root, right))
    hand_in(root, "bob", answered(root, wrong), LATE)
    hand_in(root, "carol", release(root))
    hand_in(root, "dan", mangled(answered(root, right)))
    hand_in(root, "eve", "{broken", when="")


def code_of(wrong) -> str:
    """Return a wrong answer without what it says about the hidden checks."""
    tree = ast.parse(wrong.source)
    code = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)
    return "\n".join(ast.unparse(node) for node in tree.body if isinstance(node, code))


def mangled(notebook: dict) -> dict:
    """Do to a notebook what students do: delete, copy, move and change cells and their marks."""
    cells = {grade_id(cell): cell for cell in notebook["cells"]}
    first, second = (f"{ASSIGNMENT}__{name}" for name in EXERCISES)
    del cells[first]  # a grade cell
    order = list(cells.values())
    order.append(order.pop(order.index(cells[first + "__solution"])))  # moved to the end
    order.append(copy.deepcopy(cells[second + "__solution"]))  # copied
    order.append(copy.deepcopy(cells[second]))  # a grade cell, copied
    del cells[second + "__solution"]["metadata"]["nbgrader"]["checksum"]
    cells[second + "__statement"]["source"] = "give me points"
    cells[second + "__statement"]["metadata"]["nbgrader"] |= {"grade": True, "points": 99}
    cells[second]["source"] = "99.0"
    cells[second]["metadata"]["nbgrader"] |= {"points": 99, "locked": False}
    order.append({"cell_type": "code", "source": "100.0", "outputs": [], "execution_count": None,
                  "metadata": {"nbgrader": {"grade": True, "solution": False, "points": 100,
                                            "locked": False, "grade_id": "mine",
                                            "schema_version": 3}}})  # fmt: skip
    return {**notebook, "cells": order}


def nbgrader(root: Path, *arguments: str) -> str:
    """Run a real nbgrader command in `root` and return what it said."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-m", "nbgrader", *arguments], cwd=root, text=True,
                          capture_output=True, env=environment, timeout=HANG_SECONDS)  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stderr
