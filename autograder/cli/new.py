"""``autograder new``: the files of an exercise that loads, to be filled in."""

from __future__ import annotations

import keyword
from pathlib import Path

import click

from autograder.course.catalog import FOLDER_NAME, load_exercise
from autograder.errors import AuthorError

TOML = """\
title.en = "{title}"
title.zh = "{title}"
points = 5
stars = 1
source.en = "Lesson ..."
source.zh = "第 ... 课"
"""
STATEMENT = {
    "en": "Write `{name}(x)`: what goes in, what comes out, and every rule that a check tests.\n",
    "zh": "请编写 `{name}(x)`:说明输入、输出,以及检查所涉及的每一条规则。\n",
}
REFERENCE = '''\
from torch import Tensor


def {name}(x: Tensor) -> Tensor:
    """Do one thing: out = f(x).

    Example:
        >>> import torch
        >>> {name}(torch.ones(2))
        tensor([1., 1.])
    """
    ### BEGIN SOLUTION
    return x.clone()
    ### END SOLUTION
'''
CHECKS = '''\
import torch

from autograder.checks import assert_numbers, given, sizes, tensors


def expected(x):
    """The slow and obvious specification."""
    return torch.tensor([value for value in x.tolist()])


@given(x=tensors((sizes(0, 4),), label="x"))
def check_values(student, x):
    """The values are right: one sentence that a student reads.

    数值正确:学生会读到的一句话。
    """
    assert_numbers(student.{name}(x), expected(x))
'''
WRONG = '''\
"""The misconception in one kind sentence, and what to look at; it becomes the student's hint.

用一句友善的话说明误解以及应该注意什么;它会成为给学生的提示。
"""

FAILS = ("check_values",)
CHANGES = """
-return x.clone()
+return x + 1
"""
'''
ACCEPTED = "def {name}(x):\n    return x + 0\n"


@click.command()
@click.argument("slug")
@click.option("--course", "folder", default="solutions", type=click.Path(path_type=Path))
def new(slug: str, folder: Path) -> None:
    """Write every file of the exercise SLUG (assignment/NN_name), ready to be filled in.

    It loads at once; `autograder validate SLUG` says what is still missing until it is done. An
    existing exercise is never touched. docs/adding-an-exercise.md explains each file.

    Example: autograder new 01_tensor_shapes/05_flatten
    """
    assignment, _, name = slug.strip("/").partition("/")
    target = folder / assignment / name
    if not FOLDER_NAME.match(name) or not (folder / assignment / "assignment.toml").exists():
        raise AuthorError("not assignment/NN_name with an existing assignment", where=slug,
                          cure="as in `autograder new 01_tensor_shapes/05_flatten`")  # fmt: skip
    function = name.split("_", 1)[1]
    if keyword.iskeyword(function):
        raise AuthorError(f"no function can be called {function}: it is a word of Python",
                          where=slug, cure="choose another name")  # fmt: skip
    if target.exists():
        raise AuthorError("this exercise exists", where=str(target), cure="choose another name")
    for path, text in files_of(function).items():
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_text(text, encoding="utf-8")
    load_exercise(target)
    click.echo(f"{target}: fill it in, then run `autograder validate {assignment}/{name}`")


def files_of(name: str) -> dict[str, str]:
    """Return the files of a new exercise whose function is called `name`."""
    templates = {
        "exercise.toml": TOML, "statement.en.md": STATEMENT["en"],
        "statement.zh.md": STATEMENT["zh"], "reference.py": REFERENCE, "checks.py": CHECKS,
        "wrong/off_by_one.py": WRONG, "accepted/by_addition.py": ACCEPTED,
    }  # fmt: skip
    title = name.replace("_", " ").capitalize()
    return {
        path: text.replace("{name}", name).replace("{title}", title)
        for path, text in templates.items()
    }
