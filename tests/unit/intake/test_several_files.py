"""Which of several files counts, and what a file is whose name hides it."""

import pytest

from autograder.intake.collect import read_submissions
from autograder.intake.names import without_copy_marks
from tests.unit.intake.hand_ins import (
    A1,  # fmt: skip
    DOUBLE,
    GOOD,
    STUB,
    TRIPLE,
    code,
    course_in,
    english,
    notebook,
    put,
)

UNTOUCHED = notebook(STUB, STUB.replace("double", "triple"))
DIFFERENT = GOOD.replace("2 * x", "x + x")
COPIES = ["{} (1)", "{}(2)", "{}-Copy1", "Copy of {}", "{} 2", "{} copy", "{}_final", "{} - Kopie",
          "Kopie von {}", "Copia de {}", "{} - copia", "{}的副本", "{} 副本", "{}(修改版)",
          "{} - Copie (2)", "{}_final_v2"]  # fmt: skip


def read(tmp_path, files):
    course = course_in(tmp_path)
    for name, content in files.items():
        put(tmp_path / "in", f"ana/{A1}/{name}", content)
    (submission,) = read_submissions(tmp_path / "in", course).submissions
    return submission


def texts(submission):
    return [cell.source for cell in submission.cells]


@pytest.mark.parametrize("form", COPIES)
def test_the_answered_one_of_a_notebook_and_its_copy(tmp_path, form):
    copy = form.format(A1)
    assert without_copy_marks(copy) == A1
    found = read(tmp_path, {f"{A1}.ipynb": UNTOUCHED, f"{copy}.ipynb": GOOD})
    assert texts(found) == [DOUBLE, TRIPLE]
    assert f"{copy}.ipynb was graded, not {A1}.ipynb" in english(found.warnings)


def test_two_different_answers_are_refused_with_both_names(tmp_path):
    found = read(tmp_path, {f"{A1}.ipynb": GOOD, "final.ipynb": DIFFERENT})
    assert not found.cells
    for words in (f"{A1}.ipynb", "final.ipynb", "`double`", "differently"):
        assert words in found.problem.en


def test_two_that_say_the_same_and_one_that_says_more(tmp_path):
    found = read(tmp_path, {f"{A1}.ipynb": GOOD, f"{A1} (1).ipynb": GOOD})
    assert texts(found) == [DOUBLE, TRIPLE] and not found.problem
    (tmp_path / "more").mkdir()
    found = read(tmp_path / "more", {f"{A1}.ipynb": notebook(DOUBLE, STUB.replace("double", "t")),
                                     f"{A1}-Copy1.ipynb": GOOD})  # fmt: skip
    assert texts(found) == [DOUBLE, TRIPLE] and "Copy1.ipynb was graded" in found.warnings[0].en


def test_notebooks_that_answer_different_exercises_are_read_as_one(tmp_path):
    second = STUB.replace("double", "triple")
    parts = {
        "part1.ipynb": notebook(code(DOUBLE, "a"), code(second, "b")),
        "part2.ipynb": notebook(code(STUB, "a"), code(TRIPLE, "b")),
    }
    found = read(tmp_path, parts)
    assert DOUBLE in texts(found) and TRIPLE in texts(found)
    assert "NotImplementedError" not in "".join(texts(found))
    assert "part1.ipynb + part2.ipynb" in english(found.warnings)


def test_a_damaged_notebook_is_not_hidden_by_an_untouched_copy(tmp_path):
    found = read(tmp_path, {f"{A1}.ipynb": GOOD[:200], f"{A1} (1).ipynb": UNTOUCHED})
    assert "damaged" in found.problem.en
    (tmp_path / "good").mkdir()
    found = read(tmp_path / "good", {f"{A1}.ipynb": GOOD, f"{A1} (1).ipynb": GOOD[:200]})
    assert texts(found) == [DOUBLE, TRIPLE]
    assert f"{A1} (1).ipynb was left out: the notebook file is damaged" in english(found.warnings)


