"""From what ended a check to its outcome. Pure."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from autograder.checks.compare import CheckFailed
from autograder.checks.describe import describe
from autograder.grading.calls import calls_in_words
from autograder.measuring.signals import BudgetExceeded, NotRun, ValuesDiffer
from autograder.model import CheckSpec, Driver, Outcome, Resource, Text, Verdict, in_bytes
from autograder.sandbox.processes.channel import Call
from autograder.sandbox.processes.faults import (
    LimitExceeded,
    StudentDied,
    StudentFault,
    StudentMissing,
    StudentRaised,
)
from autograder.sandbox.processes.statements import Place

FORBIDDEN_ERRORS = ("PermissionError", "FileNotFoundError")
# What the system says where it denies. Which of them depends on the level, and libraries put them
# into errors of other types.
DENIALS = ("Permission denied", "Operation not permitted", "Read-only file system")
NO_MODULE = Text(
    " (nothing of this name is installed here or was handed in; an answer is one file, so copy "
    "into it what it needs)",
    "(这里没有安装、也没有提交同名的模块;一个答案是一个文件,请把需要的代码复制进来)",
)
# Said of a statement beside the answer; where the answer itself meets it, the verdict says so.
DENIED = Text(
    " (files, the network and other processes are not there when this is graded)",
    "(评分时不提供文件、网络和其他进程)",
)
OFFLINE = ("name resolution", "Network is unreachable", "Name or service not known")
# Where a module lies on the grader's machine; of no use to its student.
MODULE_PATH = re.compile(r" \((?:/[^()]*|unknown location)\)$")
MAX_TEXT = 8000
# Where a counterexample would explain nothing.
SILENT = (Verdict.PASSED, Verdict.NOT_RUN, Verdict.NOT_ATTEMPTED, Verdict.SKIPPED)


def outcome_of(
    spec: CheckSpec,
    error: BaseException | None,
    calls: Sequence[Call] = (),
    drivers: Iterable[Driver] = (),
) -> Outcome:
    """Return the outcome of a check that ended with `error`.

    Args:
        error: None when the check passed.
        calls: The calls that show the failure, for the counterexample.
        drivers: What calls of the exercise's scenario are in words.
    """
    verdict, message, trace, note = _explain(error)
    message, note = Text(_holdable(message.en), _holdable(message.zh)), _holdable(note)
    trace = tuple(_holdable(line) for line in trace)
    counterexample = Text()
    if verdict not in SILENT:
        words = calls_in_words(calls, drivers)
        counterexample = Text(_holdable(words.en), _holdable(words.zh))
    return Outcome(
        check=spec.name,
        verdict=verdict,
        weight=spec.weight,
        sentence=spec.sentence,
        message=message,
        counterexample=counterexample,
        trace=trace,
        disclosed=spec.disclose,
        note=note,
        stopped_by=error.resource if isinstance(error, LimitExceeded) else None,
    )


def _holdable(text: str) -> str:
    """Return text that any report can hold: of bounded length, and without lone surrogates."""
    return text[:MAX_TEXT].encode("utf-8", "replace").decode()


def _explain(error: BaseException | None) -> tuple[Verdict, Text, tuple[str, ...], str]:
    if error is None:
        return Verdict.PASSED, Text(), (), ""
    if isinstance(error, CheckFailed):
        return Verdict.WRONG, error.text, (), ""
    if isinstance(error, AssertionError):
        return Verdict.WRONG, Text(str(error), str(error)), (), ""
    if isinstance(error, BudgetExceeded):
        return Verdict.OVER_BUDGET, error.text, (), error.note
    if isinstance(error, ValuesDiffer):
        text = Text(
            "not measured: its values differ from the reference's; make them right first",
            "未测量:它的结果与参考答案不同;请先把结果改对",
        )
        return Verdict.SKIPPED, text, (), str(error)
    if isinstance(error, NotRun):
        name = str(error)
        return (
            Verdict.NOT_RUN,
            Text(f"needs {name}, which is not here", f"需要 {name},本机没有"),
            (),
            "",
        )
    if isinstance(error, StudentRaised):
        return _explain_raised(error)
    if isinstance(error, StudentMissing):
        return Verdict.NOT_ATTEMPTED, missing_in_words(error.name, error.defined), (), ""
    if isinstance(error, StudentDied):
        text = Text(
            f"your code ended the Python process ({error})", f"你的代码结束了 Python 进程({error})"
        )
        return Verdict.CRASHED, text, (), ""
    if isinstance(error, LimitExceeded):
        return Verdict.LIMIT_EXCEEDED, _limit_text(error), (), ""
    note = "".join(traceback.format_exception(error))[-4000:]
    text = Text(
        "the check itself failed; this is our fault and costs you nothing",
        "检查程序自身出错;这是我们的问题,不会扣分",
    )
    return Verdict.INTERNAL_ERROR, text, (), note


def _explain_raised(error: StudentRaised) -> tuple[Verdict, Text, tuple[str, ...], str]:
    if _is_unwritten(error):
        text = Text("not written yet (NotImplementedError)", "尚未完成(NotImplementedError)")
        return Verdict.NOT_ATTEMPTED, text, error.trace, ""
    words = _in_words(error)[:600]
    cure = NO_MODULE if error.is_a("ModuleNotFoundError") else Text()
    if error.is_a(*FORBIDDEN_ERRORS) or _names(error.message, DENIALS):
        text = Text(
            f"your code tried to use a file or something else that is not offered here ({words})",
            f"你的代码尝试使用文件或评分时不提供的其他功能({words})",
        )
        return Verdict.FORBIDDEN, text, error.trace, ""
    if error.is_a("MemoryError") or "DefaultCPUAllocator" in error.message:
        text = Text(
            "your code asked for more memory than the limit", "你的代码申请的内存超过了限制"
        )
        return Verdict.LIMIT_EXCEEDED, text, error.trace, ""
    return (
        Verdict.CRASHED,
        Text(f"your code raised {words}{cure.en}", f"你的代码抛出了 {words}{cure.zh}"),
        error.trace,
        "",
    )


def _names(message: str, causes: Iterable[str]) -> bool:
    return any(cause in message for cause in causes)


def _in_words(error: StudentRaised) -> str:
    """Return an exception as Python prints it."""
    message = error.message
    if error.is_a("ImportError"):
        message = MODULE_PATH.sub("", message)
    return f"{error.type_name}: {message}"


def _is_unwritten(error: StudentRaised) -> bool:
    """Whether the submission itself says so; PyTorch too raises this error, for what it lacks."""
    said_so = not error.trace or ": raise" in error.trace[-1]
    return error.is_a("NotImplementedError") and said_so


def wrong_here_alone(outcome: Outcome, error: ValuesDiffer) -> Outcome:
    """Return the outcome of a budget that alone has found that the values are wrong."""
    text = Text(
        f"with the larger inputs of this check its values are wrong: {error.text.en}",
        f"在本项检查的较大输入上结果不正确:{error.text.zh}",
    )
    text = Text(_holdable(text.en), _holdable(text.zh))
    return replace(outcome, verdict=Verdict.WRONG, message=text)


def unusable(error: BaseException, answers: list[Any]) -> CheckFailed:
    """Return why a check fails that broke over an answer which its author did not foresee.

    Args:
        answers: The submission's last one, if there was any. What `error` says may be more than a
            student is to know.
    """
    name, got = type(error).__name__, ", ".join(map(describe, answers))
    failed = CheckFailed(
        Text(
            f"the result cannot be used here ({name}): {got}", f"这个结果在此无法使用({name}):{got}"
        )
    )
    return failed.with_traceback(error.__traceback__)


def missing_in_words(name: str, defined: Sequence[str] = ()) -> Text:
    """Return that a name is not defined, and what is, if that may be it."""
    if defined:
        close = ", ".join(f"`{each}`" for each in defined)
        return Text(
            f"`{name}` is not defined; did you rename it? There is: {close}",
            f"没有定义 `{name}`;是否改了名字?现有:{close}",
        )
    return Text(f"`{name}` is not defined", f"没有定义 `{name}`")


def _limit_text(error: LimitExceeded) -> Text:
    limit, size = f"{error.limit:g}", in_bytes(error.limit)
    return {
        Resource.CPU: Text(
            f"stopped after {limit} s of computing (an endless loop?)",
            f"计算 {limit} 秒后被终止(是否有死循环?)",
        ),
        Resource.WALL: Text(f"stopped after {limit} s of waiting", f"等待 {limit} 秒后被终止"),
        Resource.MEMORY: Text(f"stopped: more than {size} of memory", f"已终止:内存超过 {size}"),
        Resource.OUTPUT: Text(f"stopped: a result of more than {size}", f"已终止:结果超过 {size}"),
        Resource.CHECKS: Text(
            f"not waited for: {limit} checks of this exercise were stopped already",
            f"不再等待:本题已有 {limit} 项检查被终止",
        ),
    }[error.resource]


def why_missing(
    error: StudentMissing, faults: Sequence[tuple[Place, StudentFault]]
) -> StudentFault:
    """Return what kept a name from being defined, if something did: its statement, or a cell."""
    for place, fault in reversed(faults):
        if {error.name, "*"} & place.binds:
            return fault
    return next((fault for place, fault in reversed(faults) if not place.line), error)


def fault_in_words(place: Place, fault: StudentFault) -> Text:
    """Return the warning about one statement, cell or file that did not run."""
    if isinstance(fault, LimitExceeded):
        reason = _limit_text(fault)
    elif isinstance(fault, StudentRaised):
        words, cure = _in_words(fault)[:300], Text()
        if fault.is_a("ModuleNotFoundError"):
            cure = NO_MODULE
        elif fault.is_a(*FORBIDDEN_ERRORS) or _names(fault.message, DENIALS + OFFLINE):
            cure = DENIED
        reason = Text(words + cure.en, words + cure.zh)
    else:
        reason = Text(f"it ended the Python process ({fault})", f"它结束了 Python 进程({fault})")
    goes_on = bool(place.line) and not place.is_alone
    rest = (
        Text("; the rest of the cell did", ";该单元格的其余部分已运行") if goes_on else Text("", "")
    )
    return Text(
        _holdable(f"{place} did not run: {reason.en}{rest.en}"),
        _holdable(f"{place} 没有运行:{reason.zh}{rest.zh}"),
    )
