"""The reason for a verdict in numbers a student can act on. They explain; they never decide.

A submission's process counts its own work, so the numbers are its word.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from autograder.errors import MachineError
from autograder.model import Text
from autograder.sandbox.processes.faults import StudentFault

if TYPE_CHECKING:  # students have this module, and none of the clocks
    from autograder.measuring.pairs import Contestant, Reference

TIME, MEMORY = ("operations", "comparisons"), ("largest_bytes", "saved_bytes")
# Below these a difference explains nothing.
MINIMUM = {"operations": 20, "comparisons": 100, "largest_bytes": 1 << 16, "saved_bytes": 1 << 16}
FACTOR = 2
LARGEST_COUNT = 10**12
SENTENCES = {
    "operations": Text(
        "one call launches {own} operations; {theirs} are enough",
        "一次调用启动了 {own} 个运算;{theirs} 个就够了",
    ),
    "comparisons": Text(
        "one call compares strings {own} times; {theirs} times are enough",
        "一次调用比较了字符串 {own} 次;{theirs} 次就够了",
    ),
    "largest_bytes": Text(
        "its largest tensor takes {own} bytes; {theirs} are enough",
        "最大的张量占 {own} 字节;{theirs} 字节就够了",
    ),
    "saved_bytes": Text(
        "it keeps {own} bytes for the backward pass; {theirs} are enough",
        "它为反向传播保存了 {own} 字节;{theirs} 字节就够了",
    ),
}
REPORTED = Text("counted by your own process", "由你自己的进程计数")


def explained(
    contestants: tuple[Contestant, Reference], draw: Callable[[], tuple], kinds: tuple[str, ...]
) -> Text:
    """Return why one call is dear, or an empty text where the counts do not show it."""
    arguments = draw()
    try:
        own, theirs = (
            contestant.ask("count", contestant.target, contestant.method, arguments)
            for contestant in contestants
        )
    except (StudentFault, MachineError):
        return Text()
    return reason(own, theirs, kinds)


def reason(own: Any, theirs: dict[str, int], kinds: tuple[str, ...]) -> Text:
    """Put counts into one sentence.

    Args:
        own: What the submission's process said; it may be anything.
    """
    said = [kind for kind in kinds if _count(own, kind) >= _telling(theirs[kind], kind)]
    if not said:
        return Text()
    parts: dict[str, list[str]] = {"en": [], "zh": []}
    for kind in said:
        numbers = {"own": f"{_count(own, kind):,}", "theirs": f"{theirs[kind]:,}"}
        for language, words in parts.items():
            words.append(SENTENCES[kind].in_(language).format(**numbers))
    return Text(
        f"{'; '.join(parts['en'])} ({REPORTED.en})", f"{'; '.join(parts['zh'])}({REPORTED.zh})"
    )


def _telling(theirs: int, kind: str) -> int:
    return max(FACTOR * theirs, theirs + MINIMUM[kind])


def _count(own: Any, kind: str) -> int:
    value = own.get(kind) if type(own) is dict else None
    return value if type(value) is int and 0 <= value < LARGEST_COUNT else -1