def test_skeletons_beside_an_answered_notebook_are_no_answers(tmp_path):
    found = read(tmp_path, {f"{A1}.ipynb": notebook(TRIPLE), "01_double/double.py": STUB,
                            "01_double/test_double.py": "x"})  # fmt: skip
    assert texts(found) == [TRIPLE] and "not used" not in english(found.warnings)


def test_a_script_and_its_copy(tmp_path):
    found = read(tmp_path, {"double.py": STUB, "double (1).py": DOUBLE})
    assert texts(found) == [DOUBLE]
    (tmp_path / "two").mkdir()
    found = read(tmp_path / "two", {"double.py": DOUBLE, "double (1).py": DOUBLE + " + 0"})
    assert "double.py" in found.problem.en and "double (1).py" in found.problem.en
    (tmp_path / "same").mkdir()
    found = read(tmp_path / "same", {"double.py": DOUBLE, "double-Copy1.py": DOUBLE})
    assert texts(found) == [DOUBLE] and not found.warnings


@pytest.mark.parametrize(
    "name",
    ["x.ipynb.json", "x.ipynb.txt", "x.json", "x.txt", "x.IPYNB", "X.IPYNB.TXT", "x.ipynb.ipynb",
     "x.ipynb (1)", "x (1).ipynb.json", "x.ipynb(2).txt", "x.ipynb.json (3)", "x.ipynb-1", "x",
     "x.ipynb.download", "x.py"],
)  # fmt: skip
def test_a_notebook_under_another_ending(tmp_path, name):
    found = read(tmp_path, {name: GOOD})
    assert texts(found) == [DOUBLE, TRIPLE]
    told = f"{name} was read as" in english(found.warnings)
    assert told == (name.lower() != "x.ipynb")


@pytest.mark.parametrize("name", ["double.py.txt", "double.PY", "double.py (1)", "double.py.py"])
def test_a_script_under_another_ending(tmp_path, name):
    found = read(tmp_path, {name: DOUBLE})
    assert [(c.source, c.exercise) for c in found.cells] == [(DOUBLE, f"{A1}/01_double")]


def test_many_strange_names_are_one_warning(tmp_path):
    found = read(tmp_path, {"double.py.txt": DOUBLE, "triple.py.txt": TRIPLE})
    assert len(found.warnings) == 1 and "double.py.txt, triple.py.txt were" in found.warnings[0].en
    (tmp_path / "unused").mkdir()
    files = {f"note{number}.py": "x = 1" for number in range(40)}
    found = read(tmp_path / "unused", {"double.py": DOUBLE, **files})
    assert len(found.warnings) == 1 and "(+35)" in found.warnings[0].en


def test_a_script_that_says_something_else_than_the_notebook_is_named(work, course):
    put(work, f"ana/{A1}/{A1}.ipynb", GOOD)
    put(work, f"ana/{A1}/double.py", "def double(x):\n    return x + x")
    put(work, f"bo/{A1}/{A1}.ipynb", GOOD)
    put(work, f"bo/{A1}/double.py", DOUBLE + "  # as in the notebook")
    ana, bo = read_submissions(work, course).submissions
    assert "the notebook's `double` was graded, not another one in double.py" in english(
        ana.warnings
    )
    assert not bo.warnings


def test_two_files_are_named_as_their_student_knows_them(work, course):
    put(work, f"ana/{A1}/double.py", DOUBLE)
    put(work, f"ana/{A1}/double.py.txt", "def double(x):\n    return x + x")
    (ana,) = read_submissions(work, course).submissions
    assert "double.py.txt" in ana.problem.en and ana.problem.en.count("double.py") == 2


def test_a_pointer_and_a_time_alone_are_no_work(work, course):
    put(work, f"ana/{A1}/{A1}.ipynb", "version https://git-lfs.github.com/spec/v1\nsize 12\n")
    put(work, f"bo/{A1}/timestamp.txt", "2026-12-01 10:00:00 UTC")
    ana, bo = read_submissions(work, course).submissions
    assert "Git LFS" in ana.problem.en and "git lfs pull" in ana.problem.zh
    assert bo.problem.en == "an empty folder: nothing was handed in"
