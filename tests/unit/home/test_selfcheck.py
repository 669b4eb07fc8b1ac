"""The visible checks, as a student meets them: files, notebooks, pytest."""

import json
import shutil
import signal
import subprocess
import sys
from collections import OrderedDict
from pathlib import Path

import numpy as np
import pytest
import small_course
import torch
from small_course import ASSIGNMENT, ROOT

from autograder.course.catalog import load_course
from autograder.errors import SubmissionError
from autograder.home import examples, selfcheck
from autograder.home.examples import run_examples
from autograder.home.patience import patience
from autograder.home.results import SelfCheckFailed, State
from autograder.home.selfcheck import check, check_path
from tests.machine import HANG_SECONDS

EXAMPLES = """
>>> x = 2
>>> double(x)
4
>>> double(0.5)
1.0
"""


def states(results):
    return [result.state for result in results]


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    root = tmp_path_factory.mktemp("course")
    small_course.make(root)
    return root


@pytest.fixture
def folder(root, tmp_path):
    """A student's copy of one exercise folder, skeleton still untouched."""
    target = tmp_path / "work"
    shutil.copytree(root / "assignments" / ASSIGNMENT / "04_nhwc_to_nchw", target)
    return target


def accepted(root, name="04_nhwc_to_nchw"):
    return load_course(root / "solutions").exercise(f"{ASSIGNMENT}/{name}").accepted[0].source


# --- examples in a namespace


def test_lines_without_a_result_belong_to_the_next_example():
    results = run_examples(EXAMPLES, {"double": lambda x: 2 * x})
    assert states(results) == [State.PASSED, State.PASSED]
    assert results[0].source == "x = 2\ndouble(x)"


def test_a_different_result_shows_both():
    (first, second) = run_examples(EXAMPLES, {"double": lambda x: x + 2})
    assert (first.state, second.state) == (State.PASSED, State.DIFFERENT)
    assert (second.want, second.got) == ("1.0", "2.5")
    text = selfcheck.render([first, second])
    assert "expected 期望:\n    1.0" in text and "got 得到:\n    2.5" in text
    assert "1 of 2" in text and "not your grade" in text and "不是成绩" in text


def test_spacing_does_not_matter_and_dots_stand_for_anything():
    assert states(run_examples(">>> print('a   b')\na b", {})) == [State.PASSED]
    assert states(run_examples(">>> print('a long b')\na ... b", {})) == [State.PASSED]


def test_an_expected_exception():
    text = ">>> f()\nTraceback (most recent call last):\nValueError: no"

    def raising(error):
        def f():
            raise error

        return f

    assert states(run_examples(text, {"f": raising(ValueError("no"))})) == [State.PASSED]
    (wrong,) = run_examples(text, {"f": raising(KeyError("no"))})
    assert (wrong.state, wrong.got) == (State.DIFFERENT, "KeyError: 'no'")
    assert states(run_examples(text, {"f": raising(NotImplementedError())})) == [State.UNWRITTEN]
    other = text.replace("ValueError", "RuntimeError")
    assert states(run_examples(other, {"f": raising(NotImplementedError())})) == [State.UNWRITTEN]
    assert states(run_examples(text, {"f": lambda: None})) == [State.DIFFERENT]


def test_what_follows_from_an_earlier_line_is_not_called_an_error():
    text = ">>> e = E()\n>>> e.fit(1)\n1\n>>> e.fit(2)\n2"

    class E:
        def __init__(self):
            raise NotImplementedError

    assert states(run_examples(text, {"E": E})) == [State.UNWRITTEN, State.UNREACHED]


def test_the_examples_leave_the_namespace_alone():
    namespace = {"double": lambda x: 2 * x}
    run_examples(EXAMPLES, namespace)
    assert set(namespace) == {"double"}


def test_check_in_a_notebook_prints_and_raises_one_line(capsys):
    with pytest.raises(SelfCheckFailed) as caught:
        check(states, slug="a/b", examples=">>> 1 + 1\n3")
    assert caught.value._render_traceback_() == [str(caught.value)]
    assert "\n" not in str(caught.value)
    assert "different result" in capsys.readouterr().out
    check(states, slug="a/b", examples=">>> 1 + 1\n2")


