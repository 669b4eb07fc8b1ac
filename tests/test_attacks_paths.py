"""Attacks on special paths: live objects, scenarios, feedback, peak memory, notebooks.

Each has a control that shows it succeed elsewhere. An expected failure is a hole that is known.
"""

import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from autograder.checks.compare import assert_close
from autograder.course.catalog import load_course
from autograder.feedback.redaction import redact
from autograder.grading.check_runner import with_checks
from autograder.grading.session import Session, reference_cell
from autograder.grading.worker import report_of
from autograder.intake.collect import read_submissions
from autograder.measuring.memory import run_memory
from autograder.measuring.pairs import Contestant, Reference
from autograder.model import BudgetState, Cell, Verdict
from autograder.sandbox.processes.channel import Channel
from autograder.sandbox.processes.faults import StudentFault
from autograder.sandbox.processes.student import Student
from tests.arena.run import COURSE as ARENA
from tests.arena.run import DOUBLE, SEED, SMOOTH

SOLUTIONS = load_course(Path(__file__).parents[1] / "solutions")
LOOP, LABELS = "03_gpu_training_loop", "02_label_encoding"

# The drivers of scenario.py run beside the submission, so a submission can answer for them.
LIAR = """
import random, sys
import numpy, torch

def lie(**answers):
    server = sys.modules["autograder.sandbox.processes.server"].Server
    honest = server._find

    def find(self, target, method):
        known = target == "scenario" and method in answers
        return answers[method] if known else honest(self, target, method)

    server._find = find
"""
# Exercise -> (a wrong answer, what it lets the drivers say, the checks that this alone earns).
REPORTS = {
    f"{LOOP}/01_pick_device": (
        "def pick_device(wish=None):\n    torch.set_default_device('meta')\n    return 3\n",
        "lie(side_effects_on=lambda machine, *wish: ('cpu', 'cpu', [], (wish or ('cpu',))[0]))",
        {"check_nothing_else_changes"},
    ),
    f"{LOOP}/04_train_step": (
        "def train_step(model, x, y, loss_fn, optimizer):\n    x.zero_(), y.zero_()\n",
        """
lie(
    steps=lambda seed, sizes, *_: ([torch.tensor(1.0 + i) for i in range(len(sizes))], []),
    modes=lambda seed, wanted: ([wanted], wanted),
    other_parameters=lambda seed: ([1.0, 2.0], [torch.zeros(1)] * 4, [torch.zeros(1)] * 4),
    calls=lambda seed, sizes: {"model": len(sizes), "loss_fn": len(sizes)},
    batches_after=lambda seed, sizes: ([1.0 + i for i in range(len(sizes))], []),
    interrupted=lambda seed, where, number: number,
)
""",
        {
            "check_result_is_a_tensor",
            "check_graph_released",
            "check_modes_kept",
            "check_one_forward_pass",
            "check_error_reaches_caller",
        },
    ),
    f"{LOOP}/05_train_one_epoch": (
        "def train_one_epoch(model, loader, *_):\n    torch.rand(1)\n    loader[0][0].zero_()\n",
        """
lie(
    mean_loss=lambda seed, *_: 1.0 + seed % 7,
    modes_during=lambda seed, sizes, before: [(size, [True] * 6) for size in sizes],
    graphs_alive=lambda seed, count: [0] * count,
    use_of_loader=lambda seed, count: (1, count),
    where_batches_go=lambda seed, size: ["meta", "meta", size],
    batches_after=lambda seed, sizes: (1.0 + seed % 7, []),
    random_state=lambda seed, *_: (1.0 + seed % 7, torch.Generator().manual_seed(seed).get_state()),
    interrupted=lambda *_: True,
)
""",
        {
            "check_result_is_a_float",
            "check_train_mode",
            "check_graphs_released",
            "check_loader_used_once",
            "check_batches_moved",
            "check_random_state",
            "check_error_reaches_caller",
        },
    ),
    f"{LOOP}/06_evaluate": (
        "def evaluate(model, loader, device):\n    model.train()\n    return {}\n",
        """
def result(batches):
    return {"loss": 1.0, "acc": 0.5, "n": sum(len(labels) for _, labels in batches)}

lie(
    results=lambda seed, batches, *_: result(batches),
    modes_after=lambda seed, modes, batches: (result(batches), modes),
    grad_modes=lambda seed, enabled, batches: ([False], enabled),
    after_interruption=lambda seed, number, batches: (number, [True] * 6, True),
    where_images_go=lambda batches: (["meta"], ""),
)
""",
        {
            "check_mode_restored",
            "check_grad_mode",
            "check_after_exception",
            "check_images_moved",
        },
    ),
    f"{LOOP}/18_fit": (
        "def fit(images, labels, *_):\n    images.zero_(), random.random()\n    return None, 3\n",
        """
def numbers(x, y, seed):
    random.seed(seed), numpy.random.seed(seed), torch.manual_seed(seed)
    return random.random(), float(numpy.random.rand()), torch.rand(()).item()

lie(
    history_of=lambda x, y, epochs, seed: [
        (1 + (int(x.sum()) + seed) % 997 / 9970) / e for e in range(1, epochs + 1)
    ],
    random_numbers_after=numbers,
    inputs_afterwards=lambda *inputs: inputs,
    predictions=lambda x, y, groups: [y[0].repeat(len(g)) for g in groups],
    fit_on=lambda x, y, others, device: torch.zeros(len(others), dtype=torch.int64),
)
""",
        {
            "check_shuffled_labels",
            "check_history",
            "check_mean_loss",
            "check_seed",
            "check_global_random_numbers",
            "check_inputs_untouched",
            "check_one_and_none",
            "check_image_alone",
        },
    ),
}
# Torch itself lies in the submission's process; the values are still compared elsewhere.
PATCHES = """
import torch

torch.manual_seed = lambda seed: None
torch.Tensor.clone = lambda self, **_: torch.zeros_like(self)
torch.Tensor.item = lambda self: 0.0
torch.nn.Module.state_dict = lambda self, *_, **__: {}
torch.nn.Module.parameters = lambda self, recurse=True: iter(())
torch.nn.Linear.forward = lambda self, x: x.new_zeros(len(x), self.out_features)
torch.nn.functional.cross_entropy = lambda *_, **__: torch.zeros((), requires_grad=True)
torch.optim.SGD.step = lambda self, closure=None: None
"""
HONEST_STEP = """
def train_step(model, x, y, loss_fn, optimizer):
    optimizer.zero_grad()
    loss = loss_fn(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.detach()
"""
# It agrees with everything it is asked or compared with.
AGREES = """
class LabelEncoder:
    def __init__(self, *_, **__): pass
    def __getattr__(self, name): return self
    def __call__(self, *_, **__): return self
    def __eq__(self, other): return True
    def __iter__(self): return iter(())
    def __len__(self): return 0
"""
MISNUMBERED = """
import sys
codec = sys.modules["autograder.sandbox.codec.frames"]
codec.Handles.keep = lambda self, value: codec.Handle({number}, "LabelEncoder")
"""
# Attribute access has effects: the first look changes the tables that later answers come from.
MUTATES = """
import sys
class LabelEncoder:
    def __getattribute__(self, name):
        server = sys.modules["autograder.sandbox.processes.server"].Server
        server.on_call = lambda *_: ("value", None, None)
        server.on_read = lambda *_: ("value", [], None)
        raise SystemExit(0)
"""


