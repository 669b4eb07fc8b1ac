"""A published course works for a new student: installed with pip, away from this repository.

The package is installed into a folder of its own, and Python starts without this repository's
engine: no module is there but what was published.
"""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.cli.publish import publish
from tests.machine import HANG_SECONDS

ROOT = Path(__file__).parents[1]
DESCRIBE = "01_tensor_shapes/01_describe"
NOTEBOOK = "release/01_tensor_shapes/01_tensor_shapes.ipynb"
# What Windows lacks; torch is loaded before, since it knows how to do without.
AS_ON_WINDOWS = """
import os, signal, sys, torch
for name in ("fcntl", "grp", "pwd", "resource", "termios"):
    sys.modules[name] = None
for name in ("alarm", "setitimer", "SIGALRM", "SIGKILL", "pthread_kill"):
    delattr(signal, name)
for name in ("fork", "killpg", "setsid", "getuid", "register_at_fork"):
    delattr(os, name)
from autograder.cli import main
main(sys.argv[1:])
"""
RUN_NOTEBOOK = """
import json, os, sys
from IPython.core.interactiveshell import InteractiveShell
os.chdir(os.path.dirname(sys.argv[1]))
shell, ended = InteractiveShell.instance(), {}
for cell in json.load(open(sys.argv[1], encoding="utf-8"))["cells"]:
    if cell["cell_type"] == "code":
        done = shell.run_cell("".join(cell["source"]))
        ended[cell["id"]] = repr(done.error_before_exec or done.error_in_exec)
json.dump(ended, open(sys.argv[2], "w"))
"""


def answered(text: str) -> str:
    """Return the skeleton with the reference's answer."""
    return text.replace("### BEGIN SOLUTION", "#").replace("### END SOLUTION", "#")


@pytest.fixture(scope="module")
def student(tmp_path_factory):
    """A course that was published and installed, with one exercise answered in both ways."""
    folder = tmp_path_factory.mktemp("student") / "course"
    ended = CliRunner().invoke(publish, [str(folder), "--course", str(ROOT / "solutions")])
    assert ended.exit_code == 0, ended.output
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation",
         "--no-index", "--target", folder.parent / "site", folder],
        check=True, timeout=HANG_SECONDS,
    )  # fmt: skip
    assert before == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    answer = answered((ROOT / "solutions" / DESCRIBE / "reference.py").read_text("utf-8"))
    (folder / "assignments" / DESCRIBE / "describe.py").write_text(answer, "utf-8")
    notebook = json.loads((folder / NOTEBOOK).read_text("utf-8"))
    (cell,) = [c for c in notebook["cells"] if c["id"] == "01_describe-solution"]
    cell["source"] = answer
    (folder / NOTEBOOK).write_text(json.dumps(notebook), "utf-8")
    return folder


def run(student, *arguments, cwd=None):
    """Run Python with the installed package and the libraries, but without this repository."""
    paths = (student.parent / "site", sysconfig.get_path("purelib"), sysconfig.get_path("platlib"))
    return subprocess.run(
        [sys.executable, "-S", *map(str, arguments)],
        cwd=cwd or student.parent, capture_output=True, text=True, timeout=HANG_SECONDS,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, paths)), "COLUMNS": "100",
             "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "IPYTHONDIR": str(student.parent / "ipython")},
    )  # fmt: skip


def test_it_is_the_published_package_that_runs(student):
    """And nothing of the graders is in it: the control of all others."""
    ended = run(
        student, "-c", "import autograder; print(autograder.__file__); import autograder.grading"
    )
    assert str(student.parent / "site") in ended.stdout
    assert "No module named 'autograder.grading'" in ended.stderr


