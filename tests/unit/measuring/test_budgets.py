"""Budgets on real confined processes. Margins are wide: no test depends on a quiet machine."""

import itertools
import os
import re
from dataclasses import replace

import numpy as np
import pytest
import torch

from autograder.checks.compare import CheckFailed, assert_close
from autograder.errors import AuthorError, MachineError
from autograder.grading.session import InProcess, Session, reference_cell
from autograder.measuring.budgets import Budget
from autograder.measuring.pairs import Contestant, Match, Reference, Size, run_trial, sized
from autograder.measuring.signals import BudgetExceeded, NotRun, ValuesDiffer
from autograder.model import Cell, CheckSpec, Exercise, Limits, Text
from autograder.sandbox.processes.child_handle import ChildHandle
from autograder.sandbox.processes.faults import LimitExceeded, StudentRaised

EMPTY = Text("x", "x")
WORK = "x = x @ x / 50"
REFERENCE = f"import torch\ndef f(x):\n    for _ in range(4): {WORK}\n    return x\n"
ENCODER = "def f(names, xs):\n    at = {n: i for i, n in enumerate(names)}\n"
ENCODER += "    return [at[x] for x in xs]\n"


@pytest.fixture
def budget_of(host):
    """Return the fixture of a check for one submission."""
    opened = []

    def start(source, reference=REFERENCE, **limits):
        exercise = Exercise(
            "01_a/01_b", None, EMPTY, 1, 1, EMPTY, EMPTY, reference, ("f",), (), (), (),
            limits=Limits(cpu_seconds=10, wall_seconds=60),
        )  # fmt: skip
        session = Session(exercise, (Cell("a.py", source),), host.open)
        warm = host.open(exercise, (reference_cell(exercise),))
        opened.extend([session, warm])
        return Budget(session, CheckSpec("check_budget", EMPTY, **limits), 7, lambda: warm)

    yield start
    for each in opened:
        each.close()


def matrix(rng):
    return (torch.from_numpy(rng.random((96, 96), dtype="float32")),)


def slow(times):
    """Return the reference's work done so many times; the result is that of the last time."""
    return f"import torch\ndef f(y):\n    for _ in range({times}):\n        x = y\n" + (
        f"        for _ in range(4): {WORK}\n    return x\n"
    )


def test_the_reference_passes_and_says_where_it_stands(budget_of):
    budget = budget_of(REFERENCE, budget_ratio=4)
    budget.compare("f", matrix)
    (measure,) = budget.measured
    assert (measure.kind, measure.limit, measure.state) == ("time", 4, "within")
    assert 0 < measure.low <= measure.seen <= measure.high
    assert "limit 4 x" in budget.notes[0]


def test_both_sides_run_on_the_same_cpu_and_are_free_again_afterwards(budget_of):
    where = "import os\ndef f(x): return sorted(os.sched_getaffinity(0))\n"
    budget, found = budget_of(where, where, budget_ratio=4), set()
    budget.verify = lambda student, reference: found.add((*student, *reference))
    budget.compare("f", matrix)
    assert {len(set(cpus)) for cpus in found} == {1}
    assert budget.session.student.f(0) == sorted(os.sched_getaffinity(0))


def test_six_times_the_reference_fails_a_budget_of_two(budget_of):
    budget = budget_of(slow(6), budget_ratio=2)
    with pytest.raises(BudgetExceeded) as caught:
        budget.compare("f", matrix)
    assert re.search(r"at most 2 times are allowed", caught.value.text.en)
    assert "上限为 2 倍" in caught.value.text.zh
    assert budget.measured[0].state == "over"
    assert budget.notes[0].count("pairs") >= 2  # confirmed in fresh processes


def test_the_reason_is_said_where_counts_show_it(budget_of):
    loop = "import torch\ndef f(x): return torch.stack([v * 2 for v in x.flatten()])\n"
    whole = "def f(x): return x.flatten() * 2\n"
    with pytest.raises(BudgetExceeded, match=r"launches [\d,]+ operations; \d+ are enough"):
        budget_of(loop, whole, budget_ratio=10).compare("f", matrix)


def test_a_hidden_check_gives_no_counts_of_its_inputs(budget_of):
    loop = "import torch\ndef f(x): return torch.stack([v * 2 for v in x.flatten()])\n"
    whole = "def f(x): return x.flatten() * 2\n"
    with pytest.raises(BudgetExceeded) as caught:
        budget_of(loop, whole, budget_ratio=10, disclose=False).compare("f", matrix)
    assert "operations" not in caught.value.text.en


def test_right_at_first_and_wrong_later_is_found(budget_of):
    source = REFERENCE.replace("def f(x):", "seen = []\ndef f(x):\n    seen.append(1)")
    lazy = source.replace("return x", "return x if len(seen) < 6 else x * 0")
    with pytest.raises(ValuesDiffer):
        budget_of(lazy, budget_ratio=50).compare("f", matrix)


