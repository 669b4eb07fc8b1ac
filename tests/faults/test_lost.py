"""Killed from outside, one by one: the process of a submission, and the zygote it came from."""

import os
import select
import signal
import socket

import pytest

from autograder.errors import MachineError
from autograder.model import Cell, Exercise, Text
from autograder.sandbox.processes.channel import Channel
from autograder.sandbox.processes.faults import StudentDied
from autograder.sandbox.processes.host import Host
from autograder.sandbox.processes.student import Student
from tests.machine import HANG_SECONDS, PATIENT

EMPTY = Text("x", "x")
EXERCISE = Exercise("01_a/01_b", None, EMPTY, 1, 1, EMPTY, EMPTY, "", ("f",), (), (), (),
                    limits=PATIENT)  # fmt: skip


def opened(host, source="def f(): return 1"):
    return host.open(EXERCISE, (Cell("answer.py", source),))


def ask(process):
    process.begin_check()
    return Student(Channel(process.exchange)).f()


def kill_child(process):
    os.kill(process._child.pid, signal.SIGKILL)


def kill_zygote(host, *processes):
    """Kill it; return when its children have followed it."""
    host._zygote.kill()
    host._zygote.wait()
    for process in processes:
        select.select([process._child.pidfd], [], [], HANG_SECONDS)


def test_a_process_that_is_killed_from_outside_is_forgiven_once_for_each_submission(host):
    """Whoever kills itself the same way gets one more try, in a fresh process, and no third."""
    host.forgiven.clear()
    process, again = opened(host), opened(host)
    for killed, error in ((process, MachineError), (process, StudentDied), (again, StudentDied)):
        assert ask(killed) == 1
        kill_child(killed)
        with pytest.raises(error, match=r"killed from outside|SIGKILL"):
            ask(killed)
    host.forgiven.clear()  # the next submission
    assert ask(again) == 1
    kill_child(again)
    with pytest.raises(MachineError):
        ask(again)
    process.close()
    again.close()


def test_a_cell_is_not_blamed_for_a_kill_from_outside(host):
    host.forgiven.clear()
    process = opened(host, "import os\nos.kill(os.getpid(), 9)\ndef f(): return 1")
    with pytest.raises(MachineError):
        process.begin_check()
    assert process.faults == []
    process.begin_check()  # this time it was the cell
    assert [str(fault) for _, fault in process.faults] == ["signal SIGKILL"]
    process.close()


def test_all_processes_of_a_lost_zygote_begin_again_at_the_next_check(host):
    """The number of one that is lost may belong to another one that the new zygote has forked."""
    student, reference = opened(host), opened(host, "def f(): return 2")
    assert (ask(student), ask(reference)) == (1, 2)
    kill_zygote(host, student, reference)
    with pytest.raises(MachineError, match="zygote"):
        ask(student)
    assert (ask(student), ask(reference), ask(student)) == (1, 2, 1)
    student.close()
    reference.close()


@pytest.mark.nightly
def test_a_start_does_not_hide_that_others_were_lost(host):
    """Their state is gone: what a check does with them has to begin again."""
    known = opened(host)
    assert ask(known) == 1
    kill_zygote(host, known)
    with pytest.raises(MachineError):
        opened(host).begin_check()
    assert ask(known) == 1
    known.close()


def test_a_zygote_that_dies_while_it_starts_is_replaced():
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    theirs.close()
    with Host(zygote=ours) as host:
        process = opened(host)
        assert ask(process) == 1
        process.close()