def source_of(slug):
    return SOLUTIONS.exercise(slug).reference


SUBMISSIONS = {
    **{f"{slug} lies": (slug, LIAR + wrong + lies) for slug, (wrong, lies, _) in REPORTS.items()},
    **{f"{slug} wrong": (slug, LIAR + wrong) for slug, (wrong, _, _) in REPORTS.items()},
    "torch lies": (f"{LOOP}/04_train_step", HONEST_STEP + PATCHES),
    "torch is honest": (f"{LOOP}/04_train_step", HONEST_STEP),
    "agrees": (f"{LABELS}/03_label_encoder", AGREES),
    "next number": (
        f"{LABELS}/03_label_encoder",
        source_of(f"{LABELS}/03_label_encoder") + MISNUMBERED.format(number="len(self._objects)"),
    ),
    "large number": (
        f"{LABELS}/03_label_encoder",
        source_of(f"{LABELS}/03_label_encoder") + MISNUMBERED.format(number=10**12),
    ),
    "mutates": (f"{LABELS}/03_label_encoder", MUTATES),
    "encoder is honest": (
        f"{LABELS}/03_label_encoder",
        source_of(f"{LABELS}/03_label_encoder"),
    ),
}


@pytest.fixture(scope="module")
def passed(host):
    """Name of a submission -> the checks it passes."""
    found = {}

    def body(runner):
        for name, (slug, source) in SUBMISSIONS.items():
            session = Session(SOLUTIONS.exercise(slug), (Cell("submission.py", source),), host.open)
            outcomes = runner.judge(session)
            session.close()
            assert all(o.verdict is not Verdict.INTERNAL_ERROR for o in outcomes)
            found[name] = {o.check for o in outcomes if o.verdict is Verdict.PASSED}

    with_checks(
        [SOLUTIONS.exercise(slug) for slug in {s for s, _ in SUBMISSIONS.values()}], 7, body
    )
    return found


