"""A made-up class, the same on every call, for tests and for looking at reports."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

from autograder.grading.score import penalty_of, score_of
from autograder.model import (
    Assignment,
    CheckSpec,
    Cost,
    Course,
    Exercise,
    Grade,
    LatePolicy,
    Outcome,
    Report,
    Text,
    Verdict,
)

V = Verdict
FAMILY = ("Chen", "Wang", "Li", "Zhang", "Liu", "Yang", "Huang", "Zhao", "Müller", "García")
GIVEN = ("Wei", "Fang", "Min", "Jing", "Lei", "Yan", "Tao", "Ping", "Anna", "Omar", "Ines", "Priya")
TITLES = {
    "01_tensor_shapes": (
        ("01_describe", "Describe a tensor", "描述张量", 4),
        ("02_as_batch", "A picture as a batch of one", "单张图片作为批次", 4),
        ("03_flatten", "Flatten all but the batch", "除批次外全部展平", 5),
        ("04_nhwc_to_nchw", "Channels first", "通道在前", 6),
        ("05_pairwise_distance", "Pairwise distances by broadcasting", "用广播计算两两距离", 8),
        ("06_sliding_windows", "Sliding windows as a view", "以视图实现滑动窗口", 8),
    ),
    "02_training_loop": (
        ("01_one_hot", "One-hot labels", "独热编码", 4),
        ("02_softmax", "A softmax that never overflows", "不会溢出的 softmax", 6),
        ("03_cross_entropy", "Cross entropy from logits", "由 logits 计算交叉熵", 8),
        ("04_sgd_step", "One step of gradient descent", "梯度下降的一步", 6),
        ("05_train", "A training loop", "训练循环", 10),
    ),
}
CHECKS = (
    ("check_values", "Every value is the one the definition gives.", "每个值都符合定义。", 2),
    (
        "check_dtype_and_shape",
        "The result has the promised dtype and shape.",
        "类型与形状正确。",
        1,
    ),
    ("check_any_layout", "A slice or a permuted view gives the same result.", "视图结果相同。", 1),
    ("check_empty_batch", "A batch of zero gives a batch of zero.", "空批次得到空批次。", 1),
    ("check_arguments_untouched", "The input is not modified.", "输入没有被修改。", 1),
    ("check_cpu_budget", "At most 20 times the reference's time.", "用时不超过参考的 20 倍。", 1),
)
HINTS = (
    Text("A reshape keeps the order of the numbers in memory; it moves no axis. Use permute.",
         "reshape 只保持数字在内存中的顺序,并不会移动坐标轴。应使用 permute。"),
    Text("A batch may be empty: a size taken from the first picture does not exist then.",
         "批次可以为空:此时不存在第一张图片。"),
    Text("The maximum is subtracted for each row, not for the whole table.",
         "应按行减去最大值,而不是整个表。"),
)  # fmt: skip


def exercise(assignment: str, folder: str, en: str, zh: str, points: float) -> Exercise:
    checks = tuple(CheckSpec(name, Text(a, b), weight) for name, a, b, weight in CHECKS)
    return Exercise(
        slug=f"{assignment}/{folder}", folder=Path(folder), title=Text(en, zh), points=points,
        stars=2, source=Text(), statement=Text("Do it.", "做。"), reference="", functions=("f",),
        checks=checks, wrong=(), accepted=(),
    )  # fmt: skip


def course() -> Course:
    titles = {
        "01_tensor_shapes": Text("Tensor shapes", "张量的形状"),
        "02_training_loop": Text("The training loop", "训练循环"),
    }
    assignments = tuple(
        Assignment(slug=slug, folder=Path(slug), title=titles[slug], introduction=Text(),
                   exercises=tuple(exercise(slug, *row) for row in rows),
                   due="2026-12-07 23:59:00 UTC")
        for slug, rows in TITLES.items()
    )  # fmt: skip
    return Course(
        folder=Path("solutions"), title=Text("Deep learning with PyTorch", "PyTorch 深度学习"),
        term="2026 autumn", languages=("en", "zh"), assignments=assignments,
        late=LatePolicy(10, 15, 50),
    )  # fmt: skip


def outcome(check: str = "check_values", verdict: Verdict = V.PASSED, **changes) -> Outcome:
    known = {name: Text(en, zh) for name, en, zh, _ in CHECKS}
    return replace(
        Outcome(check, verdict, sentence=known.get(check, Text(check, check))), **changes
    )


def report(exercise: Exercise, outcomes: tuple[Outcome, ...], **changes) -> Report:
    made = Report(
        exercise=exercise.slug, submission_digest="5f2c" * 16, exercise_digest="0a1b" * 16,
        engine="0.1.0", seed=2026, level="S3", outcomes=tuple(outcomes),
        score=score_of(outcomes, exercise.points), points=exercise.points,
    )  # fmt: skip
    return replace(made, **changes)


def grades(students: int = 30, seed: int = 7) -> list[Grade]:
    draw, whole = random.Random(seed), course()
    names = [f"{draw.choice(FAMILY)} {draw.choice(GIVEN)} {n:03d}" for n in range(1, students + 1)]
    made = []
    for name in names:
        skill = draw.betavariate(5, 2)
        for position, assignment in enumerate(whole.assignments):
            made.append(_grade(draw, name, skill - 0.12 * position, assignment, whole.late))
    return made


def _grade(draw, name: str, skill: float, assignment: Assignment, late: LatePolicy) -> Grade:
    day, minute = draw.choices((6, 7, 8, 10), (20, 70, 6, 2))[0], draw.randrange(60)
    timestamp = f"2026-12-{day:02d} 21:{minute:02d}:00 UTC"
    problem = Text()
    if draw.random() < 0.02:
        problem = Text("the notebook is not valid JSON: nothing could be read",
                       "笔记本不是有效的 JSON:无法读取")  # fmt: skip
    reports = tuple(
        report(e, _outcomes(draw, e, skill - 0.05 * n)) for n, e in enumerate(assignment.exercises)
    )
    reports = () if problem else reports
    score = sum(r.score for r in reports)
    warnings = ()
    if draw.random() < 0.04:
        warnings = (Text("cell 4 of the notebook was missing; what was left is graded",
                         "笔记本缺少第 4 个单元;其余部分照常评分"),)  # fmt: skip
    return Grade(
        name, assignment.slug, score, assignment.points,
        penalty_of(score, timestamp, assignment.due, late), reports, timestamp,
        f"submitted/{name}/{assignment.slug}", warnings, problem,
    )  # fmt: skip


def _outcomes(draw, exercise: Exercise, skill: float) -> tuple[Outcome, ...]:
    cost = Cost(draw.lognormvariate(-4, 0.7), 0.01, 26)
    if draw.random() > skill + 0.35:
        text = Text("not written yet (NotImplementedError)", "尚未完成(NotImplementedError)")
        return tuple(outcome(c.name, V.NOT_ATTEMPTED, message=text, weight=c.weight, cost=cost)
                     for c in exercise.checks)  # fmt: skip
    if draw.random() < 0.03:
        text = Text("your code raised SyntaxError: invalid syntax (<f.py>, line 3)",
                    "你的代码抛出了 SyntaxError: invalid syntax (<f.py>, line 3)")  # fmt: skip
        trace = ("f.py, line 3: return x +",)
        return tuple(outcome(c.name, V.CRASHED, message=text, weight=c.weight, cost=cost,
                             trace=trace) for c in exercise.checks)  # fmt: skip
    hint = draw.choices(HINTS, (6, 3, 2))[0] if draw.random() < 0.6 else Text()
    return tuple(_one(draw, c, skill, hint, cost) for c in exercise.checks)


def _one(draw, spec: CheckSpec, skill: float, hint: Text, cost: Cost) -> Outcome:
    hard = {"check_any_layout": 0.3, "check_empty_batch": 0.22, "check_cpu_budget": 0.12}
    verdict = V.PASSED
    if draw.random() > skill + 0.32 - hard.get(spec.name, 0.0):
        verdict = V.OVER_BUDGET if "budget" in spec.name else draw.choices(
            (V.WRONG, V.CRASHED, V.LIMIT_EXCEEDED, V.FORBIDDEN), (70, 24, 4, 2))[0]  # fmt: skip
    elif draw.random() < 0.002:
        verdict = V.INTERNAL_ERROR
    made = outcome(spec.name, verdict, weight=spec.weight, cost=cost)
    if verdict is V.PASSED:
        return made
    words = {
        V.WRONG: Text("at [0, 0, 0, 1]: expected 0.898, got 0.984 (2 entries differ)",
                      "在 [0, 0, 0, 1] 处:期望 0.898,得到 0.984(共 2 处不同)"),
        V.CRASHED: Text("your code raised IndexError: index 0 is out of bounds for size 0",
                        "你的代码抛出了 IndexError: index 0 is out of bounds for size 0"),
        V.OVER_BUDGET: Text("took 41 times the reference's time; at most 20 times is allowed",
                            "用时是参考答案的 41 倍;最多允许 20 倍"),
    }  # fmt: skip
    call = "f(uint8 tensor of shape (1, 1, 2, 2) = [[[[75, 251], [229, 194]]]])"
    note = "AssertionError in checks.py, line 12" if verdict is V.INTERNAL_ERROR else ""
    trace = ("f.py, line 7: first = images[0]",) if verdict is V.CRASHED else ()
    return replace(made, message=words.get(verdict, Text("stopped", "已终止")), trace=trace,
                   counterexample=Text(call, call), note=note,
                   hint=Text() if note else hint)  # fmt: skip
