"""Nothing of one submission reaches the next one, in the student's process or in the grader's.

Every act has a positive control: where two submissions share one process (or, for files and shared
memory, one unconfined machine), the second one does see what the first one left.
"""

from pathlib import Path

import pytest

from autograder.course import witnesses
from autograder.course.catalog import load_course
from autograder.grading.check_runner import with_checks
from autograder.grading.fingerprints import fingerprint
from autograder.grading.worker import report_of
from autograder.model import Verdict
from autograder.sandbox import codec
from autograder.sandbox.processes.channel import Channel
from autograder.sandbox.processes.student import Student
from tests.orders.compare import differences, fields, graded, reports_of, shuffled, unmeasured
from tests.orders.grader_state import CARELESS, changed, kept, state_of_the_grader
from tests.orders.left_behind import LEFT, MARKER, OUTLIVING, acts, outliving
from tests.orders.planted import SENTENCE, judged, planted

pytestmark = pytest.mark.apart
ROOT = Path(__file__).parents[1]
COURSE = load_course(ROOT / "solutions")
ANY = COURSE.exercise("01_tensor_shapes/02_as_batch")


@pytest.fixture(scope="module")
def unconfined():
    from tests.arena.unconfined import Unconfined

    with Unconfined({}) as host:
        yield host


def seen(process, part: str) -> bool:
    """Let the submission of this process do its part; return what it says."""
    try:
        return getattr(Student(Channel(process.exchange)), part)()
    finally:
        process.close()


@pytest.mark.parametrize("name", LEFT)
def test_the_next_submission_finds_nothing(host, name):
    first, second = acts(*LEFT[name])
    assert seen(host.open(ANY, (first,)), "leave") is True
    assert seen(host.open(ANY, (second,)), "look") is False


@pytest.mark.parametrize("name", LEFT)
def test_in_one_process_it_would_be_found(host, name):
    process = host.open(ANY, acts(*LEFT[name]))
    try:
        student = Student(Channel(process.exchange))
        assert student.leave() is True
        assert student.look() is True
    finally:
        process.close()


@pytest.mark.parametrize("name", OUTLIVING)
def test_nothing_outlives_a_submission(host, name):
    first, second = outliving(name)
    assert seen(host.open(ANY, (first,)), "leave") is True
    assert seen(host.open(ANY, (second,)), "look") is False


@pytest.mark.parametrize("name", OUTLIVING)
def test_unconfined_it_would_outlive_it(unconfined, name):
    first, second = outliving(name)
    assert seen(unconfined.open(ANY, (first,)), "leave") is True
    assert seen(unconfined.open(ANY, (second,)), "look") is True


# --- the grader's own process


def hostile(exercise) -> str:
    """Return an answer that hands the grader what an ordinary one never does."""
    names = "\n".join(f"def {name}(*a, **k):\n    return surprise()" for name in exercise.functions)
    return f"""
import collections, itertools, numpy as np, pandas as pd, torch
count = itertools.count()
class {MARKER.title().replace("-", "")}(Exception): pass
def surprise():
    values = [float('nan'), torch.zeros((0, 5)), {MARKER!r}, np.float64('inf'), None, (1, [2]),
              torch.full((3,), 1e38).double(), pd.DataFrame({{'a': [None]}}), lambda: 0, 10**300]
    number = next(count)
    if number % 11 == 10:
        raise {MARKER.title().replace("-", "")}({MARKER!r})
    return values[number % 11]
{names}
"""


QUICK = [e for e in COURSE.exercises if e.name != "fit"]  # that one trains for seconds


@pytest.mark.parametrize("assignment", COURSE.assignments, ids=lambda a: a.slug)
def test_the_grader_is_the_same_before_and_after_a_submission(host, assignment):
    exercises = [e for e in QUICK if e.assignment == assignment.slug]

    def body(runner):
        for exercise in exercises:  # what is drawn and imported once is not a submission's doing
            judged(runner, exercise, exercise.reference, host)
            judged(runner, exercise, hostile(exercise), host)
        before = state_of_the_grader(runner)
        for exercise in exercises:
            for source in (hostile(exercise), exercise.wrong[0].source, exercise.reference):
                judged(runner, exercise, source, host)
                after = state_of_the_grader(runner)
                assert not changed(before, after), (exercise.slug, changed(before, after))

    with_checks(exercises, 3, body, witnesses.load)


