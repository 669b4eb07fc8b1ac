"""What students get is found by what they use: the package, what it needs, how to install it."""

import ast
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.course.catalog import load_course
from autograder.errors import AuthorError
from autograder.handout import contents, package

ROOT = Path(__file__).parents[3]
COURSE = load_course(ROOT / "solutions")
FILES = contents.files(COURSE)
ROOMS = {path.split("/")[1] for path in FILES if path.startswith("autograder/")}
# What Windows, or any system but Linux, lacks.
ELSEWHERE_MISSING = {"fcntl", "grp", "pty", "pwd", "resource", "termios"}


def trees():
    return {
        path: ast.parse(data)
        for path, data in FILES.items()
        if path.startswith("autograder/") and path.endswith(".py")
    }


def test_the_trees_for_students_are_there_and_the_private_one_is_not():
    tops = {path.split("/")[0] for path in FILES}
    assert tops == {".gitignore", "LICENSE", "STUDENT.md", "assignments", "autograder",
                    "pyproject.toml", "release"}  # fmt: skip


def test_no_room_of_graders_is_there():
    graders = {"authoring", "checks", "exporters", "feedback", "grading", "handout", "nbgrader",
               "reports", "runs", "storage", "views"}  # fmt: skip
    assert not ROOMS & graders
    assert not [path for path in FILES if path.startswith("autograder/sandbox/confinement")]
    assert {"cli", "drivers", "home", "selfcheck.py", "vision.py"} <= ROOMS
    assert {path for path in FILES if path.startswith("autograder/cli")} == {
        f"autograder/cli/{name}.py" for name in ("__init__", "__main__", "check")
    }


def test_whatever_the_package_imports_of_ours_is_in_it():
    known = {path.removesuffix("/__init__.py").removesuffix(".py") for path in FILES}
    for path, tree in trees().items():
        for_types = {
            inner
            for node in ast.walk(tree)
            if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
            for inner in ast.walk(node)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node not in for_types:
                module = node.module or ""
                ours = module.split(".")[0] == "autograder"
                assert not ours or module.replace(".", "/") in known, f"{path}: {module}"


def test_the_package_imports_nothing_that_only_one_system_has():
    for path, tree in trees().items():
        for node in tree.body:
            names = {alias.name for alias in getattr(node, "names", ())}
            names.add(getattr(node, "module", ""))
            assert not (
                isinstance(node, ast.Import | ast.ImportFrom) and names & ELSEWHERE_MISSING
            ), path


def test_what_drivers_and_examples_import_comes_along():
    scenario = "import scipy\nfrom autograder.measuring import scaling\n"
    first, *others = COURSE.assignments[0].exercises
    practices = f'{{"budgets": [], "scenario": "{scenario!r}"}}'.replace("\"'", '"').replace(
        "'\"", '"'
    )
    exercise = replace(first, practices=practices)
    course = replace(COURSE, assignments=(
        replace(COURSE.assignments[0], exercises=(exercise, *others)),))  # fmt: skip
    found = package.package(course)
    assert "autograder/measuring/scaling.py" in found
    assert "scipy" in package.requirements(course, found)


def test_a_library_that_is_not_installed_is_said_with_its_exercise():
    first, *others = COURSE.assignments[0].exercises
    exercise = replace(first, reference=f"import no_such_library\n{first.reference}")
    course = replace(COURSE, assignments=(
        replace(COURSE.assignments[0], exercises=(exercise, *others)),))  # fmt: skip
    with pytest.raises(AuthorError, match="no_such_library") as refused:
        contents.files(course)
    assert refused.value.where == first.slug


def test_pip_gets_a_pure_package_that_fixes_no_version():
    project = tomllib.loads(FILES["pyproject.toml"].decode())["project"]
    assert project["version"] == package.version()
    assert "torch>=2.7" in project["dependencies"] and "pytest>=8.0" in project["dependencies"]
    assert not [each for each in project["dependencies"] if "=" in each.replace(">=", "")]
    assert all(
        Path(path).suffix in (".py", ".typed") for path in FILES if path.startswith("autograder/")
    )


def test_a_title_of_any_language_is_one_line_of_toml():
    title = replace(COURSE.title, en='"Tensors" \\ 张量 🙂')
    text = contents.files(replace(COURSE, title=title))["pyproject.toml"].decode()
    assert tomllib.loads(text)["project"]["description"] == f"Self-check: {title.en}"


def test_the_guide_speaks_every_language_and_names_files_that_are_there():
    text = FILES["STUDENT.md"].decode()
    for title in (COURSE.title.en, COURSE.title.zh):
        assert f"# {title}" in text
    assert text.count("python -m pip install .\n") == 2
    file = text.split("autograder check ")[1].split()[0]
    assert file in FILES
    only_english = contents.files(replace(COURSE, languages=("en",)))["STUDENT.md"].decode()
    assert COURSE.title.zh not in only_english and "<details>" not in only_english


@pytest.mark.parametrize(
    "below", [".", "..", "01_tensor_shapes", "../release/copy", "../witnesses"]
)
def test_nothing_is_published_into_the_course_itself(tmp_path, below):
    solutions = tmp_path / "solutions"
    (solutions / "01_tensor_shapes").mkdir(parents=True)
    course = replace(COURSE, folder=solutions)
    with pytest.raises(AuthorError, match="course itself"):
        contents.publish(course, solutions / below)
