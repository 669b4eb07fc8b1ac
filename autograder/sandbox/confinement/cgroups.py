"""One limit for all processes of a submission, where a cgroup v2 of our own was delegated to us.

Nothing depends on it: `process_tree` adds up what processes hold, every few milliseconds. A cgroup
also counts what the kernel holds for them, as socket buffers, and leaves no moment between two
looks. A cgroup is ours if no other process is in it, as in
``systemd-run --user --scope -p Delegate=yes autograder grade ...``.

Source: Documentation/admin-guide/cgroup-v2.rst.
"""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

MOUNT = Path("/sys/fs/cgroup")
CONTROLLERS = frozenset({"memory", "pids"})
# Where the grader lives: a cgroup that limits others may hold no process itself ("no internal
# process constraint").
LEAF = "grader"
EMPTYING_SECONDS = 1.0


def enter() -> str:
    """Make this process's cgroup ready to limit others; return ``""`` or why it cannot be done.

    Call it before other processes are started; they inherit the place. Once is enough.
    """
    if delegated_folder() is not None:
        return ""
    own = _own()
    if own is None:
        return f"no cgroup v2 is mounted at {MOUNT}"
    try:
        missing = CONTROLLERS - set((own / "cgroup.controllers").read_text().split())
        if missing:
            return f"its cgroup does not offer {' and '.join(sorted(missing))}"
        if (own / "cgroup.procs").read_text().split() != [str(os.getpid())]:
            return "its cgroup holds other processes too"
        (own / LEAF).mkdir(exist_ok=True)
        _move(os.getpid(), own / LEAF)
        try:
            _switch_on(own)
        except OSError:
            _move(os.getpid(), own)
            (own / LEAF).rmdir()
            raise
    except OSError as error:
        return f"its cgroup is not delegated ({error.strerror})"
    return ""


def delegated_folder() -> Path | None:
    """Return the folder in which cgroups for submissions can be made; None if there is none."""
    own = _own()
    if own is None or own.name != LEAF:
        return None
    try:
        offered = set((own.parent / "cgroup.subtree_control").read_text().split())
    except OSError:
        return None
    return own.parent if offered >= CONTROLLERS else None


class Cgroup:
    """The cgroup of one submission; whatever its processes start is in it.

    Args:
        folder: See `delegated_folder`.
        pid: The submission's first process, before any student code runs in it.
        memory_bytes: What all its processes, their files in memory and the kernel for them may
            hold together from now on; beyond it the kernel kills them all.
        tasks: How many processes and threads they may have together.

    Raises:
        OSError: The kernel refused; nothing is left behind.
    """

    def __init__(self, folder: Path, pid: int, memory_bytes: int, tasks: int):
        self.path = folder / f"submission-{pid}"
        self.path.mkdir()
        try:
            self._set("memory.max", memory_bytes)
            self._set("memory.oom.group", 1)  # all of them: a part would go on and answer
            self._set("pids.max", tasks)
            with contextlib.suppress(OSError):  # a kernel without swap has no such file
                self._set("memory.swap.max", 0)
            _move(pid, self.path)  # last: it is never in there without limits
        except OSError:
            self.path.rmdir()
            raise

    def close(self) -> bool:
        """Remove it, once its processes are dead; return whether memory is what ended them."""
        ended_here = self._killed()
        deadline = time.monotonic() + EMPTYING_SECONDS
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError):  # the last of the dead are still leaving
                self.path.rmdir()
                break
            time.sleep(0.001)
        return ended_here

    def _killed(self) -> bool:
        try:
            events = (self.path / "memory.events").read_text().splitlines()
        except OSError:
            return False
        return any(line.startswith("oom_kill ") and line != "oom_kill 0" for line in events)

    def _set(self, name: str, value: int) -> None:
        (self.path / name).write_text(str(value))


def _own() -> Path | None:
    try:
        lines = Path("/proc/self/cgroup").read_text().splitlines()
    except OSError:
        return None
    path = next((line[3:] for line in lines if line.startswith("0::/")), None)
    if path is None or not (MOUNT / "cgroup.controllers").exists():
        return None
    return MOUNT / path.lstrip("/")


def _move(pid: int, folder: Path) -> None:
    (folder / "cgroup.procs").write_text(str(pid))


def _switch_on(folder: Path) -> None:
    (folder / "cgroup.subtree_control").write_text(" ".join(f"+{name}" for name in CONTROLLERS))
