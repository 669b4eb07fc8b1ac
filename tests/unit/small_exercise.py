"""The files of a course of one small exercise, complete enough to be validated."""

from __future__ import annotations

from pathlib import Path

SLUG = "01_a/01_double"
REFERENCE = '''
def double(x: int) -> int:
    """Double x.

    Example:
        >>> double(2)
        4
    """
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION
'''
CHECKS = '''
from autograder.checks import assert_equal, given, settings, st


@settings(max_examples=5)
@given(x=st.integers(1, 9))
def check_values(student, x):
    """Doubles positive numbers.

    把正数加倍。
    """
    assert_equal(student.double(x), 2 * x)


def check_zero(student):
    """Doubles zero.

    把零加倍。
    """
    assert_equal(student.double(0), 0)
'''
TOML = """
title.en = "Double"
title.zh = "加倍"
points = 4
stars = 1
source.en = "Lesson 1"
source.zh = "第一课"
"""
HINT = '"""It is {words}.\n\n不对:{words}。\n"""\n\n'
WRONG = {
    "cubes": ("x ** 3 + 9 * x", ("check_values",)),
    "squares": ("x * x", ("check_values",)),
    "adds_three": ("x + 3 if x else 0", ("check_values",)),
    "halves": ("x // 2", ("check_values",)),
    "fails_at_zero": ("2 * x if x else 1", ("check_zero",)),
    "none_at_zero": ("2 * x if x else None", ("check_zero",)),
}


def write(root: Path) -> Path:
    """Write the course below `root`; return the exercise's folder."""
    folder = root / "solutions" / SLUG
    files = {
        "reference.py": REFERENCE,
        "checks.py": CHECKS,
        "exercise.toml": TOML,
        "statement.en.md": "Double a number.\n",
        "statement.zh.md": "把一个数加倍。\n",
        "accepted/adds.py": "def double(x):\n    return x + x\n",
        "accepted/shifts.py": "def double(x):\n    return x << 1\n",
        "../assignment.toml": 'title.en = "a"\ntitle.zh = "a"\n',
        "../introduction.en.md": "x\n",
        "../introduction.zh.md": "x\n",
        "../../course.toml": 'title.en = "c"\ntitle.zh = "c"\n',
    }
    for name, (value, fails) in WRONG.items():
        code = f"FAILS = {fails!r}\n\n\ndef double(x):\n    return {value}\n"
        files[f"wrong/{name}.py"] = HINT.format(words=name) + code
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def append(file: Path, text: str = "\n# a comment\n") -> None:
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{file} holds no {old!r}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
