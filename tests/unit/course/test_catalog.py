"""A folder is an exercise; what is wrong with it is said with its cure."""

import shutil
from pathlib import Path

import pytest

from autograder.course.catalog import bilingual, load_course, load_exercise
from autograder.errors import AuthorError

SOLUTIONS = Path(__file__).parents[3] / "solutions"
EXAMPLE = SOLUTIONS / "01_tensor_shapes" / "04_nhwc_to_nchw"


@pytest.fixture
def folder(tmp_path):
    target = tmp_path / "01_tensor_shapes" / "04_nhwc_to_nchw"
    shutil.copytree(EXAMPLE, target)
    return target


def test_the_course_loads():
    course = load_course(SOLUTIONS)
    exercise = course.exercise("01_tensor_shapes/04_nhwc_to_nchw")
    assert exercise.functions == ("nhwc_to_nchw",)
    assert exercise.name == "nhwc_to_nchw"
    assert exercise.grade_id == "01_tensor_shapes__04_nhwc_to_nchw"
    assert {check.name for check in exercise.checks} >= {"check_values", "check_cpu_budget"}


def edit(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


@pytest.mark.parametrize(
    "damage, words",
    [
        (lambda f: (f / "statement.zh.md").unlink(), "statement.zh.md is missing"),
        (lambda f: (f / "notes.txt").write_text("x"), "unexpected file"),
        (lambda f: (f / "wrong" / "notes.txt").write_text("x"), "only .py files"),
        (lambda f: edit(f / "exercise.toml", "points = 8", "points = "), "not valid TOML"),
        (lambda f: edit(f / "reference.py", "SOLUTION", ""), "no function holds"),
        (lambda f: edit(f / "checks.py", "def check_", "def chek_"), "no check at all"),
        (lambda f: (f / "checks.py").write_text("def check_values(:"), "syntax error"),
        (lambda f: (f / "reference.py").write_bytes(b"\xff"), "not UTF-8"),
    ],
)
def test_damage_is_named_with_a_cure(folder, damage, words):
    damage(folder)
    with pytest.raises(AuthorError, match=words) as caught:
        load_exercise(folder)
    assert caught.value.where and caught.value.cure


def test_folder_names_are_numbered(folder):
    target = folder.with_name("nhwc")
    folder.rename(target)
    with pytest.raises(AuthorError, match="NN_name"):
        load_exercise(target)


def test_docstrings_need_both_languages():
    assert bilingual("One\nline.\n\n一行。", "x").zh == "一行。"
    assert bilingual("One.\n\n用 permute\n移动坐标轴，\n不要 reshape。", "x").zh == (
        "用 permute 移动坐标轴，不要 reshape。"
    )
    with pytest.raises(AuthorError, match="Chinese"):
        bilingual("Only English.", "x")


@pytest.mark.parametrize(
    "slug, near",
    [("01_tensor_shape/04_nhwc_to_nchw", "01_tensor_shapes/04_nhwc_to_nchw"), ("zz", "")],
)
def test_an_unknown_exercise_is_refused_with_the_nearest_one(slug, near):
    with pytest.raises(AuthorError, match="no such exercise") as caught:
        load_course(SOLUTIONS).exercise(slug)
    assert caught.value.where == slug
    assert caught.value.cure.startswith(f"did you mean `{near}`?" if near else "there are 01_")


def test_an_unknown_assignment_is_refused_with_the_nearest_one():
    with pytest.raises(AuthorError, match="no such assignment") as caught:
        load_course(SOLUTIONS).assignment("02_label_enkoding")
    assert "did you mean `02_label_encoding`? there are 01_tensor_shapes," in caught.value.cure
