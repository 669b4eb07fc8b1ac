"""What intake knows reaches the exercise it is about, and is told once."""

from autograder.grading.reasons import explained
from autograder.model import Cause, Level, Outcome, Report, Text, Verdict

FIRST, SECOND = "01_a/01_first", "01_a/02_second"
FAULT = Text("cell 3 did not run to its end: NameError", "cell 3 没有运行完:NameError")
OWN = Text("only here", "只在这里")
CAUSE = Cause("cell 2 is a raw cell", "cell 2 是 Raw 单元格", (FIRST,))


def report(exercise, *verdicts, warnings=()):
    said = Text("said", "说")
    outcomes = tuple(Outcome(f"check_{n}", v, message=said) for n, v in enumerate(verdicts))
    return Report(
        exercise=exercise,
        submission_digest="",
        exercise_digest="",
        engine="",
        seed=0,
        level=Level.S2,
        outcomes=outcomes,
        score=0.0,
        points=1.0,
        warnings=warnings,
    )


def test_a_missing_function_has_its_reason_and_others_keep_theirs():
    reports = [report(FIRST, Verdict.NOT_ATTEMPTED, Verdict.WRONG),
               report(SECOND, Verdict.NOT_ATTEMPTED)]  # fmt: skip
    (first, second), warnings = explained(reports, [CAUSE, CAUSE])
    assert [o.message.en for o in first.outcomes] == ["cell 2 is a raw cell", "said"]
    assert second.outcomes == reports[1].outcomes
    assert warnings == (Text(CAUSE.en, CAUSE.zh),)


def test_what_several_exercises_warn_of_is_told_once():
    reports = [report(FIRST, warnings=(FAULT, OWN)), report(SECOND, warnings=(FAULT, FAULT))]
    (first, second), warnings = explained(reports, [Text("mended", "已修正")])
    assert first.warnings == (OWN,) and second.warnings == ()
    assert warnings == (Text("mended", "已修正"), FAULT)
    alone = [report(FIRST, warnings=(FAULT,))]
    assert explained(alone, [])[0] == tuple(alone)
