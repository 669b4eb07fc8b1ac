"""Confined processes: they answer, they die alone, and they are measured from outside."""

import os
import subprocess
import sys
import time
import tracemalloc
from dataclasses import replace

import pytest
import torch

from autograder.errors import MachineError
from autograder.model import Cell, Exercise, Limits, Text
from autograder.sandbox.confinement import confine
from autograder.sandbox.processes.channel import Channel
from autograder.sandbox.processes.child_handle import ChildHandle
from autograder.sandbox.processes.faults import LimitExceeded, StudentDied, StudentRaised
from autograder.sandbox.processes.host import Host
from autograder.sandbox.processes.student import Student
from tests.machine import PATIENT

LEVELS = [level for level in ("S2", "S3") if confine.at_least(confine.probe().level, level)]


@pytest.fixture(scope="module", params=LEVELS)
def host(request, host_at):
    return host_at(request.param)


def exercise_with(limits: Limits) -> Exercise:
    empty = Text("x", "x")
    return Exercise(
        "01_a/01_b", None, empty, 1, 1, empty, empty, "", ("f",), (), (), (), limits=limits
    )


@pytest.fixture
def run(host):
    """Open the process of some source code and return its handle."""
    opened = []

    def start(*sources, limits=None):
        cells = tuple(Cell(f"cell {n}", source) for n, source in enumerate(sources, 1))
        process = host.open(exercise_with(limits or PATIENT), cells)
        opened.append(process)
        return Student(Channel(process.exchange)), process

    yield start
    for process in opened:
        process.close()


def test_calls_and_objects_cross_the_boundary(run):
    student, _ = run("def f(x): return x.T.contiguous()\ndef make(n): return lambda x: x + n")
    x = torch.arange(6).reshape(2, 3)
    assert torch.equal(student.f(x), x.T)
    assert student.make(2)(3) == 5


def test_large_values_pass_both_ways(run):
    student, _ = run("def f(x): return x + 1")
    x = torch.zeros(2_000_000)
    assert student.f(x).sum().item() == 2_000_000


@pytest.mark.parametrize(
    "body, fault",
    [
        ("import os; os._exit(0)", "exit code 0"),
        ("import ctypes; ctypes.string_at(0)", "SIGSEGV"),
        ("import os; os.abort()", "SIG"),
    ],
)
def test_a_dead_process_is_a_fault_and_is_replaced(run, body, fault):
    student, _ = run(f"def die(): {body}\ndef f(): return 1")
    with pytest.raises(StudentDied, match=fault):
        student.die()
    assert student.f() == 1


def test_an_endless_loop_ends_at_the_cpu_limit(run):
    limits = replace(PATIENT, cpu_seconds=0.3)
    student, process = run("def f():\n    while True: pass", limits=limits)
    process.begin_check()
    with pytest.raises(LimitExceeded) as caught:
        student.f()
    assert caught.value.resource == "cpu"


def test_a_process_after_one_that_was_stopped_starts_with_its_full_limit(run, machine):
    source = "def spin():\n    while True: pass\ndef f(): return 1"
    limits = replace(PATIENT, cpu_seconds=machine.seconds(0.3))
    student, process = run(source, limits=limits)
    process.begin_check()
    for _ in range(3):
        with pytest.raises(LimitExceeded):
            student.spin()
        assert student.f() == 1


def test_sleeping_ends_at_the_wall_limit(run):
    source = "import signal\ndef f(): signal.pause()"
    student, _ = run(source, limits=replace(PATIENT, wall_seconds=0.3))
    with pytest.raises(LimitExceeded) as caught:
        student.f()
    assert caught.value.resource == "wall"


def test_memory_stops_inside_the_process(run):
    student, _ = run("import torch\ndef f(): return torch.ones(8 << 30).sum()")
    with pytest.raises(StudentRaised, match=r"DefaultCPUAllocator|memory"):
        student.f()


def test_printing_without_end_costs_only_time(run):
    student, _ = run("def f():\n    for _ in range(100): print('x' * 1_000_000)\n    return 1")
    assert student.f() == 1


def test_a_cell_that_kills_the_process_is_left_out(run):
    student, process = run("def f(): return 1", "import os; os._exit(3)", "def g(): return 2")
    assert (student.f(), student.g()) == (1, 2)
    assert [str(place) for place, _ in process.faults] == [
        "cell 2, line 1 `import os; os._exit(3)`"
    ]