def test_a_cell_without_examples_does_not_pass():
    with pytest.raises(SelfCheckFailed, match="fresh notebook"):
        check(slug="a/b", examples="nothing to run")


# --- by value


@pytest.mark.parametrize(
    ("example", "value"),
    [
        (">>> f()\n{'a': 1, 'b': (2, 3)}", {"b": (2, 3), "a": 1}),
        (">>> f()\n2.5", 2.500000001),
        (
            ">>> f()\ntensor([[0.3333, 0.],\n        [1.0000, 2.]])",
            torch.tensor([[1 / 3, 0], [1, 2]]),
        ),
        (">>> f()\ntensor([1., nan, inf])", torch.tensor([1, torch.nan, torch.inf])),
        (">>> f()\ntorch.Size([2, 3])", torch.Size([2, 3])),
        (">>> f()\ndevice(type='cpu')", torch.device("cpu")),
        (">>> f()\n'two words'", "two words"),
        (">>> f()\n(8, True)", (8, True)),
        (">>> f()\ntensor([0, 1])", torch.tensor([0, 1])),
        (">>> f()\ntensor([0.5000], requires_grad=True)", torch.tensor([0.5], requires_grad=True)),
    ],
)
def test_values_are_compared_and_not_their_texts(example, value):
    def f():
        print("debugging")
        return value

    (result,) = run_examples(example, {"f": f})
    assert result.state is State.PASSED, result
    assert result.printed == "debugging\n"


@pytest.mark.parametrize(
    ("example", "value"),
    [
        (">>> f()\n{'a': 1}", {"a": 1, "b": 2}),
        (">>> f()\n4", 4.0),
        (">>> f()\n1", True),
        (">>> f()\n(1, 2)", [1, 2]),
        (">>> f()\n(1, 2)", torch.Size([1, 2])),
        (">>> f()\n2.5", np.float64(2.5)),
        (">>> f()\n{1: 2}", {1.0: 2}),
        (">>> f()\n{'a': 1}", OrderedDict(a=1)),
        (">>> f()\n2.5", 2.501),
        (">>> f()\ntensor([0., 1.])", torch.tensor([0, 1])),
        (">>> f()\ntensor([0., 1.])", torch.tensor([[0.0, 1.0]])),
        (">>> f()\ntensor([0., 1.])", torch.tensor([0.0, 1.0], dtype=torch.float64)),
        (">>> f()\ntensor([0., 1.])", torch.tensor([0.0, 1.001])),
        (">>> f()\ntensor([0., nan])", torch.tensor([0.0, 0.0])),
        (">>> f()\n'a'", "b"),
    ],
)
def test_other_values_do_not_pass(example, value):
    assert states(run_examples(example, {"f": lambda: value})) == [State.DIFFERENT]


@pytest.mark.parametrize(
    ("want", "value", "where"),
    [
        ("{'a': (1, 2), 'b': 784}", {"a": (1, 2), "b": 784.0}, "['b']: float, not int"),
        ("{'a': 1}", {"b": 1}, """: keys ["'a'", "'b'"]"""),
        ("[1, [2, 3]]", [1, [2, 4]], "[1][1]: 4, not 3"),
        ("(1, 2)", (1,), "1 items, not 2"),
        ("tensor([0., 1.])", torch.tensor([0, 1]), "dtype torch.int64, not torch.float32"),
        ("tensor([[1, 2]])", torch.tensor([[1, 3]]), "[0, 1]: 3, not 2"),
        ("tensor(4.)", torch.tensor(4.0, requires_grad=True), "requires_grad True, not False"),
    ],
)
def test_a_difference_says_where_it_is(want, value, where):
    (result,) = run_examples(f">>> f()\n{want}", {"f": lambda: value})
    assert result.where == where.removeprefix(": ")
    assert f"the difference 差别: {result.where}" in selfcheck.render([result])


