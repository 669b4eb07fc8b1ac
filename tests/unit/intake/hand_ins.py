"""A small course, and what students hand in for it; nothing here is run."""

import io
import json
import zipfile
from pathlib import Path

from autograder.model import Assignment, Course, Exercise, Text

A1, A2 = "01_shapes", "02_labels"


def exercise(slug, name):
    reference = f'import torch\n\n\ndef {name}(x):\n    """Doc."""\n    ### BEGIN SOLUTION\n    return x\n    ### END SOLUTION\n'  # noqa: E501
    return Exercise(slug=slug, folder=Path("/nowhere"), title=Text("t", "t"), points=5, stars=1,
                    source=Text(), statement=Text(), reference=reference, functions=(name,),
                    checks=(), wrong=(), accepted=())  # fmt: skip


def course_in(folder):
    """Return a course of two assignments with three exercises; its folder holds the roster."""
    folder = folder / "solutions"
    folder.mkdir()
    first = (exercise(f"{A1}/01_double", "double"), exercise(f"{A1}/02_triple", "triple"))
    second = (exercise(f"{A2}/01_encode", "encode"),)
    assignments = tuple(
        Assignment(slug, folder / slug, Text("t", "t"), Text(), exercises)
        for slug, exercises in ((A1, first), (A2, second))
    )
    return Course(folder, Text("c", "c"), "term", ("en",), assignments)


DOUBLE, TRIPLE = "def double(x):\n    return 2 * x", "def triple(x):\n    return 3 * x"
STUB = 'import torch\n\n\ndef double(x):\n    """Doc."""\n    # YOUR CODE HERE\n    raise NotImplementedError()'  # noqa: E501


def code(source, grade_id="", **marks):
    metadata = {"nbgrader": {"grade_id": grade_id, **marks}} if grade_id or marks else {}
    return {"cell_type": "code", "source": source.splitlines(True), "metadata": metadata}


def notebook(*cells):
    cells = [cell if isinstance(cell, dict) else code(cell) for cell in cells]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


GOOD = notebook(code(DOUBLE, f"{A1}__01_double__solution"), code(TRIPLE, f"{A1}__02_triple__s"))


def put(folder, path, content):
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content if isinstance(content, bytes) else content.encode())


def keys(collected):
    return [(s.student, s.assignment) for s in collected.submissions if not s.problem]


def english(texts):
    return " | ".join(text.en for text in texts)


def reasons(collected):
    unread = (submission.problem for submission in collected.submissions)
    return english([*(refused.reason for refused in collected.refused), *unread])


def zipped(members, **options):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in members.items():
            bundle.writestr(name, content, **options)
    return stream.getvalue()
