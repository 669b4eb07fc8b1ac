"""Which processes belong to a run, and what each of them is."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

from tests.machine import HANG_SECONDS

ROLES = ("grader", "mother", "worker", "outer zygote", "inner zygote", "zygote copy", "child")


@dataclass(frozen=True)
class Process:
    """One live process; `born` tells it from a later one of the same number."""

    pid: int
    parent: int
    session: int
    born: int
    command: str
    confined: bool


def living() -> dict[int, Process]:
    """Return every process of this machine that is not a zombie."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            facts = (folder / "stat").read_text().rpartition(")")[2].split()
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            confined = "\nSeccomp:\t2" in (folder / "status").read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if facts[0] not in "ZX":
            pid, parent, session, born = (
                int(folder.name),
                *map(int, (facts[1], facts[3], facts[19])),
            )
            found[pid] = Process(pid, parent, session, born, command, confined)
    return found


class ProcessTree:
    """All processes of the run whose grader leads a session, children in sessions of their own too.

    It remembers whom it has seen, so that a process that lost its parents is still found.
    """

    def __init__(self, leader: int):
        self.leader = leader
        self.seen: set[Process] = set()

    def now(self) -> dict[int, Process]:
        everyone = living()
        known = {(process.pid, process.born) for process in self.seen}
        own = {
            pid: process
            for pid, process in everyone.items()
            if process.session == self.leader or (pid, process.born) in known
        }
        while more := {p: e for p, e in everyone.items() if p not in own and e.parent in own}:
            own |= more
        self.seen |= set(own.values())
        return own

    def by_role(self) -> dict[str, list[int]]:
        found = self.now()
        roles: dict[str, list[int]] = {role: [] for role in ROLES}
        for process in found.values():
            role = self._role(process, found)
            if role:
                roles[role].append(process.pid)
        return roles

    def _role(self, process: Process, found: dict[int, Process]) -> str:
        above = found.get(process.parent)
        command = above.command if above else ""
        if process.pid == self.leader:
            return "grader"
        if "autograder.grading.worker" in process.command:
            return "worker" if "autograder.grading.worker" in command else "mother"
        if "autograder.sandbox.processes.zygote" not in process.command:
            return ""
        if process.confined:
            return "child"
        if "autograder.sandbox.processes.zygote" not in command:
            return "outer zygote"
        higher = found.get(above.parent)
        return "zygote copy" if higher and "processes.zygote" in higher.command else "inner zygote"

    def wait_until_gone(self, seconds: float = HANG_SECONDS) -> list[str]:
        """Wait for the last of them; return the command lines of those that stay."""
        deadline = time.monotonic() + seconds
        while (left := self.now()) and time.monotonic() < deadline:
            time.sleep(0.05)
        return [f"{process.pid}: {process.command}" for process in left.values()]

    def kill_all(self) -> None:
        """Kill every one, the grader first: that is how the power goes."""
        for pid in sorted(self.now(), key=lambda pid: pid != self.leader):
            try:
                os.kill(pid, 9)
            except ProcessLookupError:
                continue