def test_every_result_of_a_block_is_verified_not_just_the_last(budget_of):
    source = "calls = 0\ndef f(x):\n    global calls\n    calls += 1\n    return x * (calls != 2)\n"
    budget = budget_of(source, "def f(x): return x * 1\n", budget_ratio=2)
    rng = np.random.default_rng(1)
    contestants = Contestant(budget.session.process, "f"), Reference(budget.reference(), "f")
    match = Match(*contestants, lambda: matrix(rng), assert_close)
    match.student.prepare()
    with pytest.raises(CheckFailed):
        match.pair(4, 8)


def test_no_side_ever_meets_an_input_twice(budget_of):
    """Both remember every input they have seen, and raise when one comes back."""
    memory = "seen = set()\ndef f(x):\n    key = hash(x.numpy().tobytes())\n    if key in seen:\n"
    memory += "        raise LookupError('again')\n    seen.add(key)\n    return x * 2\n"
    budgets = [budget_of(memory + f"# {n}", memory, budget_ratio=6) for n in range(2)]
    budgets[1].reference = budgets[0].reference  # warm, as between submissions
    for budget in budgets:
        budget.compare("f", matrix)
    digests = [budget._generator().random() for budget in budgets]
    assert digests[0] != digests[1]


def test_background_threads_do_not_slow_the_reference_and_cost_their_owner(budget_of):
    burner = "import threading\ndef burn():\n    while True: pass\n"
    burner += "threading.Thread(target=burn, daemon=True).start()\n" + slow(1)
    budget = budget_of(burner, budget_ratio=2)
    with pytest.raises(BudgetExceeded):
        budget.compare("f", matrix)


def test_computing_while_it_should_be_frozen_is_found(budget_of, monkeypatch):
    """A freeze that does not hold must not help anyone."""
    burner = "import threading\ndef burn():\n    while True: pass\n"
    burner += "threading.Thread(target=burn, daemon=True).start()\n" + REFERENCE
    budget = budget_of(burner, budget_ratio=4)
    monkeypatch.setattr(ChildHandle, "freeze", lambda child: None)
    with pytest.raises(BudgetExceeded, match="in the background"):
        budget.compare("f", matrix)


def test_a_submission_that_raises_in_a_timed_call_raises_here(budget_of):
    with pytest.raises(StudentRaised, match="ZeroDivisionError"):
        budget_of("def f(x): 1 / 0", budget_ratio=2).compare("f", matrix)


def test_a_reference_that_fails_is_our_fault(budget_of):
    with pytest.raises(MachineError, match="the reference failed"):
        budget_of(REFERENCE, "def f(x): 1 / 0", budget_ratio=2).compare("f", matrix)


def test_a_warm_reference_serves_a_whole_class(budget_of):
    """What steadies a process keeps memory for good, so it may happen only once."""
    budget = budget_of(REFERENCE, budget_ratio=4)
    reference = Contestant(budget.reference(), "f")
    reference.process.begin_check()
    reference.ask("steady")
    before = reference.process._child.status_bytes("VmSize")
    for _ in range(100):
        reference.ask("steady")
    assert reference.process._child.status_bytes("VmSize") - before < 1 << 20


def test_sleeping_through_a_budget_ends_with_the_time_of_the_check(budget_of):
    source = "import time\ndef f(x):\n    time.sleep(0.4)\n    return x\n"
    budget = budget_of(source, budget_ratio=4)
    budget.session.process.limits = replace(budget.session.process.limits, check_wall_seconds=1.0)
    budget.verify = lambda result, wanted: None
    budget.session.process.begin_check()
    with pytest.raises(LimitExceeded) as caught:
        budget.compare("f", matrix)
    assert caught.value.resource == "wall"


def test_a_budget_without_a_limit_is_the_authors_error(budget_of):
    for name in ("compare", "scaling", "memory"):
        with pytest.raises(AuthorError, match="without a limit"):
            getattr(budget_of(REFERENCE), name)("f", matrix)


def test_code_that_starts_processes_has_no_budget(budget_of):
    budget = budget_of(REFERENCE, budget_ratio=2)
    budget.session.exercise = replace(budget.session.exercise, profile="workers")
    with pytest.raises(AuthorError, match="may start others"):
        budget.compare("f", matrix)


def test_unconfined_code_has_no_budget(budget_of):
    budget = budget_of(REFERENCE, budget_ratio=2)
    budget.session = Session(budget.session.exercise, budget.session.cells, InProcess)
    with pytest.raises(NotRun):
        budget.compare("f", matrix)