def test_cells_that_raise_do_not_spoil_the_others(run):
    student, process = run("def f(): return 1", "1 / 0", "def g(:")
    assert student.f() == 1
    assert [fault.type_name for _, fault in process.faults] == ["ZeroDivisionError", "SyntaxError"]


def test_an_answer_written_before_its_question_is_no_answer(run):
    """A reply must carry the nonce of its request, which does not exist before the request."""
    source = (
        "import os, threading, time\n"
        "def find():\n"
        "    return [n for n in range(3, 64) if can(n)]\n"
        "def can(n):\n"
        "    try: os.write(n, b'x' * 64); return True\n"
        "    except OSError: return False\n"
        "def f(): find(); return 1\n"
    )
    student, _ = run(source)
    with pytest.raises((StudentDied, LimitExceeded)):
        student.f()


def test_a_new_process_knows_nothing_of_the_last_one(run):
    source = "import torch, random\nstate = []\ndef f():\n    state.append(1)\n"
    source += "    return len(state), torch.rand(1), random.random()"
    first, second = run(source)[0].f(), run(source)[0].f()
    assert first[0] == second[0] == 1
    assert torch.equal(first[1], second[1]) and first[2] == second[2]


def test_the_clock_runs_only_while_the_process_is_timed(run):
    busy = (
        "import threading\n"
        "def burn():\n    while True: pass\n"
        "threading.Thread(target=burn, daemon=True).start()\n"
        "def f(): return 1\n"
    )
    student, process = run(busy)
    student.f()
    child = process._child
    child.freeze()
    before = child.cpu_seconds
    time.sleep(0.1)
    assert child.cpu_seconds - before < 0.002
    child.thaw()


def test_sleeping_is_charged_to_the_one_who_sleeps(run):
    student, process = run("import time\ndef f(): time.sleep(0.05)")
    student.f()
    with process.timed() as clock:
        student.f()
    assert clock.charge >= 0.05


def test_confined_torch_computes_with_the_same_instructions_as_the_grader(run):
    """Without them the same code gives other last digits there and here."""
    source = "import torch\ndef f(): return torch.backends.cpu.get_cpu_capability()"
    student, _ = run(source)
    assert student.f() == torch.backends.cpu.get_cpu_capability()


def test_training_works_when_confined(run):
    source = """
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset
def f():
    torch.manual_seed(0)
    net = nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.Flatten(), nn.Linear(72, 3))
    data = TensorDataset(torch.randn(20, 1, 8, 8), torch.randint(0, 3, (20,)))
    opt = torch.optim.Adam(net.parameters())
    for x, y in DataLoader(data, batch_size=5, shuffle=True):
        opt.zero_grad()
        loss = nn.functional.cross_entropy(net(x), y)
        loss.backward()
        opt.step()
    return float(loss)
"""
    student, _ = run(source)
    assert student.f() > 0


def test_a_zygote_that_died_is_replaced(host, run):
    student, process = run("def f(): return 1")
    assert student.f() == 1
    host._zygote.kill()
    host._zygote.wait()
    process.close()
    again, _ = run("def f(): return 2")
    assert again.f() == 2


def test_a_level_this_machine_lacks_is_refused(monkeypatch):
    monkeypatch.setenv("AUTOGRADER_MAX_LEVEL", "S0")
    with pytest.raises(MachineError, match=r"cannot be confined|reaches"):
        Host("S2")
    with pytest.raises(MachineError, match="cannot be confined"):
        Host()


@pytest.fixture
def naps(machine):
    """A submission that naps, each time beyond what a request costs this machine."""
    source = f"import time\nNAP = {machine.seconds(0.1)}\ndef nap(): time.sleep(NAP)\n"
    return f"{source}def f(): return 1"


@pytest.fixture
def impatient(machine):
    """Limits of three naps and a half."""
    return replace(PATIENT, check_wall_seconds=machine.seconds(0.35))


def naps_until_stopped(student, limits, most=40) -> int:
    for number in range(most):
        try:
            student.nap()
        except LimitExceeded as exceeded:
            assert (exceeded.resource, exceeded.limit) == ("wall", limits.check_wall_seconds)
            return number
    return most


def test_waiting_adds_up_within_one_check(run, naps, impatient):
    student, process = run(naps, limits=impatient)
    for _ in range(2):  # the next check has its full limit again
        process.begin_check()
        assert 2 <= naps_until_stopped(student, impatient) <= 4
        with pytest.raises(LimitExceeded):
            student.f()


