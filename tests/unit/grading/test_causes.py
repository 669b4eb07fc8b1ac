"""What beginners get wrong in any exercise is said in their words, in both languages."""

import textwrap

import pytest

from autograder.course.catalog import load_course
from autograder.feedback import plain
from autograder.feedback.redaction import redact
from autograder.grading.batch import Engine
from autograder.model import Cell, Submission, Verdict

REFERENCE = '''
def spread(x: list, least: int = 0) -> list:
    """Return the differences."""
    ### BEGIN SOLUTION
    return [max(x) - min(x)]
    ### END SOLUTION


class Scale:
    """Multiplies."""

    def apply(self, x: float) -> float:
        """Return the double."""
        ### BEGIN SOLUTION
        return 2 * x
        ### END SOLUTION
'''
CHECKS = '''
from autograder.checks import assert_equal, assert_keeps_arguments, expect


def check_values(student):
    """Right.

    对。
    """
    assert_equal(student.spread([3.0, 1.0], 0), [2.0])


def check_driven(student):
    """Right twice.

    两次都对。
    """
    assert_equal(student.scenario.twice([3.0, 1.0]), [[2.0], [2.0]])


def check_length(student):
    """One number.

    一个数。
    """
    expect(len(student.spread([5.0], 0)) == 1, "not one number", "不是一个数")


def check_kept(student):
    """The list stays.

    列表不变。
    """
    assert_keeps_arguments(student.spread, ([3.0, 1.0], 0), "x")


def check_scale(student):
    """Doubled.

    加倍。
    """
    assert_equal(student.Scale().apply(1.5), 3.0)
'''
SCENARIO = '''
def twice(student, x):
    """`spread({x})`, twice

    两次调用 `spread({x})`
    """
    return [student.spread(x, 0) for _ in range(2)]
'''
TOML = """
title.en = "t"
title.zh = "t"
points = 4
"""
SCALE = "class Scale:\n    def apply(self, x):\n        return 2 * x"
RIGHT = "def spread(x, least):\n    return [max(x) - min(x)]"
# Kind of mistake -> cells, check, what is said of it in English and in Chinese.
MISTAKES = {
    "no return": (["def spread(x, least):\n    [max(x) - min(x)]"], "check_values",
                  "your function returned None: is a `return` missing? (expected", "返回了 None"),
    "no return, driven": (["def spread(x, least):\n    [max(x) - min(x)]"], "check_driven",
                          "your function returned None: is a `return` missing?", "返回了 None"),
    "no return, used": (["def spread(x, least):\n    [max(x) - min(x)]"], "check_length",
                        "your function returned None: is a `return` missing?", "返回了 None"),
    "prints": (["def spread(x, least):\n    print([max(x) - min(x)])"], "check_values",
               "your function prints its result and returns None", "打印了结果"),
    "renamed": (["def spraed(x, least):\n    return [max(x) - min(x)]"], "check_values",
                "`spread` is not defined; did you rename it? There is: `spraed`", "改了名字"),
    "renamed far": (["def my_answer(x, least):\n    return [max(x) - min(x)]"], "check_values",
                    "`spread` is not defined; did you rename it? There is: `my_ans", "改了名字"),
    "renamed method": ([RIGHT, "class Scale:\n    def aply(self, x):\n        return 2 * x"],
                       "check_scale", "`Scale.apply` is not defined; did you rename it? There is: "
                       "`aply`", "改了名字"),
    "still raises": (["def spread(x, least):\n    y = [max(x) - min(x)]\n"
                      "    raise NotImplementedError()\n    return y"], "check_values",
                     "cell 1, line 3, still says `raise NotImplementedError()` beside your code",
                     "cell 1 第 3 行"),
    "unwritten": (["def spread(x, least):\n    # mine\n    raise NotImplementedError()"],
                  "check_values", "not written yet", "尚未完成"),
    "endless": (["def spread(x, least):\n    return spread(x, least)"], "check_values",
                "your function calls itself without end", "无休止地调用自己"),
    "no helper": (["def spread(x, least):\n    return helper(x)"], "check_values",
                  "`helper` is not defined: no cell up to this answer", "没有单元格定义它"),
    "another's parameter": (["def spread(numbers, least):\n    return [max(y)]"], "check_values",
                            "the parameters of this function are `numbers`", "函数的参数是"),
    "helper stopped": (["1 / 0\nhelper = undefined_thing", "def spread(x, least):\n"
                        "    return helper(x)"], "check_values",
                       "`helper` is not defined: cell 1, line 2 `helper = undefined_thing` did not "
                       "run (NameError: name 'undefined_thing' is not defined)", "没有运行"),
    "failed import": (["from einsums import rearrange as turn", "def spread(x, least):\n"
                       "    return turn(x)"], "check_values",
                      "`turn` is not defined: cell 1, line 1 `from einsums import rearrange as "
                      "turn` did not run (ModuleNotFoundError: No module named 'einsums')",
                      "没有运行"),
    "failed star": (["from my_utils import *", "def spread(x, least):\n    return span(x)"],
                    "check_values", "`span` is not defined: cell 1, line 1 `from my_utils import "
                    "*` did not run", "没有运行"),
    "failed block": (["with open('numbers.json') as f:\n    table = f.read()",
                      "def spread(x, least):\n    return table[0]"], "check_values",
                     "`table` is not defined: cell 1, line 1 `with open('numbers.json') as f:` did "
                     "not run (FileNotFoundError", "没有运行"),
    "no import": (["def spread(x, least):\n    return [np.ptp(x)]"], "check_values",
                  "is `import numpy as np` missing?", "import numpy as np"),
    "slip": (["def spread(numbers, least):\n    return [max(nubmers)]"], "check_values",
             "`nubmers` is not defined: did you mean `numbers`?", "是否想写 `numbers`"),
    "syntax": (["def spread(x, least)\n    return [1]"], "check_values",
               "cell 1 has a syntax error in line 1: expected ':'", "第 1 行有语法错误"),
    "one parameter": (["def spread(x):\n    return [max(x) - min(x)]"], "check_values",
                      "`spread` takes 1 positional argument but 2 were given; the exercise asks "
                      "for `def spread(x: list, least: int=0)`", "题目要求"),
    "no self": ([RIGHT, "class Scale:\n    def apply(x):\n        return 2 * x"], "check_scale",
                "`Scale.apply` takes 1 positional argument but 2 were given; is `self` missing?",
                "是否缺少 `self`"),
    "changes it": (["def spread(x, least):\n    x.sort()\n    return [x[-1] - x[0]]"], "check_kept",
                   "the argument x was modified", "参数 x 被修改了"),
}  # fmt: skip
OLDER = [RIGHT, "x = 1", "def spread(x, least):\n    return [max(x)"]


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """Kind of mistake -> the report; the class is judged once."""
    root = tmp_path_factory.mktemp("course")
    folder = root / "solutions" / "01_a" / "01_spread"
    folder.mkdir(parents=True)
    files = {
        "checks.py": CHECKS, "reference.py": REFERENCE, "exercise.toml": TOML,
        "scenario.py": SCENARIO, "statement.en.md": "x", "statement.zh.md": "x",
        "../assignment.toml": 'title.en = "a"\ntitle.zh = "a"', "../introduction.en.md": "x",
        "../introduction.zh.md": "x", "../../course.toml": 'title.en = "c"\ntitle.zh = "c"',
    }  # fmt: skip
    for name, text in files.items():
        (folder / name).write_text(textwrap.dedent(text))
    sources = {kind: cells for kind, (cells, *_) in MISTAKES.items()} | {"older": OLDER}
    course = load_course(root / "solutions")
    with Engine(course, seed=1, workers=1) as engine:
        grades = engine.grade([submission(*each) for each in sources.items()])
    return {grade.student: grade.reports[0] for grade in grades}, course.exercises[0]