def test_a_missing_return_is_called_one():
    (result,) = run_examples(">>> f()\n4", {"f": lambda: print("4.0")})
    assert result.state in (State.DIFFERENT, State.NOTHING)
    (result,) = run_examples(">>> f()\n4", {"f": lambda: None})
    assert result.state is State.NOTHING and "return" in selfcheck.render([result])


def test_what_was_printed_is_shown_apart_from_the_result():
    def f():
        print("here", *range(3), sep="\n")
        return 3

    text = selfcheck.render(run_examples(">>> x = f()\n>>> x + 1\n5", {"f": f}))
    assert "expected 期望:\n    5\n  got 得到:\n    4\n" in text
    assert "printed meanwhile 期间输出:\n    here\n    0\n" in text


def test_a_function_of_another_name_is_asked_about():
    def doubled(x):
        return 2 * x

    (first, second) = run_examples(EXAMPLES, {"doubled": doubled})
    assert (first.state, first.got) == (State.MISSING, "double, doubled")
    assert second.state is State.UNREACHED


@pytest.mark.parametrize("line", ["pass", "import time; time.sleep(60)"])
def test_a_loop_without_an_end_is_stopped_where_it_is(monkeypatch, machine, line):
    monkeypatch.setattr(examples, "patience", lambda: patience(0.5, machine.seconds(2)))
    loop = f"        while True:\n            {line}\n"
    source = f"def f():\n    try:\n{loop}    except Exception:\n        return 4\n"
    namespace = {}
    exec(compile(source, "<answer.py>", "exec"), namespace)
    before = signal.getsignal(signal.SIGINT)
    (result, after) = run_examples(">>> f()\n4\n>>> 1 + 1\n2", namespace)
    assert result.state is State.TOO_LONG and "answer.py, line" in result.trace[-1]
    assert after.state is State.PASSED and signal.getsignal(signal.SIGINT) is before


def test_an_interrupt_ends_the_check_in_one_line(capsys):
    def f():
        signal.raise_signal(signal.SIGINT)

    f.__globals__["f"] = f
    with pytest.raises(SelfCheckFailed, match="Interrupted"):
        check("f", slug="a/b", examples=">>> f()\n4")


def test_an_older_version_behind_a_syntax_error_does_not_pass(capsys):
    scope = {"check": check, "In": ["def g(): return 4", "def g()\n    return 5", "check"]}
    exec("def g(): return 4", scope)
    with pytest.raises(SelfCheckFailed, match="syntax error in line 1"):
        exec("check('g', slug='a/b', examples='>>> g()\\n4')", scope)
    del scope["g"]
    with pytest.raises(SelfCheckFailed, match=r"so it is not defined.*因此函数没有定义"):
        exec("check('g', slug='a/b', examples='>>> g()\\n4')", scope)
    scope.update(g=lambda: 4, In=["", "def g(): return 5", "check"])
    exec("check('g', slug='a/b', examples='>>> g()\\n4')", scope)


# --- files


def test_an_untouched_skeleton_is_kindly_called_unwritten(folder):
    results = check_path(folder / "nhwc_to_nchw.py")
    assert set(states(results)) == {State.UNWRITTEN}
    assert results[0].exercise == f"{ASSIGNMENT}/04_nhwc_to_nchw"
    assert "not written yet" in selfcheck.render(results) and "尚未完成" in selfcheck.render(
        results
    )


@pytest.mark.parametrize("body, said", [
    ("    y = 1\n    raise NotImplementedError()", "line 3, still says `raise NotImplementedError"),
    ("    return nhwc_to_nchw(images)", "calls itself without end"),
    ("    return np.asarray(images)", "is `import numpy as np` missing?"),
    ("    return imagse", "did you mean `images`?"),
])  # fmt: skip
def test_the_cause_of_an_exception_is_said_in_both_languages(folder, body, said):
    (folder / "nhwc_to_nchw.py").write_text(f"def nhwc_to_nchw(images):\n{body}\n")
    first = check_path(folder / "nhwc_to_nchw.py")[0]
    assert first.state is State.RAISED and len(first.trace) <= 2
    en, zh = first.note.splitlines()
    assert said in en and any("\u4e00" <= sign <= "\u9fff" for sign in zh)
    assert en in selfcheck.render([first])