@pytest.mark.parametrize("slug", REPORTS)
def test_exactly_these_checks_believe_what_a_process_says_of_itself(passed, slug):
    """Known and bounded: what only the process can see, it can also invent; values it cannot."""
    earned = passed[f"{slug} lies"] - passed[f"{slug} wrong"]
    assert earned == REPORTS[slug][2]


def test_patched_torch_moves_no_value_that_is_compared(passed):
    assert {"check_weights", "check_loss_value"} <= passed["torch is honest"]
    assert not {"check_weights", "check_stale_gradients", "check_loss_value"} & passed["torch lies"]


@pytest.mark.parametrize("name", ["agrees", "next number", "large number", "mutates"])
def test_a_dishonest_live_object_earns_nothing(passed, name):
    assert len(passed["encoder is honest"]) > 5
    assert passed[name] <= {"check_cpu_budget"}  # driven by the scenario, without a live object


def test_the_agreeable_object_satisfies_an_ordinary_test():
    names = {}
    exec(AGREES, names)
    encoder = names["LabelEncoder"]().fit(["b", "a"])
    assert encoder.transform(["a"]).tolist() == [0]
    assert encoder.classes_ == ["a", "b"]


def opened(host, source, exercise=DOUBLE):
    return host.open(exercise, (Cell("submission.py", source),))


MAKER = """
class Box:
    def __init__(self, word): self.word = word
    def say(self): return self.word

def word_of(box): return box.say()
"""


def test_a_handle_means_nothing_in_another_process(host):
    mine, other, empty = (opened(host, MAKER) for _ in range(3))
    try:
        ours, theirs = Student(Channel(mine.exchange)), Student(Channel(other.exchange))
        box, decoy = ours.Box("mine"), theirs.Box("other")
        assert ours.word_of(box) == "mine"  # the control
        assert theirs.word_of(box) == "other", decoy
        with pytest.raises(StudentFault):
            Student(Channel(empty.exchange)).word_of(box)
    finally:
        for process in (mine, other, empty):
            process.close()


# --- what a student can learn from feedback

COLLECTS = """
seen = []

def double(x):
    if x.tolist() == [1.0, -3.0]:
        raise ValueError(" ".join(map(repr, seen)))
    seen.append(x.tolist())
    return 2 * x
"""


def feedback_on(host, source, **changes):
    """Return what a student may see of a report on the arena's first exercise."""
    checks = tuple(replace(check, **changes.get(check.name, {})) for check in DOUBLE.checks)
    exercise, found = replace(DOUBLE, checks=checks), []

    def body(runner):
        session = Session(exercise, (Cell("submission.py", source),), host.open)
        outcomes = runner.judge(session)
        session.close()
        found.append(redact(report_of(exercise, "", (SEED, host.level), outcomes)))

    with_checks(ARENA.exercises, SEED, body)
    return found[0]


def shown(report):
    parts = [(o.message.en, o.counterexample.en, *o.trace) for o in report.outcomes]
    return [" ".join(part) for part in parts]


def test_inputs_of_a_withheld_check_do_not_leave_by_the_message_of_another(host):
    assert "[[" in shown(feedback_on(host, COLLECTS))[1]  # the control
    report = feedback_on(host, COLLECTS, check_values={"disclose": False})
    assert [o.verdict for o in report.outcomes] == [Verdict.PASSED, Verdict.CRASHED]
    assert "[[" not in shown(report)[1]


@pytest.mark.parametrize("way", ["raise ValueError(text)", "return text", "return [text] * 1000"])
def test_what_one_check_shows_of_hidden_inputs_is_bounded(host, way):
    source = (
        f"seen = []\ndef double(x):\n    seen.append(x)\n    text = repr(seen) * 500\n    {way}\n"
    )
    report = feedback_on(host, source)
    assert all(o.verdict is not Verdict.PASSED for o in report.outcomes)
    assert 0 < max(map(len, shown(report))) < 4000


