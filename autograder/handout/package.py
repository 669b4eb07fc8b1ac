"""The engine's public half: the package that students install to check themselves.

It is found, not listed: what the files that are handed out import, the command for students, and
all that these can bring in. A module that the self-check begins to use is there with the next
publication.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import metadata
from pathlib import Path

from autograder.course.skeleton import skeleton
from autograder.errors import AuthorError
from autograder.grading.import_closure import PACKAGE, files_of, imported
from autograder.home import practice
from autograder.home.examples import steps_of
from autograder.model import Course, Exercise
from autograder.views.examples import examples
from autograder.views.plain import visible_checks

ENGINE = Path(__file__).parents[2]
COMMAND = f"{PACKAGE}.cli"
# Modules of released notebooks and test files, and the one command that works without a course.
ALWAYS = (
    f"{PACKAGE}.selfcheck",
    f"{PACKAGE}.vision",
    f"{COMMAND}.__main__",
    f"{COMMAND}.check",
)
# In place of the engine's own, which promises what only graders have.
INIT = '''"""Checks your answers with the visible examples, at home. Nothing here grades."""

__version__ = "{version}"
'''
# Module -> what pip calls it, and the oldest version that will do. No version is fixed: what a
# hosted notebook brings, PyTorch above all, has to stay. Before pandas 3 a column of texts is
# another thing, and code that passes at home could fail when it is graded.
REQUIREMENTS = {
    "click": "click>=8.1",
    "msgspec": "msgspec>=0.19",
    "numpy": "numpy>=1.26",
    "pandas": "pandas>=3.0",
    "pytest": "pytest>=8.0",
    "sklearn": "scikit-learn>=1.4",
    "torch": "torch>=2.7",  # the first whose `current_accelerator` can look for a device
    "torchvision": "torchvision",
}


def package(course: Course) -> dict[str, bytes]:
    """Return the package's files: their paths below the folder that is handed out."""
    sources = [source for exercise in course.exercises for source in sources_of(exercise)]
    entries = {name for source in sources for name in imported(source)} | {*ALWAYS}
    found = {
        file.relative_to(ENGINE).as_posix(): file.read_bytes()
        for file in files_of(entries, ENGINE).values()
    }
    return {**found, f"{PACKAGE}/__init__.py": INIT.format(version=version()).encode()}


def requirements(course: Course, files: dict[str, bytes]) -> list[str]:
    """Return what pip has to install beside the package, one requirement a line, sorted.

    Args:
        files: The package's, as `package` returns them.

    Raises:
        AuthorError: An exercise imports what is not installed here.
    """
    ours = [data.decode() for path, data in files.items() if path.endswith(".py")]
    theirs = [(e.slug, source) for e in course.exercises for source in sources_of(e)]
    needed: dict[str, str] = {}
    for where, source in [*((PACKAGE, source) for source in ours), *theirs]:
        needed |= {name: where for name in _libraries(source)}
    return sorted(_requirement(name, where) for name, where in needed.items())


def sources_of(exercise: Exercise) -> Iterator[str]:
    """Yield the Python of an exercise that runs at home: skeleton, tests, examples, drivers."""
    yield skeleton(exercise)
    yield visible_checks(exercise)
    yield "\n".join(line.source for step in steps_of(examples(exercise)) for line in step)
    if exercise.practices:
        yield practice.decoded(exercise.practices).scenario


def version() -> str:
    """Return the engine's version, which is the package's too."""
    return metadata.version(PACKAGE)


def licence() -> bytes:
    """Return the engine's licence.

    Raises:
        AuthorError: The engine was installed without it.
    """
    # Beside an editable install lies what built it, which has no licence and may be found first.
    known = metadata.distributions(name=PACKAGE)
    text = next(filter(None, (one.read_text("licenses/LICENSE") for one in known)), None)
    if text is None:
        raise AuthorError("the installed engine has no LICENSE", cure="install it again")
    return text.encode()


def _libraries(source: str) -> Iterable[str]:
    """Return the names of other people's packages that a module imports, lazily or not."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add((node.module or "").split(".")[0])
    return found - sys.stdlib_module_names - {PACKAGE}


def _requirement(name: str, where: str) -> str:
    known = REQUIREMENTS.get(name) or next(iter(_distributions().get(name, ())), "")
    if not known:
        raise AuthorError(f"imports {name}, which is not installed here", where=where,
                          cure="install it, so that students can be told its name")  # fmt: skip
    return known


@cache
def _distributions() -> dict[str, list[str]]:
    return dict(metadata.packages_distributions())
