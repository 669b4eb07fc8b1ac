"""The judging digest follows what judges: each module of it, and none other."""

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.course.catalog import load_exercise
from autograder.grading import judging
from autograder.grading.import_closure import PACKAGE, files_of, imported
from autograder.grading.judging import ENTRIES, digest_of_files, engine_of, imports_of, key_of
from tests.unit.small_exercise import append, edit, write

ROOT = Path(__file__).parents[3]
INSIDE = (
    "autograder",
    "autograder.model",
    "autograder.errors",
    "autograder.checks.compare",
    "autograder.course.witnesses",
    "autograder.grading.check_runner",
    "autograder.measuring.budgets",
    "autograder.sandbox",
    "autograder.sandbox.codec.pandas_codec",
    "autograder.sandbox.confinement.seccomp",
    "autograder.sandbox.processes.child",
    "autograder.sandbox.processes.server",
    "autograder.sandbox.processes.torchvision_shim",
    "autograder.sandbox.processes.zygote",
)
OUTSIDE = ("cli", "reports", "exporters", "feedback", "views", "nbgrader", "authoring", "storage")
SERVER = "autograder/sandbox/processes/server.py"


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """A copy of the engine, and a course beside it."""
    root = tmp_path_factory.mktemp("tree")
    shutil.copytree(ROOT / PACKAGE, root / PACKAGE, ignore=shutil.ignore_patterns("__pycache__"))
    write(root)
    return root


@pytest.fixture
def exercise(tree):
    return load_exercise(tree / "solutions/01_a/01_double")


@pytest.fixture
def scratch(tree, tmp_path):
    """A copy to change as one likes."""
    return Path(shutil.copytree(tree, tmp_path / "tree"))


def code(root, exercise):
    return digest_of_files(imports_of(exercise, root), root)


def name_of(file, root):
    parts = file.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def test_every_module_of_the_closure_counts_and_no_other(tree, exercise):
    before = code(tree, exercise)
    closure = files_of((*ENTRIES, *imports_of(exercise, tree)), tree)
    assert set(closure) >= set(INSIDE), set(INSIDE) - set(closure)
    assert not [name for name in closure if name.split(".")[1:2] and name.split(".")[1] in OUTSIDE]
    outside = 0
    for file in sorted((tree / PACKAGE).rglob("*.py")):
        text = file.read_bytes()
        file.write_bytes(text + b"\n# a comment\n")
        changed = code(tree, exercise) != before
        file.write_bytes(text)
        assert changed == (name_of(file, tree) in closure), file
        outside += not changed
    assert outside > 20 and code(tree, exercise) == before


def test_what_is_loaded_lies_in_the_closure():
    """The closure is found in the source text; here Python itself says what is imported."""
    program = (
        "import sys, autograder.grading.worker, autograder.checks\n"
        "import autograder.sandbox.processes.child, autograder.sandbox.processes.torchvision_shim\n"
        "print(*(name for name in sys.modules if name.split('.')[0] == 'autograder'))"
    )
    ended = subprocess.run(
        [sys.executable, "-P", "-c", program], capture_output=True, text=True, check=True
    )
    loaded = set(ended.stdout.split())
    assert len(loaded) > 40 and loaded <= set(files_of((*ENTRIES, "autograder.checks"), ROOT))


def test_the_entries_exist():
    assert set(ENTRIES) <= set(files_of(ENTRIES, ROOT))


def test_nothing_heavy_is_imported_for_it():
    program = (
        "import sys; from autograder.grading.judging import engine_of; engine_of()\n"
        "print([name for name in ('torch', 'numpy', 'pandas') if name in sys.modules])"
    )
    ended = subprocess.run(
        [sys.executable, "-P", "-c", program], capture_output=True, text=True, check=True
    )
    assert ended.stdout.strip() == "[]"


def test_a_new_package_counts_as_soon_as_the_child_imports_it(scratch, exercise):
    """As `autograder.accelerator` will, lazily and from the child's side alone."""
    before = code(scratch, exercise)
    package = scratch / PACKAGE / "accelerator"
    package.mkdir()
    (package / "__init__.py").write_text('"""Empty."""\n')
    (package / "devices.py").write_text("from .table import ROWS\n")
    (package / "table.py").write_text("ROWS = 1\n")
    assert code(scratch, exercise) == before, "nothing imports it yet"
    append(scratch / SERVER, "\ndef _lazy():\n    from autograder.accelerator import devices\n")
    seen = [code(scratch, exercise)]
    for name in ("__init__.py", "devices.py", "table.py"):
        append(package / name)
        seen.append(code(scratch, exercise))
    (package / "ranges.json").write_text("[]")
    seen.append(code(scratch, exercise))
    append(package / "ranges.json", "1")
    seen.append(code(scratch, exercise))
    assert len({before, *seen}) == 7