def submission(student, sources):
    marks = "01_a__01_spread__solution"
    cells = [
        Cell(f"cell {n}", source, grade_id=marks if source.startswith("def ") else "")
        for n, source in enumerate(sources, 1)
    ]
    if not any("class" in source for source in sources):
        cells.append(Cell("cell 9", SCALE))
    return Submission(student, "01_a", tuple(cells), student)


@pytest.mark.parametrize("kind", MISTAKES)
def test_a_mistake_is_said_in_both_languages(reports, kind):
    _, check, en, zh = MISTAKES[kind]
    report = reports[0][kind]
    found = next(outcome for outcome in report.outcomes if outcome.check == check)
    assert en in found.message.en and zh in found.message.zh, found.message
    assert "NoneType" not in found.message.en and found.verdict is not Verdict.PASSED
    said = plain.render(redact(report), reports[1], "en")
    assert "scenario.py" not in said and "autograder/" not in said and "Traceback" not in said
    assert (found.verdict is Verdict.NOT_ATTEMPTED) == (kind[:7] in ("unwritt", "renamed"))


def test_an_older_answer_counts_and_the_syntax_error_is_named(reports):
    report = reports[0]["older"]
    assert report.score == 4
    (said,) = [text.en for text in report.warnings if "syntax error" in text.en]
    assert said.startswith("cell 3 has a syntax error in line 2")
    assert said.endswith("so the older `spread` of cell 1 was judged")


def test_a_trace_without_end_shows_two_lines(reports):
    assert all(len(o.trace) <= 2 for o in reports[0]["endless"].outcomes)