def test_parameters_that_do_not_fit_are_named(folder):
    (folder / "nhwc_to_nchw.py").write_text("def nhwc_to_nchw():\n    return 1\n")
    first = check_path(folder / "nhwc_to_nchw.py")[0]
    assert "`nhwc_to_nchw` takes 0 positional arguments but 1 was given" in first.note


def test_an_answer_of_async_def_shows_no_line_of_ours(recwarn):
    async def f():
        return 4

    assert states(run_examples(">>> f()\n4", {"f": f})) == [State.DIFFERENT]
    assert not recwarn.list


def test_a_line_that_fails_beside_a_right_answer_is_named(root, folder):
    (folder / "nhwc_to_nchw.py").write_text(accepted(root) + "\n1 / 0\n")
    results = check_path(folder / "nhwc_to_nchw.py")
    assert set(states(results)) == {State.PASSED}
    assert "ZeroDivisionError" in results[-1].note and "1 / 0" in results[-1].note
    assert "没有正常结束" in selfcheck.render(results)


def test_a_correct_answer_passes(root, folder):
    (folder / "nhwc_to_nchw.py").write_text(accepted(root))
    assert set(states(check_path(folder / "nhwc_to_nchw.py"))) == {State.PASSED}


def test_an_exception_shows_only_the_students_lines(folder):
    helper = "def helper(x):\n    return x.nothing\n\n\n"
    source = helper + "def nhwc_to_nchw(images):\n    return helper(1)\n"
    (folder / "nhwc_to_nchw.py").write_text(source)
    first = check_path(folder / "nhwc_to_nchw.py")[0]
    assert first.state is State.RAISED and first.got.startswith("AttributeError")
    assert first.trace == (
        "nhwc_to_nchw.py, line 6: return helper(1)",
        "nhwc_to_nchw.py, line 2: return x.nothing",
    )


@pytest.mark.parametrize(
    ("source", "error"),
    [("def f(:\n", "SyntaxError"), ("import sys\nsys.exit(3)\n", "SystemExit"),
     ("1 / 0\n", "ZeroDivisionError"), ("import nothing_like_it\n", "ModuleNotFoundError")],
)  # fmt: skip
def test_a_file_that_cannot_be_loaded(folder, source, error):
    (folder / "nhwc_to_nchw.py").write_text(source)
    first, *others = check_path(folder / "nhwc_to_nchw.py")
    assert first.state is State.RAISED and first.got.startswith(error)
    assert first.trace and set(states(others)) <= {State.UNREACHED}


def test_a_syntax_error_is_named_where_the_test_file_is_lost(folder):
    (folder / "test_nhwc_to_nchw.py").unlink()
    (folder / "nhwc_to_nchw.py").write_text("def nhwc_to_nchw(images)\n    return images\n")
    with pytest.raises(SubmissionError, match=r"syntax error in line 1: expected ':'"):
        check_path(folder / "nhwc_to_nchw.py")


def test_a_folder_stands_for_the_answers_in_it(root, folder):
    answer = folder / "nhwc_to_nchw.py"
    (folder / "helper.py").write_text("")
    copy = folder / ".ipynb_checkpoints"
    copy.mkdir()
    (copy / "old.ipynb").write_text("")
    assert selfcheck.files_in(folder) == selfcheck.files_in(folder.parent) == [answer]
    assert selfcheck.files_in(folder / "test_nhwc_to_nchw.py") == [answer]
    assert selfcheck.files_in(copy) == [copy / "old.ipynb"]
    assert selfcheck.files_in(folder / "nothing") == [folder / "nothing"]


def test_without_the_test_file_the_docstring_counts(root, folder):
    (folder / "test_nhwc_to_nchw.py").unlink()
    assert set(states(check_path(folder / "nhwc_to_nchw.py"))) == {State.UNWRITTEN}


@pytest.mark.parametrize("name", ["missing.py", "data.csv", "empty.py"])
def test_what_cannot_be_checked_says_why(tmp_path, name):
    (tmp_path / "data.csv").write_text("1")
    (tmp_path / "empty.py").write_text("x = 1\n")
    with pytest.raises(SubmissionError) as caught:
        check_path(tmp_path / name)
    assert caught.value.cure