@pytest.mark.parametrize("name", CARELESS)
def test_a_careless_check_would_be_noticed(host, tmp_path, name):
    """The positive control: what the comparison above looks for, done on purpose."""
    exercise = planted(tmp_path, f"def check_it(student):\n{SENTENCE}    {CARELESS[name]}\n")
    found = []

    def body(runner):
        before = state_of_the_grader(runner)
        judged(runner, exercise, exercise.reference, host)
        found.append(changed(before, state_of_the_grader(runner)))

    with kept():
        with_checks([exercise], 3, body)
    assert found[0], name


@pytest.mark.parametrize("assignment", COURSE.assignments, ids=lambda a: a.slug)
def test_a_report_does_not_depend_on_who_came_before(host, assignment):
    exercises = [e for e in QUICK if e.assignment == assignment.slug]

    def body(runner):
        for exercise in exercises:
            sources = [exercise.wrong[0].source, exercise.accepted[0].source, hostile(exercise)]
            first = [fields_of(runner, exercise, source, host) for source in sources]
            again = [fields_of(runner, exercise, source, host) for source in reversed(sources)]
            assert_alike(first, again[::-1])
            # Worked out again while the process holds everything that the others left in it.
            runner.replayer.drawn.clear()
            assert_alike(first, [fields_of(runner, exercise, s, host) for s in sources])

    with_checks(exercises, 3, body, witnesses.load)


def assert_alike(before: list[dict], after: list[dict]) -> None:
    runs = [dict(zip((("", "", str(n)) for n in range(9)), run, strict=False))
            for run in (before, after)]  # fmt: skip
    assert not list(map(str, unmeasured(differences(*runs))))


def fields_of(runner, exercise, source: str, host) -> dict:
    return fields(report_of(exercise, "", (3, ""), judged(runner, exercise, source, host)))


def test_a_check_that_remembers_would_be_noticed(host, tmp_path):
    check = f"def check_it(student):\n{SENTENCE}    SEEN.append(student.double(1))\n"
    exercise = planted(tmp_path, check + "    assert len(SEEN) < 3, len(SEEN)\n")
    found = []

    def body(runner):
        found.extend(fields_of(runner, exercise, exercise.reference, host) for _ in range(3))

    with_checks([exercise], 3, body)
    assert found[0] == found[1] != found[2]


DRAWING = (
    "def check_it(student, x):\n" + SENTENCE + "    student.double(x)\n"
    "from autograder.checks import given, st\n"
    "check_it = given(x=st.lists(st.integers(), min_size=20))(check_it)\n"
)  # fmt: skip


def test_the_seed_alone_decides_what_is_drawn(host, tmp_path, monkeypatch):
    """Not which other modules happen to be imported by then."""
    exercise, found = planted(tmp_path / "course", DRAWING), []
    (tmp_path / "late_import.py").write_text(f"NUMBERS = {list(range(10**6, 10**6 + 200))}\n")
    monkeypatch.syspath_prepend(tmp_path)

    def body(runner):
        judged(runner, exercise, exercise.reference, host)
        found.append(runner.replayer.drawn.copy())

    with_checks([exercise], 3, body)
    import late_import

    with_checks([exercise], 3, body)
    assert late_import.NUMBERS and found[0] == found[1]


# --- the warm reference of budgets, which a whole class shares

