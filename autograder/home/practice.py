"""Budgets at home: where an answer stands, estimated on the student's own machine.

The reference is not there, so its time is known in yardsticks: a fixed piece of ordinary work that
is timed beside the answer. Machines differ in how they run either, so what comes out within a
factor of two of the limit is called near it. Nothing here can write a grade, and nothing but the
peak of memory needs Linux.
"""

from __future__ import annotations

import contextlib
import enum
import math
import time
import zlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import msgspec

from autograder.errors import SubmissionError
from autograder.model import MeasureKind, Text

FILE = "budgets.json"
NEAR_FACTOR, NEAR_GROWTH = 2.0, 0.3
ROUNDS, MAX_SECONDS = 20, 1.0
SLACK_BYTES = 8 << 20
BAR_WIDTH, BAR_DECADES = 40, 2.0
NO_BUDGET = Text("There is no budget here.", "这里没有预算要求。")
NOT_A_VERDICT = Text(
    "An estimate on your machine; when graded, your code runs beside the reference.",
    "这是在你的电脑上的估计;评分时会与参考答案并排运行。",
)


class AnswerServer(Protocol):
    """What runs the student's answer here (see `sandbox.processes.server.Server`)."""

    def on_prepare(self, target: str, method: str, before: list[tuple]) -> tuple: ...
    def on_go(self, calls: list[tuple]) -> tuple: ...
    def on_count(self, target: str, method: str, arguments: tuple) -> tuple: ...


class Standing(enum.StrEnum):
    """Where an answer seems to stand in a budget."""

    WITHIN = "within"
    NEAR = "near"
    OVER = "over"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Practice:
    """What a student gets of one budget: public inputs, and what the reference needs for them.

    Attributes:
        function: The function that is called, or ``scenario.<name>``.
        limit: As in ``exercise.toml``.
        inputs: Compressed frames of one call's arguments; of four sizes for `GROWTH`.
        reference: Yardsticks of one call, the exponent over `sizes`, or bytes at the peak.
        counts: What one call of the reference launches (see `self_measures.counted`).
    """

    exercise: str
    sentence: Text
    kind: MeasureKind
    function: str
    limit: float
    inputs: tuple[bytes, ...]
    reference: float = 0.0
    counts: dict[str, int] = field(default_factory=dict)
    sizes: tuple[int, ...] = ()

    def arguments(self, number: int = 0) -> tuple:
        """Return fresh arguments of one call."""
        from autograder.sandbox import codec

        return codec.decode(zlib.decompress(self.inputs[number]))


@dataclass(frozen=True)
class Practices:
    """The budgets of one exercise, with those drivers of its scenario that they call."""

    budgets: tuple[Practice, ...]
    scenario: str = ""


@dataclass(frozen=True)
class Estimate:
    """Where an answer stands in one budget.

    Attributes:
        share: What it needs, in shares of the limit; 0 where unknown.
        reference_share: The same of the reference.
        message: One sentence.
    """

    exercise: str
    sentence: Text
    standing: Standing
    message: Text
    share: float = 0.0
    reference_share: float = 0.0


def estimates(path: Path, wrong: Collection[str] = ()) -> list[Estimate]:
    """Estimate every budget of the exercises in a student's ``.py`` file or notebook.

    Args:
        wrong: Exercises of which an example fails, ``""`` for all: they are not measured, as when
            they are graded.

    Raises:
        SubmissionError: It cannot be read, or the budgets are not beside it or one folder above.
    """
    import torch

    from autograder.home.selfcheck import code_of, importing_beside
    from autograder.sandbox.processes import kernel
    from autograder.sandbox.processes.server import Server

    cells, slugs = code_of(path)
    known = load(path)
    torch.set_num_threads(1)
    with importing_beside(path):
        server = Server(kernel.MAIN)
        for name, source in cells:
            with contextlib.suppress(Exception, SystemExit):  # the examples tell about it
                server.run(name, source)
        found = []
        for slug in slugs:
            if slug in known:
                server.on_scenario(known[slug].scenario)
                is_wrong = slug in wrong or "" in wrong
                found += [
                    _unmeasured(practice) if is_wrong else _estimate(server, practice)
                    for practice in known[slug].budgets
                ]
    return found