# --- notebooks


def test_a_notebook_is_checked_by_its_locked_cells(root, tmp_path):
    right = small_course.answered(root, {"04_nhwc_to_nchw": accepted(root)})
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps(right), encoding="utf-8")
    by_exercise = {}
    for result in check_path(path):
        by_exercise.setdefault(result.exercise, set()).add(result.state)
    assert by_exercise == {f"{ASSIGNMENT}/02_as_batch": {State.UNWRITTEN},
                           f"{ASSIGNMENT}/04_nhwc_to_nchw": {State.PASSED}}  # fmt: skip


def test_a_broken_cell_is_named_and_the_rest_is_checked(root, tmp_path):
    notebook = small_course.answered(root, {"04_nhwc_to_nchw": accepted(root)})
    notebook["cells"].insert(0, {"cell_type": "code", "source": "%matplotlib inline\n1 / 0"})
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    results = check_path(path)
    assert (results[0].source, results[0].got) == ("cell 1", "ZeroDivisionError: division by zero")
    assert State.PASSED in states(results)


def test_a_cell_that_does_not_parse_says_that_an_older_version_is_checked(root, tmp_path):
    notebook = small_course.answered(root, {"04_nhwc_to_nchw": accepted(root)})
    newer = {"cell_type": "code", "source": "def nhwc_to_nchw(images)\n    return images"}
    notebook["cells"].append(newer)
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    results = check_path(path)
    assert results[0].got.startswith("SyntaxError") and "older version" in results[0].note
    assert State.PASSED in states(results)


AXES = (
    "def axes(): return 0, 3, 1, 2\n\n"
    "def nhwc_to_nchw(images): return images.permute(axes()).contiguous() / 255"
)
NEEDY = "def as_batch(x, sample_ndim): return batch(x, sample_ndim)"
BATCH = """def batch(x, sample_ndim):
    if not 0 <= x.ndim - sample_ndim <= 1:
        raise ValueError(f"{x.ndim} axes, but a sample has {sample_ndim}")
    return x.unsqueeze(0) if x.ndim == sample_ndim else x
"""


def test_an_exercise_of_a_notebook_is_checked_in_its_own_place(root, tmp_path):
    notebook = small_course.answered(root, {"04_nhwc_to_nchw": AXES, "02_as_batch": NEEDY})
    for source in ("axes = 'x and y'", BATCH):
        notebook["cells"].append({"cell_type": "code", "source": source, "metadata": {}})
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    results = check_path(path)
    assert set(states(results)) == {State.PASSED}, selfcheck.render(results)
    below, undone = (result.note for result in results if result.note)
    last = len(notebook["cells"])
    assert f"cell {last} binds `batch`" in below and "judged after all cells" in below
    assert f"cell {last - 1} binds `axes` again, which `nhwc_to_nchw` reads" in undone
    assert below in selfcheck.render(results).replace("\n  ", "\n") and "评分" in undone


def test_an_answer_that_is_tried_again_below_its_check_passes_as_it_did_there(root, tmp_path):
    notebook = small_course.answered(root, {"04_nhwc_to_nchw": accepted(root)})
    again = "def nhwc_to_nchw(images): return images"
    notebook["cells"].append({"cell_type": "code", "source": again, "metadata": {}})
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    results = [r for r in check_path(path) if r.exercise.endswith("04_nhwc_to_nchw")]
    assert set(states(results)) == {State.PASSED}, selfcheck.render(results)
    (note,) = (result.note for result in results if result.note)
    assert f"cell {len(notebook['cells'])} defines the answer again" in note and "再次定义" in note


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_notebook_is_read_as_grading_reads_it(root, tmp_path, encoding):
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps(small_course.answered(root, {})), encoding=encoding)
    assert set(states(check_path(path))) == {State.UNWRITTEN}


NO_CHECK = '{"cells": [{"cell_type": "code", "source": "1"}]}'