BUDGET = (
    "def check_it(student, budget):\n" + SENTENCE
    + "    budget.compare('double', lambda rng: (torch.from_numpy(rng.random(500)),))\n"
)  # fmt: skip
TALKATIVE = (
    "def check_it(student, budget):\n" + SENTENCE
    + "    budget.compare('double', lambda rng: (student.double(torch.ones(3)),))\n"
)  # fmt: skip
BUDGETED = {
    "honest": "def double(x):\n    return 2 * x",
    "changes its arguments": "def double(x):\n    y = 2 * x.clone()\n    x.fill_(7)\n    return y",
    "leaves a thread": (
        "import threading, time\n"
        "threading.Thread(target=time.sleep, args=(9,), daemon=True).start()\n"
        "def double(x):\n    return 2 * x"
    ),
    "returns objects": "def double(x):\n    return lambda: x",
    "marks its result": f"def double(x):\n    return [2 * x, {MARKER!r}]",
    "raises": f"def double(x):\n    raise ValueError({MARKER!r})",
    "dies": "import os\ndef double(x):\n    os._exit(3)",
}


def asked_of_the_reference(host, exercise, sources) -> list[list[tuple]]:
    """Return the requests that the shared reference gets during each of these submissions."""
    requests: list[list[tuple]] = []

    def body(runner):
        real = runner._reference

        def watched():
            process = real()
            if "exchange" not in vars(process):
                exchange = process.exchange

                def exchanged(frame):
                    requests[-1].append(codec.decode(frame))
                    return exchange(frame)

                process.exchange = exchanged
            return process

        runner._reference = watched
        for source in sources:
            requests.append([])
            judged(runner, exercise, source, host)

    with_checks([exercise], 3, body)
    return requests


def drawn(requests) -> list[str]:
    """Return a fingerprint of every timed call's arguments, each once, in order."""
    timed = [request[-1] for request in requests if request[0] in ("prepare", "go")]
    calls = [call for part in timed if isinstance(part, list) for call in part]
    return list(dict.fromkeys(fingerprint(call) for call in calls))


def is_plain(requests) -> bool:
    return MARKER not in repr(requests)


def test_no_submission_has_a_say_in_what_the_shared_reference_is_asked(host, tmp_path):
    exercise = planted(tmp_path, BUDGET, "budget_ratio = 30")
    found = asked_of_the_reference(host, exercise, BUDGETED.values())
    alone = [a for s in BUDGETED.values() for a in asked_of_the_reference(host, exercise, [s])]
    assert len(drawn(found[0])) > 4
    for name, after_others, by_itself in zip(BUDGETED, found, alone, strict=True):
        # How many calls are timed depends on the machine, which ones come first does not; none is
        # where the submission fails in its own turn and that comes first.
        firsts = [drawn(asked)[0] for asked in (after_others, by_itself) if drawn(asked)]
        assert len(set(firsts)) <= 1, name
        assert is_plain(after_others), name


def test_a_budget_that_passes_answers_on_would_be_noticed(host, tmp_path):
    exercise = planted(tmp_path, TALKATIVE, "budget_ratio = 30")
    marked = f"def double(x):\n    return 2 * x if isinstance(x, str) else {MARKER!r}"
    (requests,) = asked_of_the_reference(host, exercise, [marked])
    assert not is_plain(requests)


# --- orders


def test_three_orders_of_one_assignment(tmp_path):
    """The small form of ``python -m tests.orders``."""
    from autograder.intake.collect import read_submissions
    from demo.sample_class import build

    course = build(tmp_path / "course")
    found = read_submissions(tmp_path / "course" / "submitted", course, "02_label_encoding")
    runs = [
        reports_of(graded(course, shuffled(found.submissions, order), workers, 2026))
        for order, workers in ((0, 1), (1, 2), (2, 1))
    ]
    for run in runs[1:]:
        assert len(run) >= 40
        assert not list(map(str, unmeasured(differences(runs[0], run))))


def test_the_comparison_of_orders_sees_a_difference():
    wrong, right = Verdict.WRONG, Verdict.PASSED
    before = {("a", "b", "c"): {"check_x.verdict": wrong, "check_y.verdict": right}}
    after = {("a", "b", "c"): {"check_x.verdict": right, "check_y.verdict": right}}
    assert [d.field for d in differences(before, after)] == ["check_x.verdict"]
