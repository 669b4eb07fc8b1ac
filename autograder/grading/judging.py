"""The judging digest: what decides an outcome, and nothing else.

Two halves. The exercise's is `Exercise.digest`. The code's is computed from the import closure of
the grading worker, of the zygote and of what an exercise itself imports of ours, with the versions
of Python and of the libraries that results depend on.
"""

from __future__ import annotations

import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path

from autograder.course.digests import sha256
from autograder.grading.import_closure import file_of, files_of, imported
from autograder.model import Exercise, Level

# The grader's side, the student's, and what any submission may import.
ENTRIES = ("autograder.grading.pool", "autograder.sandbox.processes.zygote", "autograder.vision")
LIBRARIES = ("torch", "torchvision", "numpy", "pandas", "scikit-learn", "hypothesis")
ROOT = Path(__file__).parents[2]
SHORT = 12


def key_of(submission_digest: str, exercise: Exercise, seed: int, level: Level) -> str:
    """Return the key under which a report is stored: whatever could change it is part of it."""
    code = code_digest(imports_of(exercise))
    return sha256(submission_digest, exercise.digest, code, str(seed), level)


def engine_of(exercise: Exercise | None = None) -> str:
    """Return what judges this exercise, as people read it: the version and a short digest.

    Without an exercise, what judges those that import nothing but the words of checks.
    """
    code = code_digest(imports_of(exercise) if exercise else frozenset())
    return f"{version('autograder')}+{code[:SHORT]}"


def imports_of(exercise: Exercise, root: Path = ROOT) -> frozenset[str]:
    """Return the modules of ours, below `root`, that an exercise's own files import."""
    sources = (exercise.checks_source, exercise.reference, exercise.scenario)
    names = frozenset().union(*map(imported, sources))
    return frozenset(name for name in names if file_of(name, root))


@cache  # a process goes on with the code that it has loaded
def code_digest(modules: frozenset[str]) -> str:
    """Return the digest of the code that judges, where exercises import `modules`."""
    return digest_of_files(modules, ROOT)


def digest_of_files(modules: frozenset[str], root: Path) -> str:
    """Return the digest of the code below `root` and of the versions of the libraries."""
    found = files_of((*ENTRIES, *modules), root)
    parts = [part for name, file in found.items() for part in (name, file.read_bytes())]
    versions = [f"{library} {version(library)}" for library in LIBRARIES]
    return sha256(*parts, f"python {sys.version_info[0]}.{sys.version_info[1]}", *versions)
