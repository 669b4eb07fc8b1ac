"""What a channel remembers of a submission, without confinement."""

import pytest

from autograder.model import Cell
from autograder.sandbox import codec
from autograder.sandbox.processes.channel import Call, Channel, value_of
from autograder.sandbox.processes.faults import StudentDied, StudentMissing, StudentRaised
from autograder.sandbox.processes.in_process import load
from autograder.sandbox.processes.student import RemoteObject, Student, ask

SOURCE = "def half(x): return x / 2\ndef box(): return object()\ndef fail(): raise KeyError('a')\n"


@pytest.fixture
def channel() -> Channel:
    channel, faults = load([Cell("cell 1", SOURCE)])
    assert not faults
    return Channel(channel.exchange)


def test_results_and_exceptions_are_kept_until_somebody_clears_them(channel):
    student = Student(channel)
    assert student.half(3) == 1.5
    with pytest.raises(StudentRaised):
        student.fail()
    assert channel.answers[0] == 1.5 and channel.answers[1].type_name == "KeyError"
    channel.forget()
    with pytest.raises(StudentMissing):  # no answer of the submission's code
        student.quarter(3)
    assert channel.answers == [] and channel.calls == 3


def test_calls_are_kept_with_what_came_back(channel):
    student = Student(channel)
    student.half(x=3)
    with pytest.raises(StudentRaised):
        student.fail()
    assert [made.call for made in channel.made] == [
        Call("half", (), {"x": 3}), Call("fail", (), {}),
    ]  # fmt: skip
    assert [made.answer for made in channel.made] == [1.5, None]
    channel.forget()
    assert not channel.made


def test_only_a_handle_s_caller_makes_live_objects_of_handles(channel):
    request = ("call", "submission", "box", (), {}, False)
    assert type(channel.request(*request)[0]) is codec.Handle
    assert type(ask(channel, *request)[0]) is RemoteObject


@pytest.mark.parametrize("reply", [("value",), ("value", 1), ("passed", 1, 2), 1, ("raised", 1)])
def test_what_no_server_says_is_a_death(reply):
    with pytest.raises(StudentDied, match="not a value"):
        value_of(codec.encode(reply))