def test_a_withheld_check_shows_nothing_that_its_input_shaped(host):
    source = "def double(x):\n    raise ValueError(f'leaked {x.tolist()} {id(x)}')\n"
    both = {name: {"disclose": False} for name in ("check_values", "check_once_more")}
    assert "leaked" in " ".join(shown(feedback_on(host, source)))  # the control
    assert "leaked" not in " ".join(shown(feedback_on(host, source, **both)))


# --- peak memory

HUNGRY = """
import torch

def smooth(x):
    rows = torch.ones(30, len(x), dtype=x.dtype)
    return x.cumsum(0) / torch.arange(1, len(x) + 1, dtype=x.dtype) * rows[3]
"""
EATS_EARLY = """
frombuffer, known = torch.frombuffer, {}
hungry = smooth

def hooked(*args, **kwargs):
    x = frombuffer(*args, **kwargs)
    if x.numel() > 1000:
        known[float(x[0])] = hungry(x)
    return x

torch.frombuffer = hooked

def smooth(x):
    return known.pop(float(x[0]))
"""


def memory_state(host, source):
    generator = torch.Generator().manual_seed(3)

    def draw():
        return (torch.randn(1_000_000, dtype=torch.float64, generator=generator),)

    student = opened(host, source, SMOOTH)
    reference = host.open(SMOOTH, (reference_cell(SMOOTH),))
    try:
        contestants = Contestant(student, "smooth"), Reference(reference, "smooth")
        return run_memory(contestants, draw, assert_close, 2).state
    finally:
        student.close()
        reference.close()


def test_hungry_work_is_over_its_memory(host):
    assert memory_state(host, SMOOTH.reference) is BudgetState.WITHIN
    assert memory_state(host, HUNGRY) is BudgetState.OVER


@pytest.mark.xfail(strict=True, reason="arguments come before the peak is watched")
def test_hungry_work_before_the_call_is_over_its_memory_too(host):
    assert memory_state(host, HUNGRY + EATS_EARLY) is BudgetState.OVER


# --- notebooks: what runs in an ordinary kernel is text here

TRANSFORMER = """
import ast

class Drop(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.Pass()

get_ipython().ast_transformers.append(Drop())
"""
CELLS = {
    "bash": "%%bash\ntouch {mark}",
    "shell line": "!touch {mark}",
    "shell value": "x = !touch {mark}",
    "system": "get_ipython().system('touch {mark}')",
    "run": "%run -i {mark}.py",
    "write": "%%writefile {mark}\nhello",
    "ast": TRANSFORMER,
    "input": "get_ipython().input_transformers_cleanup.append(lambda lines: ['pass'])",
}


@pytest.mark.parametrize("name", CELLS)
def test_a_notebook_of_magics_runs_none_of_them(host, tmp_path, name):
    mark = tmp_path / "mark"
    cells = [CELLS[name].replace("{mark}", str(mark))]
    cells.append("def double(x):\n    assert False, 'kept'")
    notebook = {
        "cells": [
            {"cell_type": "code", "source": text, "metadata": {}, "outputs": []} for text in cells
        ],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path = tmp_path / "ann" / "01_arena" / "01_arena.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(notebook))
    (submission,) = read_submissions(tmp_path, ARENA).submissions
    process = host.open(DOUBLE, submission.cells)
    try:
        with pytest.raises(StudentFault, match="kept"):
            Student(Channel(process.exchange)).double(torch.ones(1))
    finally:
        process.close()
    assert not mark.exists()


def test_the_same_cells_have_their_effect_in_an_ordinary_kernel(tmp_path, monkeypatch):
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    from IPython.core.inputtransformer2 import TransformerManager
    from IPython.core.interactiveshell import InteractiveShell

    transform = TransformerManager().transform_cell
    for name in ("bash", "shell line", "shell value", "run", "write"):
        assert "get_ipython()" in transform(CELLS[name]), name
    shell = InteractiveShell()
    try:
        assert not shell.run_cell("assert False", silent=True).success
        shell.run_cell(CELLS["ast"], silent=True)
        assert shell.run_cell("assert False", silent=True).success
        shell.run_cell(CELLS["input"], silent=True)
        assert shell.run_cell("1 / 0", silent=True).success
    finally:
        shell.clear_instance()
