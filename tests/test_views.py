"""The generated trees are fresh, stable, and what nbgrader itself would make."""

import json
from pathlib import Path

import nbformat
import pytest
import small_course
from click.testing import CliRunner

from autograder.cli.build import build, differences
from autograder.course.catalog import load_course
from autograder.home.examples import steps_of
from autograder.views import generate
from autograder.views.examples import examples, literal, of_docstring

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def course():
    return load_course(ROOT / "solutions")


@pytest.fixture(scope="module")
def files(course):
    return generate(course)


def test_the_committed_trees_are_fresh(files):
    assert differences(files, ROOT) == {}, "run `autograder build` and commit the result"


def test_generating_twice_gives_the_same(course, files):
    assert generate(course) == files


def test_every_notebook_is_valid_with_unique_cell_ids(files):
    for path, text in files.items():
        if path.endswith(".ipynb"):
            notebook = nbformat.reads(text, as_version=4)
            nbformat.validate(notebook)
            ids = [cell["id"] for cell in notebook["cells"]]
            assert len(ids) == len(set(ids)), path


def test_every_notebook_has_the_points_of_its_assignment(course, files):
    for assignment in course.assignments:
        for tree in ("source", "release"):
            notebook = json.loads(files[f"{tree}/{assignment.slug}/{assignment.slug}.ipynb"])
            marks = [cell["metadata"].get("nbgrader", {}) for cell in notebook["cells"]]
            points = {m["grade_id"]: m["points"] for m in marks if m.get("grade")}
            assert points == {e.grade_id: e.points for e in assignment.exercises}


def test_jupyter_leaves_our_cells_as_they_are(files):
    """IPython rewrites cells before it runs them; it must not touch the examples."""
    from IPython.core.inputtransformer2 import TransformerManager

    for path, text in files.items():
        for cell in json.loads(text)["cells"] if path.endswith(".ipynb") else ():
            source = "".join(cell["source"])
            if cell["cell_type"] == "code":
                assert TransformerManager().transform_cell(source).rstrip() == source, path


def test_every_exercise_has_visible_examples(course):
    for exercise in course.exercises:
        assert any(example.want for step in steps_of(examples(exercise)) for example in step)


def test_release_is_what_generate_assignment_makes(course, files, tmp_path):
    """Byte for byte, for every assignment of the course."""
    (tmp_path / "nbgrader_config.py").write_text((ROOT / "nbgrader_config.py").read_text())
    ours = {p: text for p, text in files.items() if p.startswith("release/")}
    for path, text in files.items():
        if path.startswith("source/"):
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_bytes(text.encode())
    for assignment in course.assignments:
        small_course.nbgrader(tmp_path, "generate_assignment", assignment.slug)
    theirs = {p: (tmp_path / p).read_bytes().decode() for p in ours}
    assert theirs == ours


def test_build_writes_removes_and_checks(tmp_path):
    small_course.make(tmp_path)
    runner, root = CliRunner(), ["--root", str(tmp_path)]
    assert runner.invoke(build, [*root, "--check"]).exit_code == 0
    stale = tmp_path / "release/00_gone/00_gone.ipynb"
    stale.parent.mkdir()
    stale.write_text("{}")
    changed = tmp_path / f"assignments/{small_course.ASSIGNMENT}/README.md"
    changed.write_text("changed")
    (tmp_path / f"source/{small_course.ASSIGNMENT}/{small_course.ASSIGNMENT}.ipynb").unlink()
    said = runner.invoke(build, [*root, "--check"])
    assert said.exit_code == 1
    for line in ("extra: release/00_gone", "differs: assignments/", "missing: source/"):
        assert line in said.output
    assert stale.exists()
    assert runner.invoke(build, root).exit_code == 0
    assert not stale.parent.exists()
    assert runner.invoke(build, [*root, "--check"]).exit_code == 0


def test_one_language_has_no_fold(tmp_path):
    small_course.make(tmp_path)
    toml = tmp_path / "solutions/course.toml"
    toml.write_text(toml.read_text().replace('["en", "zh"]', '["zh"]'))
    files = generate(load_course(tmp_path / "solutions"))
    assert not any("<details>" in text for text in files.values())
    assert not any(path.endswith("statement.en.md") for path in files)


@pytest.mark.parametrize(
    "text", ["plain", 'a "quoted"', 'ends in "', "back\\slash", "\\", '"""', ""]
)
def test_literal_means_the_text(text):
    assert eval(literal(text)).strip("\n") == text


def test_examples_are_cut_out_of_a_docstring():
    docstring = """Add.

        >>> for i in range(2):
        ...     print(i)
        0
        1

        Words between.

        >>> f(1)  # doctest: +SKIP
    """
    shown = ">>> for i in range(2):\n...     print(i)\n0\n1\n>>> f(1)  # doctest: +SKIP"
    assert of_docstring(docstring) == shown
