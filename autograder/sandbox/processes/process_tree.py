"""CPU time and memory of a process and of everything it has started, read from ``/proc``."""

from __future__ import annotations

import contextlib
import os

_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
# Fields after the name; see proc(5).
_STATE, _PARENT, _FIRST_TIME, _LAST_TIME, _PAGES = 0, 1, 11, 15, 21


def cpu_seconds(pid: int) -> float:
    """Return the CPU time of the process, its living descendants and all it has waited for."""
    return sum(sum(map(int, row[_FIRST_TIME:_LAST_TIME])) for row in _members(pid)) / _TICKS


def resident_bytes(pid: int, empty: int) -> int:
    """Return the resident memory of the process and its descendants.

    Args:
        empty: What an empty process holds and shares with all others; it counts once. What the
            first process allocated before it forked counts for each.
    """
    held = (int(row[_PAGES]) * _PAGE_BYTES - empty for row in _members(pid))
    return empty + sum(max(0, more) for more in held)


def is_ready(pid: int) -> bool:
    """Return whether the process or a descendant runs, or would if it had a CPU."""
    return any(row[_STATE] == "R" for row in _members(pid))


def _members(pid: int) -> list[list[str]]:
    """Return the status rows of `pid` and of everything below it."""
    rows = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            with contextlib.suppress(OSError), open(f"/proc/{name}/stat", "rb") as stat:
                # After the last bracket: before it stands a name that the process chose.
                rows[int(name)] = stat.read().rpartition(b")")[2].decode().split()
    found, unseen = [], [pid]
    while unseen:
        number = unseen.pop()
        if number in rows:
            found.append(rows[number])
            unseen += [p for p, row in rows.items() if int(row[_PARENT]) == number]
    return found
