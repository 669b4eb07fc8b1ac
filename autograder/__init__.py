"""Auto-graded PyTorch exercises: the engine.

Student code runs in a confined process; values cross the boundary, verdicts never do.

What a Python user needs has its name here (see docs/python-api.md). A name is imported when it is
asked for: every process that runs student code imports this package, and must hold nothing of it.
"""

TYPE_CHECKING = False  # that of `typing`, without importing it
if TYPE_CHECKING:
    from autograder.errors import AuthorError, AutograderError, MachineError, SubmissionError
    from autograder.grading.batch import Progress
    from autograder.model import Cell, Course, Grade, Outcome, Report, Verdict
    from autograder.runs.api import grade_class, grade_submission, load_course, load_run
    from autograder.runs.run import Run

    __version__: str

__all__ = [
    "AuthorError",
    "AutograderError",
    "Cell",
    "Course",
    "Grade",
    "MachineError",
    "Outcome",
    "Progress",
    "Report",
    "Run",
    "SubmissionError",
    "Verdict",
    "grade_class",
    "grade_submission",
    "load_course",
    "load_run",
]

_HOMES = {
    ".errors": ("AuthorError", "AutograderError", "MachineError", "SubmissionError"),
    ".grading.batch": ("Progress",),
    ".model": ("Cell", "Course", "Grade", "Outcome", "Report", "Verdict"),
    ".runs.api": ("grade_class", "grade_submission", "load_course", "load_run"),
    ".runs.run": ("Run",),
}


def __getattr__(name: str) -> object:
    """Import what is asked for by its public name."""
    import importlib

    if name == "__version__":
        import importlib.metadata

        return importlib.metadata.version("autograder")
    for home, names in _HOMES.items():
        if name in names:
            return getattr(importlib.import_module(home, __name__), name)
    raise AttributeError(f"module 'autograder' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, "__version__"})
