"""The student's half as plain Python: one folder for each exercise."""

from __future__ import annotations

from autograder.course.skeleton import skeleton
from autograder.model import Assignment, Course, Exercise
from autograder.views import markdown
from autograder.views.examples import examples, literal

HOW_TO = {
    "en": (
        "Fill in the `.py` file of an exercise, then check yourself: `pytest {slug}` here, or "
        "`autograder check` on one file (with `--budget` it also estimates whether your code is "
        "fast enough). These are the visible examples; your grade comes from hidden checks that "
        "try many more inputs."
    ),
    "zh": (
        "在练习的 `.py` 文件中完成代码,然后自我检查:在此处运行 `pytest {slug}`,或对单个文件运行 "
        "`autograder check`(加上 `--budget` 还会估计代码是否足够快)。这些只是可见的示例;"
        "成绩由隐藏检查决定,它们会尝试更多的输入。"
    ),
}
# Two exercises may share a file name; importlib mode lets pytest collect both in one run.
PYTEST_INI = """[pytest]
addopts = --import-mode=importlib -p no:cacheprovider
python_files = test_*.py
"""
TEST = '''"""Visible checks of {slug}: the examples of the docstring. A self-check, not your grade.

可见检查:文档字符串中的示例。这只是自我检查,不是成绩。
"""

from pathlib import Path

import pytest

from autograder.selfcheck import check_file

SLUG = "{slug}"
EXAMPLES = {examples}


@pytest.fixture(scope="module")
def results():
    return check_file(Path(__file__).with_name("{name}.py"), EXAMPLES, SLUG)


@pytest.mark.parametrize("number", range({count}))
def test_example(results, number):
    if problem := results[number].problem():
        pytest.fail(problem, pytrace=False)
'''


def shared_files() -> dict[str, str]:
    """Return the files that serve every assignment."""
    return {"assignments/pytest.ini": PYTEST_INI}


def files(course: Course, assignment: Assignment) -> dict[str, str]:
    """Return the files of one assignment."""
    result = {f"assignments/{assignment.slug}/README.md": readme(course, assignment)}
    for exercise in assignment.exercises:
        folder = f"assignments/{exercise.slug}"
        result[f"{folder}/{exercise.name}.py"] = skeleton(exercise)
        result[f"{folder}/test_{exercise.name}.py"] = visible_checks(exercise)
        for language in course.languages:
            text = markdown.statement(exercise, language).replace("## ", "# ", 1)
            result[f"{folder}/statement.{language}.md"] = text + "\n"
    return result


def budgets(assignment: Assignment) -> str:
    """Return the file with which students estimate their budgets; empty if there are none."""
    parts = [f'"{e.slug}": {e.practices.strip()}' for e in assignment.exercises if e.practices]
    return "{\n" + ",\n".join(parts) + "\n}\n" if parts else ""


def readme(course: Course, assignment: Assignment) -> str:
    """Return the introduction, how to work, and a table of the exercises."""

    def page(language: str) -> str:
        rows = [
            f"- [{markdown.heading(e, language)}]({e.slug.split('/')[1]}/statement.{language}.md)"
            for e in assignment.exercises
        ]
        how_to = HOW_TO[language].format(slug=assignment.slug)
        return "\n\n".join([markdown.introduction(assignment, language), how_to, "\n".join(rows)])

    return markdown.in_every(course, page) + "\n"


def visible_checks(exercise: Exercise) -> str:
    """Return a pytest file with one test for each example."""
    from autograder.home.examples import steps_of

    text = examples(exercise)
    return TEST.format(
        slug=exercise.slug, name=exercise.name, examples=literal(text), count=len(steps_of(text))
    )
