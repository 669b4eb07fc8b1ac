"""Kill matrices that are known: an exercise that is done and unchanged is not judged again.

Kept below ``.cache/validated`` beside ``solutions/``, a file for each exercise and seed: untracked,
private as the solutions are, and free to be removed. What is kept are the rows; whether they make
the exercise done is decided anew each time.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import msgspec

from autograder.authoring.kill_matrix import Matrix, Row, problems_of
from autograder.course.digests import answers, deciding, sha256
from autograder.grading.check_runner import device_present
from autograder.grading.judging import code_digest, imports_of
from autograder.model import Exercise, Level
from autograder.storage.files import write_whole

FORMAT = 2
# Set to 1: nothing is known, all is judged anew.
FRESH = "AUTOGRADER_FRESH"
JUDGE = "autograder.authoring.kill_matrix"


def path_of(exercise: Exercise, seed: int) -> Path:
    """Return where the matrix of an exercise and a seed is kept."""
    root = exercise.folder.parents[2]
    return root / ".cache" / "validated" / exercise.assignment / f"{exercise.folder.name}.{seed}"


def find(exercise: Exercise, seed: int, level: Level) -> Matrix | None:
    """Return the matrix of this very exercise, judged by this very code at this level, or None.

    None too for a file that is damaged, of another format or of something else, and wherever
    AUTOGRADER_FRESH=1 is set.
    """
    if os.environ.get(FRESH) == "1":
        return None
    try:
        seal, _, body = path_of(exercise, seed).read_bytes().partition(b"\n")
        if seal != _seal(exercise, seed, level, body):
            return None
        rows = msgspec.json.decode(body, type=tuple[Row, ...])
    except (OSError, msgspec.DecodeError):
        return None
    return Matrix(exercise, rows, tuple(problems_of(exercise, rows)))


def keep(matrix: Matrix, seed: int, level: Level) -> None:
    """Keep a matrix without problems; another one is not worth remembering."""
    if matrix.problems:
        return
    body = msgspec.json.encode(matrix.rows)
    with contextlib.suppress(OSError):  # what cannot be kept is judged again
        write_whole(
            path_of(matrix.exercise, seed), _seal(matrix.exercise, seed, level, body) + b"\n" + body
        )


def _seal(exercise: Exercise, seed: int, level: Level, body: bytes) -> bytes:
    """Return the first line of a file: what it is about, and that it is whole.

    Witnesses are left out: matrices are made without them.
    """
    required = sorted({spec.requires for spec in exercise.checks if spec.requires})
    digest = sha256(
        deciding(exercise),
        answers(exercise),
        code_digest(imports_of(exercise) | {JUDGE}),
        f"{seed} {level}",
        *(f"{device} {device_present(device)}" for device in required),
        body,
    )
    return f"kill matrix {FORMAT} {digest}".encode()