def test_waiting_adds_up_over_the_processes_of_one_check(run, naps, impatient):
    source = f"{naps}\nimport os\ndef leave(): nap(); os._exit(0)"
    student, process = run(source, limits=impatient)
    process.begin_check()
    for _ in range(2):
        with pytest.raises(StudentDied):
            student.leave()
    assert naps_until_stopped(student, impatient) <= 2


def test_a_slow_reply_in_small_pieces_is_waiting_too(run, machine, impatient):
    source = (
        "import os, struct, sys, time\n"
        "def nap():\n"
        "    frame = sys._getframe()\n"
        "    while 'replies' not in frame.f_locals: frame = frame.f_back\n"
        "    fd, nonce = frame.f_locals['replies'], frame.f_locals['request'][:16]\n"
        "    os.write(fd, nonce + struct.pack('<II', 100, 0))\n"
        f"    for _ in range(20): os.write(fd, b'x'); time.sleep({machine.seconds(0.005)})\n"
        "    os._exit(0)\n"
    )
    student, process = run(source, limits=impatient)
    process.begin_check()
    for _ in range(8):
        with pytest.raises((StudentDied, LimitExceeded)) as caught:
            student.nap()
    assert isinstance(caught.value, LimitExceeded)


def test_cells_that_wait_are_left_out_once_they_have_waited_too_long(run, naps, impatient):
    student, process = run(naps, *["nap()"] * 20, limits=impatient)
    process.begin_check()
    assert student.f() == 1
    assert 15 <= len(process.faults) <= 18
    assert isinstance(process.faults[-1][1], LimitExceeded)


def test_what_the_machine_does_for_others_is_no_waiting(run, naps, impatient, monkeypatch):
    """A process that is runnable and has no CPU waits for the machine."""
    student, process = run(naps, limits=impatient)
    process.begin_check()
    monkeypatch.setattr(ChildHandle, "waited_seconds", lambda child: time.monotonic())
    assert naps_until_stopped(student, impatient, most=10) == 10


CONTENDED = """
import threading, time
def compute(seconds):
    until = time.thread_time() + seconds
    while time.thread_time() < until: pass
def alone(seconds): compute(seconds)
def in_a_thread(seconds):
    thread = threading.Thread(target=compute, args=(seconds,))
    thread.start()
    thread.join()
"""


@pytest.mark.parametrize("how", ["alone", "in_a_thread"])
def test_a_process_that_computes_among_others_is_not_stopped_for_waiting(run, how, machine):
    """Four others share its CPU: it takes five times as long as it computes."""
    limits = replace(PATIENT, wall_seconds=machine.seconds(0.4), check_wall_seconds=30)
    student, process = run(CONTENDED, limits=limits)
    process.begin_check()
    cpu = min(os.sched_getaffinity(0))
    code = f"import os; os.sched_setaffinity(0, {{{cpu}}})\nwhile True: pass"
    others = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(4)]
    try:
        with process.pinned(cpu):
            getattr(student, how)(machine.seconds(0.4))
    finally:
        for other in others:
            other.kill()
            other.wait()


CLAIMS = """
import os, struct, sys
def claim(header, body):
    frame = sys._getframe()
    while 'replies' not in frame.f_locals: frame = frame.f_back
    fd, nonce = frame.f_locals['replies'], frame.f_locals['request'][:16]
    lists = bytes([0x92, 0xdd, 0, 0x7f, 255, 255]) + b'\\x90' * min(header, 9 << 20)
    data = memoryview(nonce + struct.pack('<II', header, body) + lists)
    while data: data = data[os.write(fd, data):]
def numbers(count): return [0.5] * count
"""


@pytest.mark.parametrize("sizes", [(8 << 20, 0), (3 << 20, 0), (0xFFFFFFFF, 0), (9, 0xFFFFFFFF)])
def test_a_reply_that_would_fill_the_grader_is_not_read(run, sizes):
    """A header becomes objects of seventy times its size: it has a limit of its own."""
    student, _ = run(CLAIMS, limits=replace(PATIENT, memory_bytes=8 << 30))
    tracemalloc.start()
    try:
        with pytest.raises(LimitExceeded) as caught:
            student.claim(*sizes)
        assert tracemalloc.get_traced_memory()[1] < 4 << 20
    finally:
        tracemalloc.stop()
    assert caught.value.resource == "output"


def test_an_honest_answer_of_too_many_numbers_is_called_too_large(run):
    student, _ = run(CLAIMS)
    assert len(student.numbers(200_000)) == 200_000
    with pytest.raises(LimitExceeded) as caught:
        student.numbers(400_000)
    assert caught.value.resource == "output"
