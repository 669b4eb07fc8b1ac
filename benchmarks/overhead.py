"""Engine overhead of one submission against nbgrader's Execute on the same notebook, in one run.

Both get the same correct notebook of the first assignment. nbgrader's path is its own Execute
preprocessor (a Jupyter kernel that runs the cells, without any hidden check). The engine's path is
everything but the checks' own calls: spawning, loading, killing, bookkeeping, measured as the time
of grading an assignment whose checks are replaced by one that does nothing.

Usage: python -m benchmarks.overhead [repetitions]
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbgrader.preprocessors import Execute

from autograder.course.catalog import load_course
from autograder.grading.batch import Engine
from autograder.model import Cell, Submission

ROOT = Path(__file__).parents[1]
EMPTY_CHECK = '''
def check_nothing(student):
    """Nothing.

    什么都不做。
    """
'''


def main(repetitions: int) -> None:
    notebook = ROOT / "source/01_tensor_shapes/01_tensor_shapes.ipynb"
    nbgrader = [execute(notebook) for _ in range(repetitions)]
    with tempfile.TemporaryDirectory() as folder:
        engine = engine_seconds(hollow_course(Path(folder)), repetitions)
    theirs, ours = statistics.median(nbgrader), statistics.median(engine)
    print(f"nbgrader Execute      {theirs * 1e3:8.1f} ms a submission")
    print(f"engine without checks {ours * 1e3:8.1f} ms a submission, "
          f"{ours * 1e3 / 5:.1f} ms an exercise")  # fmt: skip
    print(f"ratio                 {theirs / ours:8.1f}")


def execute(path: Path) -> float:
    """Return the seconds nbgrader needs to run the notebook, kernel included."""
    notebook = nbformat.read(path, as_version=4)
    started = time.perf_counter()
    Execute().preprocess(notebook, {"metadata": {"path": str(ROOT)}})
    return time.perf_counter() - started


def hollow_course(folder: Path) -> Path:
    """Copy the first assignment with a single empty check in each exercise."""
    import shutil

    solutions = folder / "solutions"
    shutil.copytree(ROOT / "solutions" / "01_tensor_shapes", solutions / "01_tensor_shapes")
    (solutions / "course.toml").write_text('title.en = "c"\ntitle.zh = "c"\n')
    for exercise in (solutions / "01_tensor_shapes").iterdir():
        if exercise.is_dir() and exercise.name != "__pycache__":
            for answers in ("wrong", "accepted"):
                shutil.rmtree(exercise / answers)
            (exercise / "checks.py").write_text(EMPTY_CHECK)
            toml = (exercise / "exercise.toml").read_text().split("[checks.")[0]
            (exercise / "exercise.toml").write_text(toml + "[checks.check_nothing]\n")
    return solutions


def engine_seconds(solutions: Path, repetitions: int) -> list[float]:
    """Return the seconds of each submission in one warm worker."""
    course = load_course(solutions)
    seconds = []
    with Engine(course, seed=1, workers=1) as engine:
        engine.grade([submission(course, "warm up")])
        for number in range(repetitions * 5):
            one = submission(course, str(number))
            started = time.perf_counter()
            engine.grade([one])
            seconds.append(time.perf_counter() - started)
    return seconds


def submission(course, tag: str) -> Submission:
    """Return a correct submission that no other one equals."""
    assignment = course.assignments[0]
    cells = tuple(Cell(f"cell {e.name}", f"# {tag}\n{e.reference}") for e in assignment.exercises)
    return Submission(tag, assignment.slug, cells, tag)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
