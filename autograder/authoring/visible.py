"""What the visible examples of an exercise catch of its known wrong answers.

``python -m autograder.authoring.visible SOLUTIONS SLUG...`` prints it as JSON. It is a process of
its own, since an answer may change whatever it likes of Python and PyTorch.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from autograder.course.catalog import load_course
from autograder.home.examples import run_examples
from autograder.home.results import State
from autograder.model import Exercise
from autograder.sandbox.processes.server import Server
from autograder.views.examples import examples

OBVIOUS = "obvious"


def passing(exercises: Sequence[Exercise]) -> dict[str, tuple[str, ...]]:
    """Return, for each exercise's slug, the wrong answers that pass all its visible examples."""
    if not exercises:
        return {}
    solutions = str(exercises[0].folder.parent.parent)
    command = [sys.executable, "-m", "autograder.authoring.visible", solutions]
    done = subprocess.run(
        [*command, *(exercise.slug for exercise in exercises)],
        check=True, stdout=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    return {slug: tuple(names) for slug, names in json.loads(done.stdout).items()}


def figures(exercise: Exercise, passed: Sequence[str], scores: Mapping[str, float]) -> str:
    """Return what the examples catch, and what passing them all guarantees, in a line.

    Args:
        passed: The wrong answers that pass all visible examples.
        scores: The points of each wrong answer.
    """
    caught, count = len(exercise.wrong) - len(passed), len(exercise.wrong)
    least = min((scores[name] for name in passed), default=exercise.points)
    return (
        f"visible examples: {caught} of {count} wrong answers fail one; passing all guarantees "
        f"{least / exercise.points:.0%} of the points"
    )


def problems(exercise: Exercise, passed: Sequence[str]) -> tuple[str, ...]:
    """Return why the examples are not good enough: the obvious mistake must fail one."""
    if OBVIOUS not in passed or exercise.obvious_is_hidden_because:
        return ()
    return (
        "the obvious wrong answer passes all visible examples; show one that it fails, or say "
        "`obvious_is_hidden_because` in exercise.toml",
    )


def _passes(source: str, text: str) -> bool:
    """Run the examples on an answer in a fork of this process, which stays as it is."""
    pid = os.fork()
    if pid:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    code = 1
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        server = Server()
        server.run("answer.py", source)
        results = run_examples(text, server.namespace)
        code = int(any(result.state is not State.PASSED for result in results))
    finally:
        os._exit(code)


def _main(solutions: str, *slugs: str) -> None:
    import torch

    torch.set_num_threads(1)  # threads do not survive the forks
    course = load_course(Path(solutions))
    found = {}
    for exercise in map(course.exercise, slugs):
        text = examples(exercise)
        found[exercise.slug] = [w.name for w in exercise.wrong if _passes(w.source, text)]
    print(json.dumps(found))


if __name__ == "__main__":
    _main(*sys.argv[1:])