def test_the_command_offers_what_works_there_and_nothing_else(student):
    ended = run(student, "-m", "autograder.cli", "--help")
    commands = ended.stdout.split("Commands:")[1].split("Exit codes")[0]
    assert [line.split()[0] for line in commands.splitlines() if line.strip()] == ["check"]
    ended = run(student, "-m", "autograder.cli", "grade", ".")
    assert ended.returncode == 2 and "No such command" in ended.stderr
    version = run(student, "-m", "autograder.cli", "--version").stdout
    assert version == f"autograder, version {project_version(student)}\n"


def project_version(student) -> str:
    text = (student / "pyproject.toml").read_text("utf-8")
    return text.split('version = "')[1].split('"')[0]


def test_the_terminal_tells_an_answer_from_a_skeleton(student):
    file = f"assignments/{DESCRIBE}/describe.py"
    ended = run(student, "-c", AS_ON_WINDOWS, "check", file, cwd=student)
    assert ended.returncode == 0 and "2 of 2" in ended.stdout, ended.stderr
    other = "assignments/02_label_encoding/03_label_encoder/label_encoder.py"
    ended = run(student, "-m", "autograder.cli", "check", "--budget", other, cwd=student)
    assert ended.returncode == 1 and "not written yet" in ended.stdout, ended.stderr
    assert "8 times the reference's time" in ended.stdout


def test_drivers_of_budgets_are_there(student):
    slug = "03_gpu_training_loop/04_train_step"
    file = student / "assignments" / slug / "train_step.py"
    skeleton = file.read_text("utf-8")
    file.write_text(
        answered((ROOT / "solutions" / slug / "reference.py").read_text("utf-8")), "utf-8"
    )
    ended = run(student, "-m", "autograder.cli", "check", "--budget", file)
    file.write_text(skeleton, "utf-8")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "the reference's time; at most 4 times" in ended.stdout


@pytest.mark.parametrize("place", [".", "assignments"])
def test_pytest_collects_every_exercise(student, place):
    ended = run(student, "-m", "pytest", "-q", "--tb=no", cwd=student / place)
    assert "error" not in ended.stdout.lower().replace("notimplementederror", ""), ended.stdout
    assert " failed, 2 passed" in ended.stdout


def test_the_notebook_finds_the_package_and_tells_an_answer_from_a_skeleton(student, tmp_path):
    ended = run(student, "-c", RUN_NOTEBOOK, student / NOTEBOOK, tmp_path / "ended.json")
    assert (tmp_path / "ended.json").exists(), ended.stderr
    errors = json.loads((tmp_path / "ended.json").read_text())
    assert errors["01_describe-solution"] == errors["01_describe-check"] == "None"
    assert "do not pass yet" in errors["02_as_batch-check"]
    assert "2 of 2 examples passed" in ended.stdout


def test_the_commands_of_the_guide_are_those_tried_here(student):
    text = (student / "STUDENT.md").read_text("utf-8")
    file = f"assignments/{DESCRIBE}/describe.py"
    for command in ("python -m pip install .", f"autograder check {file}",
                    "pytest assignments/01_tensor_shapes", "%pip install course.zip"):  # fmt: skip
        assert text.count(f"{command}\n") >= 2, command


def test_a_zip_installs_as_in_a_hosted_notebook(student, tmp_path):
    archive = shutil.make_archive(str(tmp_path / "course"), "zip", student.parent, student.name)
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation",
         "--no-index", "--target", tmp_path / "site", archive],
        check=True, timeout=HANG_SECONDS,
    )  # fmt: skip
    assert (tmp_path / "site" / "autograder" / "selfcheck.py").is_file()
    assert not (tmp_path / "site" / "assignments").exists()


def test_publishing_again_keeps_what_the_student_wrote(student):
    file = student / "assignments" / DESCRIBE / "describe.py"
    work, notebook = file.read_bytes(), (student / NOTEBOOK).read_bytes()
    ended = CliRunner().invoke(publish, [str(student), "--course", str(ROOT / "solutions")])
    assert ended.exit_code == 0 and " 0 written, 0 removed" in ended.output
    assert file.read_bytes() == work and (student / NOTEBOOK).read_bytes() == notebook
