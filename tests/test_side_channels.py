"""What a student can learn from feedback, and that knowing it is worth little a round later."""

import ast
import base64
import io
import json
import os
import re
import subprocess
import sys
import zlib
from pathlib import Path

import msgspec
import pytest
from rich.console import Console

from autograder.cli.build import _write
from autograder.course import witnesses
from autograder.course.catalog import load_course
from autograder.exporters import records_json, table_csv
from autograder.feedback import html, plain
from autograder.feedback.redaction import redact, redact_grade
from autograder.grading.check_runner import with_checks
from autograder.grading.session import Session
from autograder.grading.worker import report_of
from autograder.model import Cell, Grade, Verdict
from autograder.reports import terminal
from autograder.views import generate
from tests import small_course as small
from tests.orders.memoriser import gains
from tests.orders.planted import planted

pytestmark = pytest.mark.apart
ROOT = Path(__file__).parents[1]
COURSE = load_course(ROOT / "solutions")
ONE_HOT = COURSE.exercise("02_label_encoding/05_one_hot")
NOW, NEXT = 21, 22
# Its own lines are the only channel that this submission needs: an exception's message.
HARVESTER = """
import base64, zlib, torch
known, log = {known!r}, []

def one_hot(y, k):
    key = repr((y.tolist(), k))
    if key in known:
        answer = known[key]
        if answer == "ValueError":
            raise ValueError
        return torch.tensor(answer, dtype=torch.float32).reshape(len(y), k)
    if key not in log:
        log.append(key)
    raise ArithmeticError("harvest " + base64.b64encode(zlib.compress(repr(log).encode())).decode())
"""


def answer_of(key: str):
    """Return what a class-mate knows to be right."""
    labels, k = ast.literal_eval(key)
    if any(not 0 <= label < k for label in labels):
        return "ValueError"
    return [[float(label == column) for column in range(k)] for label in labels]


