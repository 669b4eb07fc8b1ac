"""An answer that worked in its own place of the notebook counts, whatever runs below it."""

import textwrap

import pytest

from autograder.course.catalog import load_course
from autograder.grading.batch import Engine
from autograder.model import Cell, Submission, Verdict

pytestmark = pytest.mark.slow
REFERENCE = '''
def spread(x: list) -> tuple:
    """Return the least and the largest."""
    ### BEGIN SOLUTION
    return min(x), max(x)
    ### END SOLUTION
'''
CHECKS = '''
from autograder.checks import assert_equal


def check_values(student):
    """Finds both.

    找到两个值。
    """
    assert_equal(student.spread([3.0, 1.0, 2.0]), (1.0, 3.0))


def check_one(student):
    """Takes one value.

    接受单个值。
    """
    assert_equal(student.spread([5.0]), (5.0, 5.0))
'''
TOML = """
title.en = "t"
title.zh = "t"
points = 4
"""
PLAIN = "def spread(x): return min(x), max(x)"


def answer(line: str) -> str:
    return f"def spread(x):\n    {line}\n    return min(x), max(x)"


# How a right answer is undone -> what is above it, the answer, what undoes it, what is said.
UNDONE = {
    "a helper": ("def low(x): return min(x)", "def spread(x): return low(x), max(x)",
                 "low = 3", "binds `low` again, which `spread` reads"),
    "a function": ("def low(x): return min(x)", "def spread(x): return low(x), max(x)",
                   "def low(): return 'the lowest'", "binds `low` again, which `spread` reads"),
    "deletion": ("def low(x): return min(x)", "def spread(x): return low(x), max(x)",
                 "del low", "deletes `low`, which `spread` reads"),
    "the same name": ("", PLAIN, "from math import dist as spread", "binds `spread` again"),
    "its own result": ("", PLAIN, "spread = spread([1, 2])", "binds `spread` again"),
    "a builtin": ("", PLAIN, "max = 7", "binds Python's own `max` again, which `spread` reads"),
    "scratch": ("EPS = 0.0", "def spread(x): return min(x) + EPS, max(x) + EPS", "EPS = 1e-3",
                "binds `EPS` again, which `spread` reads"),
    "in a function": ("EPS = 0.0", "def spread(x): return min(x) + EPS, max(x)",
                      "def later():\n    global EPS\n    EPS = 1\nlater()",
                      "binds `EPS` again, which `spread` reads"),
    "a list": ("KEYS = [min, max]", "def spread(x): return tuple(k(x) for k in KEYS)",
               "KEYS.append(len)", "changes `KEYS`, which `spread` reads"),
    "no gradients": ("import torch", answer("torch.ones(1, requires_grad=True).sum().backward()"),
                     "torch.set_grad_enabled(False)", "calls `torch.set_grad_enabled`"),
    "another dtype": ("import torch", answer("assert torch.ones(1).dtype == torch.float32"),
                      "torch.set_default_dtype(torch.float64)", "calls `torch.set_default_dtype`"),
    "a method": ("import torch", answer("torch.ones(1).reshape(-1)"),
                 "torch.Tensor.reshape = None", "changes `torch.Tensor.reshape`"),
    "by setattr": ("import torch", answer("torch.ones(1).abs()"),
                   "setattr(torch.Tensor, 'abs', None)", "changes `torch.Tensor.abs`"),
    "strict numpy": ("import numpy as np", answer("np.log(np.zeros(1))"), "np.seterr(all='raise')",
                     "calls `numpy.seterr`"),
    "strict warnings": ("import warnings", answer("warnings.warn('careful')"),
                        "warnings.simplefilter('error')", "calls `warnings.simplefilter`"),
    "the environment": ("import os\nos.environ['LOW'] = '0'",
                        "def spread(x): return min(x) + float(os.environ['LOW']), max(x)",
                        "os.environ['LOW'] = '1'", "changes `os.environ`"),
    "text": ("def low(x): return min(x)", "def spread(x): return low(x), max(x)",
             "exec('low = 3')", "runs what cannot be told from its text (`exec`)"),
    "a star": ("", "def spread(x): return pow(min(x), 1, None), max(x)", "from math import *",
               "imports every name of `math`"),
}  # fmt: skip
WRONG = "def spread(x): return max(x), max(x)"
MARK = "# in its cell\n"
OTHERS = {
    "tried_again_worse": [MARK + PLAIN, WRONG],
    "tried_again_better": [MARK + WRONG, PLAIN],
    "tried_again_and_undone": [MARK + PLAIN, WRONG, "min = None"],
    "ordinary": ["import torch", PLAIN, "import torch\nx = [1]\nspread(x)"],
    "helper_below": ["def spread(x): return low(x), max(x)", "def low(x): return min(x)"],
    "worse_at_last": [PLAIN, "x = 1", WRONG],
    "better_at_last": [WRONG, "x = 1", PLAIN, "min = None"],
    "wrong_and_undone": [
        "import torch",
        "def spread(x): return min(x), x[-1] + 0 * max(x)",
        "max = 7",
        "min = 7",
    ],
    "a_cell_above_fails": ["1 / 0", PLAIN],
    "a_cell_below_fails": [PLAIN, "1 / 0"],
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    root = tmp_path_factory.mktemp("course")
    folder = root / "solutions" / "01_a" / "01_spread"
    folder.mkdir(parents=True)
    files = {
        "checks.py": CHECKS, "reference.py": REFERENCE, "exercise.toml": TOML,
        "statement.en.md": "x", "statement.zh.md": "x",
        "../assignment.toml": 'title.en = "a"\ntitle.zh = "a"', "../introduction.en.md": "x",
        "../introduction.zh.md": "x", "../../course.toml": 'title.en = "c"\ntitle.zh = "c"',
    }  # fmt: skip
    for name, text in files.items():
        (folder / name).write_text(textwrap.dedent(text))
    with Engine(load_course(root / "solutions"), seed=1, workers=1,
                store=root / "reports.db") as engine:  # fmt: skip
        yield engine


def submission(student, sources):
    """A cell with `MARK` in it is the exercise's own answer cell."""
    cells = [
        Cell(f"cell {n}", source, grade_id="01_a__01_spread__solution" if MARK in source else "")
        for n, source in enumerate(sources, 1)
    ]
    return Submission(student, "01_a", tuple(cells), student)


def class_of():
    undone = {kind: [above, own, "other = 1", later] for kind, (above, own, later, _)
              in UNDONE.items()}  # fmt: skip
    return [submission(student, sources) for student, sources in {**undone, **OTHERS}.items()]


@pytest.fixture(scope="module")
def reports(engine):
    """Student -> the report, each judged once."""
    grades = engine.grade(class_of())
    assert not any(report.has_internal_error for grade in grades for report in grade.reports)
    return {grade.student: grade.reports[0] for grade in grades}


@pytest.mark.parametrize("kind", UNDONE)
def test_an_answer_that_is_undone_below_counts_and_the_cell_is_named(reports, kind):
    report, said = reports[kind], UNDONE[kind][3]
    assert report.score == 4, report.outcomes
    (warning,) = report.warnings
    assert warning.en.startswith(f"cell 4 {said}")
    assert warning.en.endswith("; judged as after cell 2") and "cell 2" in warning.zh


def test_an_ordinary_notebook_is_told_nothing(reports):
    assert reports["ordinary"].score == 4 and reports["ordinary"].warnings == ()


def test_an_answer_that_needs_a_cell_below_counts(reports):
    report = reports["helper_below"]
    assert report.score == 4
    assert [text.en for text in report.warnings] == [
        "the answer works only with cells below it: cell 2 binds `low`, which `spread` reads; "
        "judged after all cells"
    ]


def test_the_last_definition_is_the_answer_whether_worse_or_better(reports):
    assert reports["worse_at_last"].score == 2 and reports["worse_at_last"].warnings == ()
    better = reports["better_at_last"]
    assert better.score == 4
    assert better.warnings[0].en.startswith("cell 4 binds Python's own `min` again")


def test_an_answer_that_a_try_below_its_cell_defines_again_counts_as_it_was_there(reports):
    said = {name: [text.en for text in reports[name].warnings] for name in OTHERS}
    again = "cell 2 defines the answer again, in a way that earns less; judged as after cell 1"
    for name in ("tried_again_worse", "tried_again_and_undone"):
        assert reports[name].score == 4 and said[name] == [again]
    assert reports["tried_again_better"].score == 4 and said["tried_again_better"] == []


def test_of_a_wrong_answer_that_is_undone_the_better_half_counts(reports):
    report = reports["wrong_and_undone"]
    assert [outcome.verdict for outcome in report.outcomes] == [Verdict.WRONG, Verdict.PASSED]
    assert "cell 3 binds" in report.warnings[0].en and "cell 4 binds" in report.warnings[0].en


def test_cells_above_belong_to_the_state_and_those_below_do_not(reports):
    (warning,) = reports["a_cell_above_fails"].warnings
    assert warning.en.startswith("cell 1, line 1 `1 / 0` did not run") and not reports[
        "a_cell_below_fails"].warnings  # fmt: skip


def test_the_same_code_gets_the_same_report_and_is_answered_from_the_store(engine, reports):
    seen = []
    again = engine.grade(class_of(), lambda progress: seen.append(progress.from_store))
    assert {grade.student: grade.reports[0] for grade in again} == reports
    assert seen and all(seen)


def test_what_cannot_matter_is_no_part_of_what_is_kept(engine, reports):
    seen = []
    sources = [*OTHERS["ordinary"][:2], "y = 1"]
    (grade,) = engine.grade(
        [submission("another", sources)], lambda progress: seen.append(progress.from_store)
    )
    assert seen == [True] and grade.reports[0] == reports["ordinary"]
