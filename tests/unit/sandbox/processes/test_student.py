"""What a check sees of a submission, without confinement: the same handle, the same codec."""

import numpy as np
import pytest
import torch

from autograder.model import Cell
from autograder.sandbox import codec
from autograder.sandbox.processes.channel import Channel
from autograder.sandbox.processes.faults import StudentDied, StudentMissing, StudentRaised
from autograder.sandbox.processes.in_process import load
from autograder.sandbox.processes.student import Student

SOURCE = """
import torch

class Encoder:
    def __init__(self, factor):
        self.factor = factor
    def fit(self, values):
        self.values = values
        return self
    def get(self):
        return self.values * self.factor

def double_in_place(x):
    x.mul_(2)
    return x

def adder(n):
    return lambda y: y + n

def use(encoder):
    return encoder.factor

def fail(x):
    raise KeyError(x)

def leave():
    raise SystemExit(0)

class Odd(ValueError):
    pass

def odd():
    raise Odd("even")
"""


def student_of(source=SOURCE, scenario=""):
    return Student(load([Cell("cell 1", source)], scenario)[0])


def test_call_returns_a_copy():
    x = torch.ones(2)
    assert student_of().double_in_place(x).tolist() == [2, 2]
    assert x.tolist() == [1, 1]


def test_observe_shows_the_arguments_after_the_call():
    seen = student_of().double_in_place.observe(torch.ones(2))
    assert seen.arguments_after[0].tolist() == [2, 2]


X = torch.ones(2)
FORGED_AFTER = {
    "nothing": None,
    "a number": 5,
    "a tensor that unpacks": torch.ones(2),
    "text that unpacks": "ab",
    "no arguments": ((), {"k": 1}),
    "too few": ((X,), {"k": 1}),
    "too many": ((X, X, X), {"k": 1}),
    "no keywords": ((X, X), {}),
    "other keywords": ((X, X), {"k": 1, "more": 1}),
    "another keyword": ((X, X), {"j": 1}),
    "a list": ([X, X], {"k": 1}),
    "text": ("XX", {"k": 1}),
    "pairs": ((X, X), (("k", 1),)),
    "a number for keywords": ((X, X), 7),
    "an object": ((X, X), codec.Handle(0, "dict")),
    "three": ((X, X), {"k": 1}, {}),
}


@pytest.mark.parametrize("after", FORGED_AFTER.values(), ids=FORGED_AFTER)
def test_arguments_after_are_as_many_as_were_sent(after):
    student = Student(Channel(lambda _request: codec.encode(("value", 1, after))))
    with pytest.raises(StudentDied):
        student.f.observe(X, X, k=1)


def test_arguments_after_may_hold_anything():
    reply = codec.encode(("value", 1, ((None, [X]), {"k": "changed"})))
    seen = Student(Channel(lambda _request: reply)).f.observe(X, X, k=1)
    assert seen.arguments_after[0] is None and seen.keywords_after == {"k": "changed"}


def test_objects_stay_there_and_answer_calls():
    student = student_of()
    encoder = student.Encoder(3)
    assert encoder.fit(torch.ones(2))._type_name == "Encoder"
    assert encoder.get().tolist() == [3, 3]
    assert encoder.read("factor") == 3
    assert student.use(encoder) == 3


def test_returned_functions_can_be_called():
    assert student_of().adder(4)(np.int64(1)) == 5


def test_exceptions_arrive_with_the_students_own_lines():
    with pytest.raises(StudentRaised) as caught:
        student_of().fail("x")
    assert caught.value.is_a("LookupError") and not caught.value.is_a("ValueError")
    assert caught.value.trace == ("cell 1, line 24: raise KeyError(x)",)


def test_own_exception_classes_count_as_their_built_in_base():
    with pytest.raises(StudentRaised) as caught:
        student_of().odd()
    assert caught.value.type_name == "Odd" and caught.value.is_a("ValueError")


def test_a_class_that_only_borrows_a_name_is_not_that_exception():
    student = student_of("class ValueError(Exception): pass\ndef f(): raise ValueError('mine')")
    with pytest.raises(StudentRaised) as caught:
        student.f()
    assert not caught.value.is_a("ValueError")


def test_system_exit_is_a_failure():
    with pytest.raises(StudentRaised, match="SystemExit"):
        student_of().leave()


def test_missing_function_names_what_is_close():
    with pytest.raises(StudentMissing) as caught:
        student_of().dubble_in_place(1)
    assert "double_in_place" in caught.value.defined


def test_a_broken_cell_does_not_spoil_the_others():
    channel, faults = load([Cell("cell 1", "def f(:"), Cell("cell 2", "def g(): return 1")])
    assert Student(channel).g() == 1
    assert [str(place) for place, _ in faults] == ["cell 1"]
    assert faults[0][1].type_name == "SyntaxError"


def test_scenario_runs_beside_the_students_code():
    student = student_of(
        scenario="def twice(student, x):\n    return student.double_in_place(x) + 1"
    )
    assert student.scenario.twice(torch.ones(1)).tolist() == [3]


def test_scenario_meets_a_missing_function():
    student = student_of("", scenario="def go(student):\n    return student.nothing()")
    with pytest.raises(StudentMissing):
        student.scenario.go()


def test_an_exception_with_a_hostile_message():
    source = "class E(Exception):\n    def __str__(self): raise E\ndef f(): raise E"
    with pytest.raises(StudentRaised):
        student_of(source).f()


def test_get_source_and_dataclasses_work_in_submissions():
    source = (
        "import inspect, dataclasses\n"
        "@dataclasses.dataclass\nclass P:\n    x: int = 1\n"
        "def f(): return inspect.getsource(P)\n"
    )
    assert "class P" in student_of(source).f()