def load(path: Path) -> dict[str, Practices]:
    """Return the budgets that were handed out with a file, by exercise."""
    folder = path.resolve().parent
    for place in (folder / FILE, folder.parent / FILE):
        if place.is_file():
            try:
                return msgspec.json.decode(place.read_bytes(), type=dict[str, Practices])
            except (msgspec.DecodeError, OSError):
                raise SubmissionError("cannot be read", where=str(place),
                                      cure="take a fresh copy") from None  # fmt: skip
    raise SubmissionError(f"{FILE} is missing", where=str(folder),
                          cure="work in the folder that was handed out")  # fmt: skip


def decoded(text: str) -> Practices:
    """Return the budgets of one exercise from their JSON."""
    return msgspec.json.decode(text, type=Practices)


def _unmeasured(practice: Practice) -> Estimate:
    text = Text("not measured: an example is not right yet", "未测量:有示例的结果还不正确")
    return Estimate(practice.exercise, practice.sentence, Standing.UNKNOWN, text)


def _estimate(server: AnswerServer, practice: Practice) -> Estimate:
    from autograder.sandbox.processes.server import Missing

    measures = {
        MeasureKind.TIME: _of_time,
        MeasureKind.GROWTH: _of_growth,
        MeasureKind.MEMORY: _of_memory,
    }
    try:
        server.on_prepare(*target_of(practice), [])
        return measures[practice.kind](server, practice)
    except NotImplementedError:
        text = Text("not written yet", "尚未完成")
    except Missing as missing:
        text = Text(f"`{missing.args[0]}` is not defined", f"没有定义 `{missing.args[0]}`")
    except Exception as error:  # the student's own; the examples show it whole
        words = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        text = Text(f"your code raised {words}", f"代码报错 {words}")
    return Estimate(practice.exercise, practice.sentence, Standing.UNKNOWN, text)


def target_of(practice: Practice) -> tuple[str, str]:
    """Return the target and the method as a `Server` wants them."""
    driver = practice.function.removeprefix("scenario.")
    return ("submission" if driver == practice.function else "scenario"), driver


def _of_time(server: AnswerServer, practice: Practice) -> Estimate:
    seen = yardsticks(server, practice) / practice.reference
    low, high = practice.limit / NEAR_FACTOR, practice.limit * NEAR_FACTOR
    words = f"{float(f'{seen:.2g}'):g}"
    text = Text(
        f"about {words} times the reference's time; at most {practice.limit:g} times are allowed",
        f"用时约为参考答案的 {words} 倍,上限为 {practice.limit:g} 倍",
    )
    found = _standing(seen, low, high)
    text = _with_reason(server, practice, text, kinds=("operations", "comparisons"), found=found)
    return Estimate(practice.exercise, practice.sentence, found, text,
                    seen / practice.limit, 1 / practice.limit)  # fmt: skip


def _of_growth(server: AnswerServer, practice: Practice) -> Estimate:
    own = exponent(server, practice)
    extra = own - practice.reference
    text = Text(
        f"your time grows like n^{own:.1f}, the reference's like n^{practice.reference:.1f}",
        f"你的用时按 n^{own:.1f} 增长,参考答案按 n^{practice.reference:.1f} 增长",
    )
    found = _standing(extra, practice.limit, practice.limit + NEAR_GROWTH)
    text = _with_reason(server, practice, text, kinds=("operations", "comparisons"), found=found)
    return Estimate(practice.exercise, practice.sentence, found, text)


def _of_memory(server: AnswerServer, practice: Practice) -> Estimate:
    seen = peak_bytes(server, practice)
    if seen is None:
        text = Text("peak memory can be read on Linux only", "只有 Linux 能读取内存峰值")
        return Estimate(practice.exercise, practice.sentence, Standing.UNKNOWN, text)
    limit = practice.limit * practice.reference + SLACK_BYTES
    text = Text(
        f"at its peak one call needs {seen / 2**20:.0f} MB more than before; "
        f"at most {limit / 2**20:.0f} MB are allowed",
        f"一次调用的内存峰值增加 {seen / 2**20:.0f} MB,上限为 {limit / 2**20:.0f} MB",
    )
    found = _standing(seen, 0.9 * limit, 1.1 * limit)
    text = _with_reason(server, practice, text, kinds=("largest_bytes", "saved_bytes"), found=found)
    return Estimate(practice.exercise, practice.sentence, found, text,
                    seen / limit, practice.reference / limit)  # fmt: skip


def _standing(seen: float, low: float, high: float) -> Standing:
    return Standing.WITHIN if seen <= low else Standing.NEAR if seen < high else Standing.OVER