@pytest.mark.parametrize("file", ["checks.py", "reference.py", "scenario.py"])
def test_what_an_exercise_imports_counts_for_it_alone(scratch, exercise, file):
    extra = scratch / PACKAGE / "extra.py"
    extra.write_text("x = 1\n")
    folder = write(scratch / "other")
    append(folder / file, "\n") if file != "scenario.py" else (folder / file).write_text("")
    append(folder / file, "\nfrom autograder import extra\n")
    other = load_exercise(folder)
    before = code(scratch, exercise), code(scratch, other)
    append(extra)
    after = code(scratch, exercise), code(scratch, other)
    assert after[0] == before[0] and after[1] != before[1]


def test_a_changed_default_limit_changes_the_exercise_half(scratch):
    program = (
        "from pathlib import Path; from autograder.course.catalog import load_exercise\n"
        "print(load_exercise(Path('solutions/01_a/01_double')).digest)"
    )

    def digest():
        command = [sys.executable, "-c", program]
        return subprocess.run(command, cwd=scratch, capture_output=True, check=True).stdout

    before = digest()
    edit(scratch / "autograder/model.py", "cpu_seconds: float = 2.0", "cpu_seconds: float = 3.0")
    assert digest() != before


def test_the_key_holds_both_halves_and_the_run(exercise, monkeypatch):
    keys = {
        key_of("a", exercise, 1, "S3"),
        key_of("b", exercise, 1, "S3"),
        key_of("a", replace(exercise, digest="another"), 1, "S3"),
        key_of("a", exercise, 2, "S3"),
        key_of("a", exercise, 1, "S2"),
    }
    assert key_of("a", exercise, 1, "S3") in keys and len(keys) == 5
    monkeypatch.setattr(judging, "code_digest", lambda modules: "another")
    assert key_of("a", exercise, 1, "S3") not in keys


@pytest.mark.parametrize("library", judging.LIBRARIES)
def test_the_versions_of_libraries_count(tree, exercise, monkeypatch, library):
    before, version = code(tree, exercise), judging.version
    monkeypatch.setattr(judging, "version", lambda name: version(name) + ".1" * (name == library))
    assert code(tree, exercise) != before


def test_the_version_of_python_counts_up_to_the_minor(tree, exercise, monkeypatch):
    before, (major, minor, *rest) = code(tree, exercise), sys.version_info
    monkeypatch.setattr(judging.sys, "version_info", (major, minor, 99))
    assert code(tree, exercise) == before
    monkeypatch.setattr(judging.sys, "version_info", (major, minor + 1, *rest))
    assert code(tree, exercise) != before


def test_what_people_read_is_short(exercise):
    version, _, digest = engine_of().partition("+")
    assert version and len(digest) == 12 and engine_of(exercise) == engine_of()


@pytest.mark.parametrize(
    "source, names",
    [
        ("import autograder.a.b as c", {"autograder.a.b"}),
        ("from autograder import a", {"autograder", "autograder.a"}),
        ("def f():\n    from autograder.a import b", {"autograder.a", "autograder.a.b"}),
        ("from . import a", {"autograder.p", "autograder.p.a"}),
        ("from .a import b", {"autograder.p.a", "autograder.p.a.b"}),
        ("from .. import a", {"autograder", "autograder.a"}),
        ('import_module("autograder.a")', {"autograder.a"}),
        ('run("-m", "autograder.a.b")', {"autograder.a.b"}),
        ("import torch, autographer\nfrom os import path", set()),
        ("if TYPE_CHECKING:\n    import autograder.a\nelse:\n    import autograder.b",
         {"autograder.b"}),
        ("if typing.TYPE_CHECKING:\n    import autograder.a", set()),
        ("if not TYPE_CHECKING:\n    import autograder.a", {"autograder.a"}),
    ],
)  # fmt: skip
def test_every_form_of_an_import_is_seen(source, names):
    assert imported(source, "autograder.p") == names


def test_relative_imports_of_an_exercise_are_its_own():
    assert imported("from .reference import double") == frozenset()


def test_no_module_of_the_closure_is_imported_under_a_made_up_name():
    """Only a literal can be followed.

    The package itself imports what a Python user asks it for, and none of its modules may ask.
    """
    for name, file in files_of(ENTRIES, ROOT).items():
        text = file.read_text()
        assert name == PACKAGE or ("import_module(" not in text and "__import__(" not in text), (
            f"{name}: import it by a statement, or teach import_closure to follow it"
        )
