"""From what ended a check to its verdict."""

import pytest

from autograder.grading.verdicts import outcome_of
from autograder.model import Cell, CheckSpec, Limits, Text, Verdict
from autograder.sandbox.confinement import confine
from autograder.sandbox.processes.channel import Channel
from autograder.sandbox.processes.faults import StudentFault, StudentRaised
from autograder.sandbox.processes.student import Student
from tests.unit.sandbox.processes.test_confined import exercise_with

SPEC = CheckSpec("check_it", Text("x", "x"))
LEVELS = [level for level in ("S2", "S3") if confine.at_least(confine.probe().level, level)]
OUTSIDE = {
    "write": "open('notes.txt', 'w')",
    "write where packages lie": "open(torch.__file__, 'a')",
    "make a folder": "os.mkdir('/made')",
    "read": "open('data.csv')",
    "list": "os.listdir('/root')",
    "save": "torch.save(torch.ones(1), 'model.pt')",
    "table": "pandas.DataFrame({'a': [1]}).to_csv('a.csv')",
    "temporary file": "tempfile.TemporaryFile()",
    "fetch": "urllib.request.urlopen('http://127.0.0.1:9/')",
    "start": "subprocess.run(['ls'])",
}
IMPORTS = "import os, subprocess, tempfile, urllib.request\nimport pandas, torch\n"


@pytest.fixture(scope="module", params=LEVELS)
def student(request, host_at):
    source = IMPORTS + "".join(
        f"def act_{number}(): {act}\n" for number, act in enumerate(OUTSIDE.values())
    )
    process = host_at(request.param).open(exercise_with(Limits()), (Cell("cell 1", source),))
    yield Student(Channel(process.exchange))
    process.close()


@pytest.mark.parametrize("number", range(len(OUTSIDE)), ids=list(OUTSIDE))
def test_what_is_not_offered_is_forbidden_at_every_level(student, number):
    with pytest.raises(StudentFault) as caught:
        getattr(student, f"act_{number}")()
    outcome = outcome_of(SPEC, caught.value)
    assert outcome.verdict is Verdict.FORBIDDEN, outcome.message.en
    assert "not offered here" in outcome.message.en and caught.value.type_name in outcome.message.en


def test_other_errors_of_the_system_are_crashes():
    for message in ("[Errno 21] Is a directory: 'a'", "[Errno 28] No space left on device"):
        error = StudentRaised("OSError", ("OSError", "Exception", "BaseException"), message, ())
        assert outcome_of(SPEC, error).verdict is Verdict.CRASHED


def test_an_operation_that_pytorch_lacks_is_not_an_unwritten_answer():
    bases = ("NotImplementedError", "RuntimeError", "Exception", "BaseException")
    lines = {
        "a.py, line 2: raise NotImplementedError()": Verdict.NOT_ATTEMPTED,
        "a.py, line 2: raise NotImplementedError('later')": Verdict.NOT_ATTEMPTED,
        "a.py, line 2: return x.numpy()": Verdict.CRASHED,
    }
    for line, verdict in lines.items():
        error = StudentRaised("NotImplementedError", bases, "Cannot copy out of meta", (line,))
        assert outcome_of(SPEC, error).verdict is verdict
    error = StudentRaised("NotImplementedError", bases, "", ())
    assert outcome_of(SPEC, error).verdict is Verdict.NOT_ATTEMPTED