def _with_reason(
    server: AnswerServer, practice: Practice, text: Text, *, kinds: tuple[str, ...], found: Standing
) -> Text:
    from autograder.measuring import counts

    if found is Standing.WITHIN:
        return text
    own = server.on_count(*target_of(practice), practice.arguments(-1))[1]
    why = counts.reason(own, practice.counts, kinds)
    return Text(f"{text.en}: {why.en}", f"{text.zh}:{why.zh}") if why else text


def yardsticks(server: AnswerServer, practice: Practice) -> float:
    """Return the time of one call in yardsticks, both measured in turn, at their best."""
    rounds = [(_seconds(server, practice), _timed(yardstick)) for _ in _turns()]
    return min(own for own, _ in rounds) / min(ours for _, ours in rounds)


def exponent(server: AnswerServer, practice: Practice) -> float:
    """Return e of the n^e by which the time of a call grows over the practice's sizes."""
    best = [math.inf] * len(practice.sizes)
    for _ in _turns():
        for number in range(len(best)):
            best[number] = min(best[number], _seconds(server, practice, number))
    xs, ys = [math.log(size) for size in practice.sizes], [math.log(value) for value in best]
    centre = sum(xs) / len(xs)
    return sum((x - centre) * y for x, y in zip(xs, ys, strict=True)) / sum(
        (x - centre) ** 2 for x in xs
    )


def _turns():
    """Yield the rounds of a measurement, as many as there is time for; three at least."""
    started = time.perf_counter()
    for number in range(ROUNDS):
        if number < 3 or time.perf_counter() - started < MAX_SECONDS:
            yield number


def _seconds(server: AnswerServer, practice: Practice, number: int = 0) -> float:
    arguments = practice.arguments(number)
    return _timed(lambda: server.on_go([arguments]))


def _timed(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return max(time.perf_counter() - started, 1e-9)


def yardstick() -> list[str]:
    """Do a fixed piece of ordinary work: strings, a dict, a sort, small tensors."""
    import torch

    words = [str(number * 7919 % 997) for number in range(400)]
    places: dict[str, int] = {}
    for word in words:
        places.setdefault(word, len(places))
    numbers = torch.tensor([places[word] for word in words])
    for _ in range(8):
        numbers = (numbers * 3 + 1) % 101
    return sorted(words)


def peak_bytes(server: AnswerServer, practice: Practice) -> float | None:
    """Return what one call needs at its peak above what was there before; None off Linux."""
    from autograder.sandbox.processes import self_measures

    found = []
    for _ in range(3):
        arguments = practice.arguments()
        self_measures.tidy()
        try:
            Path("/proc/self/clear_refs").write_bytes(b"5")
            before = _status_bytes("VmRSS")
        except OSError:
            return None
        kept = server.on_go([arguments])
        found.append(max(0.0, _status_bytes("VmHWM") - before))
        del kept
    return min(found[1:])  # the first call also loads code


def _status_bytes(field: str) -> float:
    lines = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return float(lines[field].split()[0]) * 1024


def render(found: Sequence[Estimate]) -> str:
    """Return the estimates as text for a terminal."""
    labels = {
        Standing.WITHIN: "[ok] within the budget 在预算之内",
        Standing.NEAR: "[~~] near the limit, cannot be told here 接近上限,此处无法判断",
        Standing.OVER: "[--] over the budget 超出预算",
        Standing.UNKNOWN: "[??] not measured 未测量",
    }
    if not found:
        return f"{NO_BUDGET.en}\n{NO_BUDGET.zh}"
    lines = []
    exercise = ""
    for each in found:
        if each.exercise != exercise:
            exercise = each.exercise
            lines += [exercise, ""]
        lines += [labels[each.standing], f"    {each.sentence.en}", f"    {each.sentence.zh}",
                  f"  {each.message.en}", f"  {each.message.zh}"]  # fmt: skip
        if each.share:
            lines.append(f"  {bar(each.share, each.reference_share)}")
        lines.append("")
    return "\n".join([*lines, NOT_A_VERDICT.en, NOT_A_VERDICT.zh])


def bar(share: float, reference_share: float) -> str:
    """Draw the reference (R), the answer (*) and the limit (|) on one logarithmic line."""

    def place(value: float) -> int:
        decades = math.log10(max(value, 1e-9)) + BAR_DECADES
        return min(max(round(decades / (BAR_DECADES + 1) * BAR_WIDTH), 0), BAR_WIDTH)

    line = ["."] * (BAR_WIDTH + 1)
    for value, sign in ((reference_share, "R"), (1.0, "|"), (share, "*")):
        line[place(value)] = sign
    return "".join(line) + "   R reference 参考答案  * you 你  | limit 上限"