def test_a_trial_in_which_the_clocks_are_missing_is_advisory(budget_of, monkeypatch):
    monkeypatch.setattr(ChildHandle, "cpu_seconds", property(lambda child: 0.0))
    budget = budget_of(slow(8), budget_ratio=2)
    budget.compare("f", matrix)  # over, and nobody fails by wall time alone
    assert budget.measured[0].advisory
    assert "wall time only" in budget.notes[0]


def test_blocks_are_equally_long_at_the_limit():
    for ratio, each in itertools.product((1.5, 2, 2.5, 20), (1e-6, 1e-4, 1e-2)):
        calls, many = sized(ratio, Size(each, each, 1000))
        assert many == ratio * calls and calls >= 1
    assert sized(2, Size(1e-4, 1e-4, 4 << 20))[0] <= 4  # results have to fit into one reply
    assert sized(2, Size(1e-4, 1e-4, 1000, student=9.0)) == (1, 2)  # nobody waits for nothing


def labels(rng, n):
    names = [f"label {i}" for i in range(n)]
    return names, [names[i] for i in rng.integers(0, n, n)]


def test_quadratic_time_is_told_from_linear(budget_of):
    searching = "def f(names, xs): return [names.index(x) for x in xs]\n"
    sizes, grows = (100, 200, 400, 800), ("the number of labels", "标签数")
    with pytest.raises(BudgetExceeded, match=r"your time grows like n\^[12]") as caught:
        budget_of(searching, ENCODER, extra_growth=0.35).scaling(
            "f", labels, sizes=sizes, grows=grows
        )
    assert "n is the number of labels" in caught.value.text.en
    assert "compares strings" in caught.value.text.en
    budget = budget_of(ENCODER.replace("return", "sorted(xs)\n    return"), ENCODER,
                       extra_growth=0.35)  # fmt: skip
    budget.scaling("f", labels, sizes=sizes, grows=grows)
    assert budget.measured[0].kind == "growth"


def points(rng):
    return tuple(torch.from_numpy(rng.random((600, 48), dtype="float32")) for _ in "ab")


DISTANCES = "import torch\ndef f(a, b):\n"
DISTANCES += "    return (a * a).sum(1)[:, None] + (b * b).sum(1) - 2 * a @ b.T\n"


def close(actual, expected):
    assert_close(actual, expected, rtol=1e-2, atol=1e-2)


@pytest.mark.parametrize(
    "source, seen",
    [
        ("def f(a, b): return ((a[:, None] - b[None]) ** 2).sum(-1)\n", (60, 150)),
        ("import torch\nKEPT = torch.ones(90 << 18)\n" + DISTANCES, (50, 70)),
    ],
    ids=["in the call", "set aside at import"],
)
def test_too_much_memory_is_found_wherever_it_is(budget_of, source, seen):
    budget = budget_of(source, DISTANCES, memory_ratio=4)
    budget.verify = close
    with pytest.raises(BudgetExceeded, match=r"at its peak it needs about \d+"):
        budget.memory("f", points)
    megabytes = int(re.search(r"(\d+) MB, ref", budget.notes[0])[1])
    assert seen[0] <= megabytes <= seen[1]


def test_memory_that_is_freed_counts_in_every_call_and_what_is_small_passes(budget_of):
    chunked = DISTANCES.replace("    return", "    y = torch.zeros(6 << 18); del y\n    return")
    budget = budget_of(chunked, DISTANCES, memory_ratio=4)
    budget.verify = close
    budget.memory("f", points)
    assert 4 <= int(re.search(r"(\d+) MB, ref", budget.notes[0])[1]) <= 9


def test_memory_is_judged_too_where_the_peak_cannot_be_reset(budget_of, monkeypatch):
    monkeypatch.setattr(ChildHandle, "reset_peak", lambda child: False)
    broadcast = "def f(a, b): return ((a[:, None] - b[None]) ** 2).sum(-1)\n"
    budget = budget_of(broadcast, DISTANCES, memory_ratio=2)
    budget.verify = close
    with pytest.raises(BudgetExceeded):
        budget.memory("f", points)
    assert "cannot be reset" in budget.notes[0]


def test_a_fresh_process_costs_the_same_as_a_warm_one(budget_of):
    """Pages that a fork meets for the first time must not be charged to the submission."""
    budget = budget_of(REFERENCE, budget_ratio=2)
    rng = np.random.default_rng(1)
    warm = budget.reference()
    warm.begin_check()
    own, theirs = Contestant(budget.session.process, "f"), Reference(warm, "f")
    match = Match(own, theirs, lambda: matrix(rng), assert_close)
    run_trial(match, 2)
    child = budget.session.process._child

    def faults():
        with open(f"/proc/{child.pid}/stat") as stat:
            return int(stat.read().rpartition(")")[2].split()[7])

    before = faults()
    for _ in range(20):
        match.pair(4, 8)
    assert faults() - before < 20 * 10
