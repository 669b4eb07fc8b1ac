"""The words, marks and tones that feedback and reports say verdicts with."""

from __future__ import annotations

from autograder.model import Text, Verdict

# Verdict -> (mark that needs no colour, tone).
MARKS = {
    Verdict.PASSED: ("✓", "good"),
    Verdict.WRONG: ("✗", "bad"),
    Verdict.CRASHED: ("✗", "bad"),
    Verdict.OVER_BUDGET: ("✗", "bad"),
    Verdict.LIMIT_EXCEEDED: ("✗", "bad"),
    Verdict.FORBIDDEN: ("✗", "bad"),
    Verdict.NOT_ATTEMPTED: ("○", "idle"),
    Verdict.SKIPPED: ("–", "idle"),
    Verdict.NOT_RUN: ("–", "idle"),
    Verdict.INTERNAL_ERROR: ("!", "idle"),
}

LABELS = {
    Verdict.PASSED: Text("passed", "通过"),
    Verdict.WRONG: Text("not right yet", "结果不正确"),
    Verdict.CRASHED: Text("stopped with an error", "运行出错"),
    Verdict.OVER_BUDGET: Text("correct, but over the budget", "超出预算"),
    Verdict.LIMIT_EXCEEDED: Text("stopped at a limit", "达到限制而被终止"),
    Verdict.FORBIDDEN: Text("not allowed while grading", "评分时不允许"),
    Verdict.NOT_ATTEMPTED: Text("not written yet", "尚未完成"),
    Verdict.SKIPPED: Text(
        "not measured: another check has to pass first", "未测量:需先通过其他检查"
    ),
    Verdict.NOT_RUN: Text("could not run here; it costs nothing", "在本机无法运行;不影响得分"),
    Verdict.INTERNAL_ERROR: Text(
        "our check failed; this is our fault and costs you nothing",
        "检查程序自身出错;这是我们的问题,不会扣分",
    ),
}

WORDS = {
    "all_passed": Text("All {total} checks passed. Well done!", "全部 {total} 项检查通过。做得好!"),
    "some_passed": Text(
        "{passed} of {total} checks passed so far.", "目前通过 {passed} / {total} 项检查。"
    ),
    "not_attempted": Text("Not written yet.", "尚未完成。"),
    "pending": Text(
        "Nothing of this could run here, so it is not graded yet. It costs you nothing.",
        "本题在本机无法运行,因此尚未评分。不会扣分。",
    ),
    "withheld": Text(
        "not right for an input that is not shown; test your own edge cases",
        "对某个不公开的输入结果不正确;请自行测试边界情况",
    ),
    "points": Text("{earned} of {worth} points", "{earned} / {worth} 分"),
    "with": Text("with {call}:", "在 {call} 的情况下:"),
    "hint": Text("Hint:", "提示:"),
    "guess": Text("A guess:", "猜测:"),
}

PAGE_WORDS = {
    "submitted": Text("submitted", "提交于"),
    "late": Text("for lateness", "迟交扣分"),
    "not_graded": Text("not graded", "未评分"),
    "footer": Text(
        "Questions about a result? Show this page to your teaching assistant.",
        "对结果有疑问?请把本页给助教看。",
    ),
}