def harvested(text: str) -> set[str]:
    """Return the inputs that one feedback gives away; a cut message gives its beginning."""
    keys = set()
    for data in re.findall(r"harvest ([A-Za-z0-9+/=]+)", text):
        whole = base64.b64decode(data[: len(data) // 4 * 4])
        found = zlib.decompressobj().decompress(whole).decode()
        keys |= {key for key in re.findall(r"'(\(\[.*?\], \d+\))'", found)}
    return keys


def graded(runner, host, exercise, source: str):
    session = Session(exercise, (Cell("answer.py", source),), host.open)
    try:
        return report_of(exercise, "", (runner.seed, host.level), runner.judge(session))
    finally:
        session.close()


def passed(report) -> set[str]:
    return {o.check for o in report.outcomes if o.verdict is Verdict.PASSED}


def test_harvested_inputs_are_worth_nothing_with_the_next_seed(host):
    """The attack for real: everything is read out of feedback, submission by submission."""
    known, scores, later = {}, [], []

    def harvest(runner):
        for _ in range(60):
            report = graded(runner, host, ONE_HOT, HARVESTER.format(known=known))
            scores.append(report.score)
            new = harvested(plain.render(redact(report), ONE_HOT, "en")) - known.keys()
            if not new:
                return
            known.update((key, answer_of(key)) for key in new)

    def use(runner):
        later.append(graded(runner, host, ONE_HOT, HARVESTER.format(known=known)))

    with_checks([ONE_HOT], NOW, harvest, witnesses.load)
    with_checks([ONE_HOT], NEXT, use, witnesses.load)
    # The positive control: in its own round the harvest is worth every check without a budget.
    assert scores[0] == 0 and scores[-1] >= ONE_HOT.points * 0.8, scores
    assert len(known) > 100
    drawing = {"check_values", "check_absent_classes", "check_cpu_budget"}
    assert not passed(later[0]) & drawing
    assert later[0].score < scores[-1] / 2 + ONE_HOT.points * 0.1


QUICK = [e for e in COURSE.exercises if e.name != "fit"]  # that one trains for seconds


@pytest.mark.parametrize("exercise", QUICK, ids=lambda e: e.slug)
def test_knowing_all_of_one_round_is_worth_nothing_in_the_next(host, exercise):
    """The upper bound: a submission that holds every request of its round and the right replies."""
    (gain,) = gains([exercise], host)
    budgets = {c.name for c in exercise.checks if c.has_budget}
    every = {c.name for c in exercise.checks if not c.requires} - budgets
    assert every <= gain.same  # the positive control
    assert not gain.later and not gain.fixed


# --- checks whose inputs are not to be shown

SECRET = 7919.25
TOLD = '    """{}.\n\n    {}。\n    """\n'
WITHHELD = f"""
def check_secret(student):
{TOLD.format("It is doubled", "结果加倍")}
    assert_equal(student.double({SECRET}), {2 * SECRET})

def check_it(student):
{TOLD.format("One is doubled", "一加倍")}
    assert_equal(student.double(1), 2)
"""
OPTIONS = "[checks.check_secret]\ndisclose = false"
# Each tries to have the undisclosed input shown.
TELLING = {
    "message": "def double(x):\n    raise ValueError(repr(x))",
    "type": "def double(x):\n    raise type(f'Input{x}', (Exception,), {})",
    "result": "def double(x):\n    return f'it was {x}'",
    "type of result": "def double(x):\n    return type(f'Input{x}', (), {})()",
    "permission": "def double(x):\n    raise PermissionError(repr(x))",
    "memory": "def double(x):\n    raise MemoryError(repr(x))",
    "not written": "def double(x):\n    raise NotImplementedError(repr(x))",
    "missing name": (
        "from autograder.sandbox.processes import server\n"
        "def double(x):\n    raise server.Missing(repr(x))"
    ),
    "line of code": (
        "def double(x):\n    import linecache\n    name = '<answer.py>'\n"
        "    linecache.cache[name] = (1, None, [f'# {x}\\n'] * 99, name)\n    raise ValueError('?')"
    ),
}
LATER = """
seen = []
def double(x):
    seen.append(x)
    raise ValueError(repr(seen))
"""


def shown(report, exercise) -> str:
    """Return everything that this student may read, in every form and language."""
    seen = redact(report)
    return "\n".join([
        *(plain.render(seen, exercise, language) for language in ("en", "zh")),
        *(html.fragment(seen, exercise, language) for language in ("en", "zh")),
        json.dumps(msgspec.to_builtins(seen), ensure_ascii=False),
    ])  # fmt: skip


def report_on(host, folder: Path, source: str, checks: str = WITHHELD, options: str = OPTIONS):
    exercise, reports = planted(folder, checks, options), []
    with_checks([exercise], 3, lambda b: reports.append(graded(b, host, exercise, source)))
    return reports[0], exercise


@pytest.mark.parametrize("name", TELLING)
def test_an_undisclosed_input_is_not_shown(host, tmp_path, name):
    last = WITHHELD[WITHHELD.index("def check_it") :] + WITHHELD[: WITHHELD.index("def check_it")]
    report, exercise = report_on(host, tmp_path / "hidden", TELLING[name], last)
    assert str(SECRET) not in shown(report, exercise)
    public, exercise = report_on(host, tmp_path / "public", TELLING[name], last, OPTIONS[:22])
    if name not in ("memory", "not written"):  # such errors are told in our words
        assert str(SECRET) in shown(public, exercise)  # the positive control


def test_an_undisclosed_input_is_not_told_by_a_later_check(host, tmp_path):
    report, exercise = report_on(host, tmp_path, LATER)
    assert str(SECRET) not in shown(report, exercise)


def test_what_all_checks_say_alike_may_still_be_an_undisclosed_input(host, tmp_path):
    """One message for every check: it was made from the first one's input."""
    alike = LATER.replace("repr(seen)", "repr(seen[0])")
    hidden = WITHHELD.replace("check_it", "check_other").replace("check_secret", "check_it")
    options = "disclose = false\n[checks.check_other]\ndisclose = false"
    report, exercise = report_on(host, tmp_path, alike, hidden, options)
    assert {o.verdict for o in report.outcomes} == {Verdict.CRASHED}
    assert str(SECRET) not in shown(report, exercise)


# --- markers in everything that is hidden, searched in everything that students get

MARKS = {
    "reference": "mark-of-the-reference", "checks": "mark-of-the-checks",
    "expected": "mark-of-what-is-expected", "input": "70793.125", "error": "mark-of-our-error",
    "classmate": "mark-of-a-classmate", "name": "zelda-the-classmate", "seed": "918273645",
}  # fmt: skip
HIDDEN_CHECKS = f"""

MARK = "{MARKS["checks"]}"


def check_withheld(student):
{TOLD.format("Something else is right", "另一件事正确")}
    out = student.as_batch(torch.full((2, 3), {MARKS["input"]}), 2)
    assert_equal(str(out), "{MARKS["expected"]}")


def check_of_ours(student):
{TOLD.format("This one breaks", "这一项会出错")}
    raise RuntimeError("{MARKS["error"]}")
"""
TOML = "\n[checks.check_withheld]\ndisclose = false\n"
PROBE = """
import gc, os, sys, traceback
def as_batch(x, sample_ndim):
    frame, found = sys._getframe(), []
    while frame:
        found += [frame.f_code.co_filename, *map(repr, frame.f_locals.values())]
        frame = frame.f_back
    found += [repr(o) for o in gc.get_objects() if type(o) is str and 'mark-of' in o]
    {act}
"""
PROBES = {
    "tells_its_frames": "raise ValueError('\\n'.join(found))",
    "tells_its_stack": "raise RuntimeError(''.join(traceback.format_stack()))",
    "tells_its_world": "raise KeyError(repr(dict(os.environ)) + repr(sys.argv) + repr(x))",
    "returns_its_frames": "return found",
    "recurses": "return as_batch(x, sample_ndim)",
    "opens": "return open('/proc/self/environ').read()",
    "ends": "os._exit(7)",
    "crashes": "import ctypes; ctypes.string_at(0)",
    "forges": "from autograder.sandbox.processes import server; raise server.Missing(repr(x))",
}


@pytest.fixture(scope="module")
def marked(tmp_path_factory):
    """A real course with marks, graded by the real commands; nbgrader's feedback too."""
    root = tmp_path_factory.mktemp("marked")
    small.make(root)
    folder = root / "solutions" / small.ASSIGNMENT / "02_as_batch"
    reference = (folder / "reference.py").read_text("utf-8")
    mark = f"    mark = '{MARKS['reference']}'\n    "
    place = re.search(r"### BEGIN SOLUTION\n", reference).end()
    (folder / "reference.py").write_text(reference[:place] + mark.rstrip(" ") + reference[place:])
    with (folder / "checks.py").open("a") as checks, (folder / "exercise.toml").open("a") as toml:
        checks.write(HIDDEN_CHECKS)
        toml.write(TOML)
    course = load_course(root / "solutions")
    for path, text in generate(course).items():
        _write(root / path, text)
    right = course.exercises[0].accepted[0].source + f"\n# {MARKS['classmate']}\n"
    small.hand_in(root, MARKS["name"], small.answered(root, {"02_as_batch": right}))
    for student, act in PROBES.items():
        answer = PROBE.format(act=act)
        small.hand_in(root, student, small.answered(root, {"02_as_batch": answer}))
    command = [sys.executable, "-m", "autograder.cli", "grade", "submitted", "--seed",
               MARKS["seed"]]  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)
    assert done.returncode == 1, done.stderr[-2000:]  # one check broke by our fault
    small.nbgrader(root, "generate_feedback", small.ASSIGNMENT)
    return root


def of_student(root: Path, student: str) -> dict[str, str]:
    """Return the text of everything that this student gets, by file."""
    places = [root / "feedback" / student, root / "results" / "feedback" / student]
    places += [root / "release", root / "assignments"]
    files = [file for place in places for file in place.rglob("*") if file.is_file()]
    assert any(file.suffix == ".html" and "results" not in str(file) for file in files)
    found = {str(file.relative_to(root)): file.read_text("utf-8") for file in files}
    grades = decode_grades((root / "results" / "grades.json").read_bytes())
    own = [grade for grade in grades if grade.student == student]
    public = [redact_grade(grade) for grade in own]
    found["records.json"] = records_json.render_for_students(public).decode()
    course = load_course(root / "solutions")
    found["grades.csv"] = table_csv.render(course, own).decode()
    console = Console(file=io.StringIO(), width=200)
    for grade in public:
        console.print(terminal.student_report(grade, course.assignment(grade.assignment)))
    found["terminal"] = console.file.getvalue()
    return found


def decode_grades(data: bytes) -> list[Grade]:
    return [msgspec.convert(grade, Grade) for grade in msgspec.json.decode(data)["grades"]]


@pytest.mark.xdist_group("marks")
@pytest.mark.parametrize("student", PROBES)
def test_no_mark_reaches_a_student(marked, student):
    for file, text in of_student(marked, student).items():
        leaked = [name for name, mark in MARKS.items() if mark in text]
        assert not leaked, f"{leaked} in {file}"


@pytest.mark.xdist_group("marks")
def test_the_marks_are_where_staff_looks(marked):
    """The positive control: the search finds them in what students do not get."""
    staff = [marked / "results" / name for name in ("grades.json", "run.json", "grades.csv")]
    staff += [marked / "source", marked / "solutions", marked / "submitted", marked / "autograded"]
    files = [f for place in staff for f in ([place] if place.is_file() else place.rglob("*"))]
    text = "".join(f.read_text("utf-8", "replace") for f in files if f.is_file())
    assert not [name for name, mark in MARKS.items() if mark not in text]
    told = staff[0].read_text("utf-8")
    assert all(MARKS[name] in told for name in ("input", "expected", "error", "name", "seed"))
    grades = decode_grades(staff[0].read_bytes())
    verdicts = {o.verdict for g in grades for r in g.reports for o in r.outcomes}
    assert verdicts >= {Verdict.WRONG, Verdict.CRASHED, Verdict.INTERNAL_ERROR, Verdict.FORBIDDEN}
