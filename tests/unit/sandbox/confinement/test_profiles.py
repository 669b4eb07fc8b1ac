"""What each profile adds, that it stays private, and that it ends with the process."""

import shutil
import time
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from autograder.model import Cell
from autograder.sandbox.confinement import confine
from autograder.sandbox.confinement.profiles import PROFILES
from autograder.sandbox.processes.channel import Channel
from autograder.sandbox.processes.faults import LimitExceeded, StudentRaised
from autograder.sandbox.processes.host import Host
from autograder.sandbox.processes.student import Student
from tests.arena.run import DOUBLE
from tests.machine import PATIENT

pytestmark = pytest.mark.skipif(
    not confine.at_least(confine.probe().level, "S3"), reason="needs level S3"
)
LIMITS = replace(PATIENT, memory_bytes=4 << 30)
MEBIBYTE = 1 << 20


@pytest.fixture(scope="module")
def host(host_at):
    return host_at("S3")


@pytest.fixture
def run(host):
    """Open the process of some source code under a profile and return its handle."""
    opened = []

    def start(profile, source):
        exercise = replace(DOUBLE, profile=profile, limits=LIMITS)
        opened.append(host.open(exercise, (Cell("cell 1", source),)))
        return Student(Channel(opened[-1].exchange))

    start.close = lambda: opened.pop().close()
    yield start
    for process in opened:
        process.close()


WRITES = """
import os
def write(count):
    with open("made.bin", "wb") as file:
        for _ in range(count):
            file.write(bytes(1 << 20))
    return os.path.getsize("made.bin")
def many(count):
    for number in range(count):
        with open(f"{number}.bin", "wb") as file:
            file.write(bytes(1 << 20))
def exists(): return os.path.exists("made.bin")
"""


def test_files_are_written_in_a_private_folder_that_ends_with_the_process(run):
    assert run("files", WRITES).write(2) == 2 * MEBIBYTE
    run.close()
    assert run("files", WRITES).exists() is False


def test_pure_code_writes_nothing(run):
    with pytest.raises(StudentRaised, match=r"OSError|PermissionError"):
        run("pure", WRITES).write(1)


def test_the_private_folder_is_full_at_its_size(run):
    most = PROFILES["files"].folder_bytes // MEBIBYTE
    with pytest.raises(StudentRaised, match="File too large"):
        run("files", WRITES).write(most + 1)
    with pytest.raises(StudentRaised, match="No space left"):
        run("files", WRITES).many(most + 1)


PROGRAM = """
import os, subprocess
def fork():
    pid = os.fork()
    if pid == 0:
        os._exit(7)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
def run(): return subprocess.run(["/usr/bin/env", "true"]).returncode
"""


@pytest.mark.parametrize("profile", PROFILES)
def test_only_some_profiles_start_processes_and_programs(run, profile):
    student = run(profile, PROGRAM)
    if PROFILES[profile].processes:
        assert student.fork() == 7
    else:
        with pytest.raises(StudentRaised, match="PermissionError"):
            student.fork()
    if PROFILES[profile].programs:
        assert student.run() == 0
    else:
        with pytest.raises(StudentRaised, match="PermissionError"):
            student.run()


LOADER = """
import torch
from torch.utils.data import DataLoader, Dataset
class Squares(Dataset):
    def __len__(self): return 6
    def __getitem__(self, index): return torch.tensor([float(index) ** 2])
def load(workers): return torch.cat(list(DataLoader(Squares(), batch_size=2, num_workers=workers)))
"""


def test_a_data_loader_with_workers(run):
    expected = torch.arange(6.0).square()[:, None]
    assert torch.equal(run("workers", LOADER).load(2), expected)
    with pytest.raises(StudentRaised):
        run("pure", LOADER).load(2)


ORPHANS = """
import ctypes, os, time
def leave(name):
    for _ in range(3):
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                ctypes.CDLL(None).prctl(15, name.encode())  # its name in /proc
                time.sleep(60)
            os._exit(0)
    time.sleep(0.3)
"""
NAME = "left-behind"


def left_behind():
    return [c for c in Path("/proc").glob("[0-9]*/comm") if c.read_text().strip() == NAME]


def test_processes_that_hide_end_with_the_submission(run):
    run("workers", ORPHANS).leave(NAME)
    assert len(left_behind()) == 3, "the control: they are there while it lives"
    run.close()
    assert not left_behind()


def test_the_number_of_processes_is_limited(run):
    source = """
import os, time
def bomb():
    for number in range(2000):
        try:
            if os.fork() == 0:
                time.sleep(60)
                os._exit(0)
        except OSError:
            return number
"""
    assert run("workers", source).bomb() < PROFILES["workers"].tasks


SHARE = """
import os, signal
def spin(count):
    for _ in range(count):
        if os.fork() == 0:
            while True: pass
    signal.pause()
def hold(count):
    for _ in range(count):
        if os.fork() == 0:
            held = bytearray(os.urandom(1 << 20)) * 200
            signal.pause()
    signal.pause()
"""


@pytest.mark.parametrize(
    "act, limit, resource",
    [("spin", {"cpu_seconds": 2}, "cpu"), ("hold", {"memory_bytes": 512 << 20}, "memory")],
    ids=["spin-cpu", "hold-memory"],
)
def test_what_its_processes_use_is_its_own(host, act, limit, resource):
    """Nothing else is limited: how fast memory is touched does not decide what comes first."""
    exercise = replace(DOUBLE, profile="workers", limits=replace(LIMITS, **limit))
    process = host.open(exercise, (Cell("cell 1", SHARE),))
    process.begin_check()
    try:
        with pytest.raises(LimitExceeded) as caught:
            getattr(Student(Channel(process.exchange)), act)(8)
    finally:
        process.close()
    assert caught.value.resource == resource


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("g++"), reason="needs a C++ compiler")
def test_torch_compile_with_a_real_compiler(run):
    source = """
import torch
def f(x): return torch.compile(lambda x: torch.sin(x) + 2 * x)(x)
"""
    x = torch.linspace(0, 1, 5)
    torch.testing.assert_close(run("compile", source).f(x), torch.sin(x) + 2 * x)


def test_a_profile_above_the_level_is_refused():
    started = time.monotonic()
    with Host("S2") as host, pytest.raises(confine.MachineError, match="could not be confined"):
        host.open(replace(DOUBLE, profile="files"), ()).begin_check()
    assert time.monotonic() > started