@pytest.mark.parametrize("text", ["", "{broken", "[]", '{"cells": []}', NO_CHECK])
def test_what_is_no_notebook_of_ours_says_why(tmp_path, text):
    path = tmp_path / "a.ipynb"
    path.write_text(text)
    with pytest.raises(SubmissionError):
        check_path(path)


def test_in_a_real_kernel(root, tmp_path):
    """Every cell of a notebook with one right answer: one check passes, one says not written."""
    import nbformat
    from nbclient import NotebookClient

    right = small_course.answered(root, {"04_nhwc_to_nchw": accepted(root)})
    notebook = nbformat.reads(json.dumps(right), as_version=4)
    NotebookClient(notebook, allow_errors=True, kernel_name="python3").execute(cwd=tmp_path)
    said = {small_course.grade_id(c): c["outputs"] for c in notebook["cells"] if c.get("outputs")}
    passed = said[f"{ASSIGNMENT}__04_nhwc_to_nchw"]
    assert [o["output_type"] for o in passed] == ["stream"] and "passed 通过" in passed[0]["text"]
    stream, error = said[f"{ASSIGNMENT}__02_as_batch"]
    assert "not written yet" in stream["text"] and error["ename"] == "SelfCheckFailed"
    assert len(error["traceback"]) == 1


# --- plain pytest, and importing


def test_exercises_with_the_same_file_name_run_in_one_pytest(root, folder, tmp_path):
    (folder / "nhwc_to_nchw.py").write_text(accepted(root))
    for name in ("01_a/04_x", "02_b/04_x"):
        shutil.copytree(folder, tmp_path / "assignments" / name)
    shutil.copy(root / "assignments/pytest.ini", tmp_path / "assignments")
    done = subprocess.run([sys.executable, "-m", "pytest", "-q", "assignments"], cwd=tmp_path,
                          capture_output=True, text=True, timeout=HANG_SECONDS)  # fmt: skip
    assert done.returncode == 0 and "6 passed" in done.stdout, done.stdout + done.stderr


def test_pytest_shows_a_failing_example_readably(folder, root):
    shutil.copy(root / "assignments/pytest.ini", folder)
    done = subprocess.run([sys.executable, "-m", "pytest", "-q"], cwd=folder,
                          capture_output=True, text=True, timeout=HANG_SECONDS)  # fmt: skip
    assert done.returncode == 1 and "not written yet" in done.stdout
    assert "ExampleResult" not in done.stdout and "autograder.home" not in done.stdout


def test_importing_loads_no_torch():
    code = (
        "import sys, autograder.home.selfcheck\n"
        "print(sorted({'torch', 'numpy', 'pytest'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.strip() == "[]", done.stderr


def test_a_terminal_without_these_characters_gets_what_it_can_show():
    code = "from autograder.home.selfcheck import _print; _print('通过 ok')"
    done = subprocess.run([sys.executable, "-X", "utf8=0", "-c", code], capture_output=True,
                          cwd=ROOT, env={"PYTHONIOENCODING": "cp1252"})  # fmt: skip
    assert done.stdout.split() == [b"??", b"ok"], done.stderr


@pytest.mark.parametrize(
    "exercise", load_course(ROOT / "solutions").exercises, ids=lambda e: e.slug
)
def test_every_reference_passes_its_own_visible_checks(exercise, tmp_path):
    from autograder.views.examples import examples

    path = Path(tmp_path / f"{exercise.name}.py")
    path.write_text(exercise.reference, encoding="utf-8")
    results = selfcheck.check_file(path, examples(exercise), exercise.slug)
    assert results and set(states(results)) == {State.PASSED}, selfcheck.render(results)


def test_a_helper_beside_the_file_is_found(folder):
    answer = next(path for path in folder.glob("*.py") if not path.name.startswith("test_"))
    (folder / "lying_beside.py").write_text("VALUE = 3\n")
    answer.write_text("from lying_beside import VALUE\n\n" + answer.read_text())
    before = list(sys.path)
    states = {result.state for result in selfcheck.check_path(answer)}
    assert State.RAISED not in states and sys.path == before
    del sys.modules["lying_beside"]
