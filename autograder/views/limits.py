"""The limits that can end an answer, in a sentence for students."""

from __future__ import annotations

from autograder.model import Limits, in_bytes

# Limit -> how it is said, in each language.
PHRASES = {
    "cpu_seconds": ("computes for more than {} s", "计算超过 {} 秒"),
    "wall_seconds": ("waits for more than {} s in one call", "一次调用中等待超过 {} 秒"),
    "check_wall_seconds": ("waits for more than {} s in all", "总共等待超过 {} 秒"),
    "memory_bytes": ("holds more than {} of memory", "占用内存超过 {}"),
    "reply_bytes": ("returns more than {}", "返回的结果超过 {}"),
}
LOADING = (
    "Running your cells or file from top to bottom may take {} s of computing.",
    "从头到尾运行单元格或文件,最多可计算 {} 秒。",
)
STOPPED = (
    "A check is stopped, and its points are lost, if your code {}.",
    "如果你的代码{},该检查会被终止,不得分。",
)
STOPS = (
    "After {} stopped checks ({} if your code has not answered once) the others of the exercise "
    "are not waited for. Time in which the machine is busy with others does not count.",
    "有 {} 项检查被终止后(如果代码从未给出过答案,则为 {} 项),本题的其余检查不再等待。"
    "机器忙于其他任务的时间不计在内。",
)
TITLE = ("**Limits.**", "**限制。**")
OTHERWISE = ("An exercise with other limits says so.", "限制不同的练习会另行说明。")


def of_all(language: str) -> str:
    """Return what holds for every exercise that does not say otherwise."""
    n, limits = int(language == "zh"), Limits()
    parts = [
        _stopped(limits, list(PHRASES), n),
        LOADING[n].format(f"{limits.load_seconds:g}"),
        STOPS[n].format(limits.stops, limits.silent_stops),
        OTHERWISE[n],
    ]
    return " ".join([TITLE[n], ("" if n else " ").join(parts)])


def of_one(limits: Limits, language: str) -> str:
    """Return where an exercise's limits differ from the others'; empty where they do not."""
    n, usual = int(language == "zh"), Limits()
    names = [name for name in PHRASES if getattr(limits, name) != getattr(usual, name)]
    parts = [_stopped(limits, names, n)] if names else []
    if limits.load_seconds != usual.load_seconds:
        parts.append(LOADING[n].format(f"{limits.load_seconds:g}"))
    return " ".join([TITLE[n], *parts]) if parts else ""


def _stopped(limits: Limits, names: list[str], n: int) -> str:
    phrases = [PHRASES[name][n].format(_amount(name, getattr(limits, name))) for name in names]
    comma, last = (", ", " or ") if n == 0 else ("、", " 或")
    *first, end = phrases
    joined = comma.join(first) + last + end if first else end
    return STOPPED[n].format(joined)


def _amount(name: str, value: float) -> str:
    """Return seconds as they are and bytes in the unit that people think in."""
    return in_bytes(value) if name.endswith("_bytes") else f"{value:g}"
