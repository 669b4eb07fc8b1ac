"""Kills one process of a class run at a random moment, again and again, and looks at the grades."""

import json
import os
import queue
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults import processes, small_class
from tests.machine import HANG_SECONDS

TARGETS = (*processes.ROLES, "power")


@dataclass
class Tally:
    """What came of the kills of one kind of process."""

    kills: int = 0
    restarts: int = 0
    compared: int = 0
    differing: int = 0
    rows_wrong: int = 0
    left_over: int = 0
    unfinished: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not (self.differing or self.rows_wrong or self.left_over or self.unfinished)


class Run:
    """A victim and what it says."""

    def __init__(self, course: Path, store: Path, silence: float):
        command = [sys.executable, "-m", "tests.faults.victim", str(course), str(store), silence]
        self.process = subprocess.Popen(
            list(map(str, command)),
            cwd=small_class.ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        self.tree = processes.ProcessTree(self.process.pid)
        self.said: queue.Queue = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in self.process.stdout:
            if line.endswith("\n"):  # the last one may be cut off
                self.said.put(json.loads(line))
        self.said.put({"event": "ended"})

    def start(self, number: int) -> None:
        self.process.stdin.write(f"{number}\n")
        self.process.stdin.flush()

    def next(self, seconds: float) -> dict | None:
        try:
            return self.said.get(timeout=max(0.0, seconds))
        except queue.Empty:
            return None

    def heard(self, event: str) -> dict:
        """Return the next such event."""
        while (said := self.next(HANG_SECONDS)) is not None:
            if said["event"] == event:
                return said
            assert said["event"] == "kept" or said["event"] == "ready", said
        raise TimeoutError(event)

    def close(self) -> list[str]:
        """Let it end in order; return the processes that stay."""
        self.tree.now()
        self.process.stdin.close()
        self.process.wait(HANG_SECONDS)
        return self.tree.wait_until_gone()


class Disturber:
    """Grades round after round; each has one process killed at a random moment.

    Args:
        signal_number: SIGKILL, or SIGSTOP to see whether a hanging process is noticed.
    """

    def __init__(self, folder: Path, seed: int, signal_number: int = signal.SIGKILL,
                 silence: float = 60.0):  # fmt: skip
        self.course = small_class.make(folder)
        self.store, self.silence = folder / "results" / "reports.db", silence
        self.random, self.signal = random.Random(seed), signal_number
        self.tallies: dict[str, Tally] = {}
        self.rounds = 0
        self.warm_seconds = self.cold_seconds = 0.0
        self.run: Run | None = None
        self.tally = Tally()
        self.expected = self._undisturbed()
        assert not self.tally.errors, self.tally.errors
        self.known_rows = self.rows()

    def _undisturbed(self) -> list:
        started = time.monotonic()
        self._have_run()
        expected = self._finish(time.monotonic() + HANG_SECONDS)
        self.cold_seconds = time.monotonic() - started
        self.rounds, started = 1, time.monotonic()
        self.run.start(1)
        again = self._finish(time.monotonic() + HANG_SECONDS)
        self.warm_seconds, self.rounds = time.monotonic() - started, 2
        assert expected == again, "two undisturbed runs differ"
        return expected

    def _have_run(self) -> None:
        """Have a victim that works at the present round."""
        self.run = Run(self.course, self.store, self.silence)
        self.run.start(self.rounds)

    def _finish(self, deadline: float) -> list | None:
        """Return the grades of the present round, or None when the run has ended without."""
        while (said := self.run.next(deadline - time.monotonic())) is not None:
            if said["event"] == "done":
                self.tally.errors += said["troubles"]
                return said["grades"]
            if said["event"] == "error":
                self.tally.errors.append(said["words"])
            if said["event"] == "ended":
                return None
        # Stuck: counted, and helped on so that the rest can be tried.
        self.tally.unfinished += 1
        self.run.tree.kill_all()
        return None

    def strike_once(self, target: str, rounds: int = 10) -> Tally:
        """Disturb rounds until one such process was there to be killed; return what came of it."""
        self.tallies.pop(target, None)
        for _ in range(rounds):
            self.disturb(target)
            if self.tallies[target].kills:
                break
        return self.tallies[target]

    def disturb(self, target: str) -> None:
        """Grade one round and kill one such process at a random moment of it."""
        tally = self.tallies.setdefault(target, Tally())
        self.tally = tally
        cold = self.run is None
        if cold:
            self._have_run()
        else:
            self.run.start(self.rounds)
        length = self.cold_seconds if cold else self.warm_seconds
        hit, grades = self._strike(target, self.random.uniform(0, 0.8 * length))
        if grades is None:
            grades = self._finish(time.monotonic() + HANG_SECONDS)
        while grades is None:  # the run is over: start it again with the same store
            tally.restarts += 1
            tally.left_over += bool(self._leavings())
            self._have_run()
            grades = self._finish(time.monotonic() + HANG_SECONDS)
        self.rounds += 1
        tally.kills += hit
        tally.compared += sum(len(grade[2]) for grade in grades)
        tally.differing += sum(a != b for a, b in zip(grades, self.expected, strict=True))
        new = self.rows() - self.known_rows
        tally.rows_wrong += new != self.reports_of_a_round
        self.known_rows += new
        if self.random.random() < 0.1:  # so that some moments lie in the start of a run
            tally.left_over += bool(self.close())

    @property
    def reports_of_a_round(self) -> int:
        return sum(len(grade[2]) for grade in self.expected)

    def _strike(self, target: str, moment: float) -> tuple[bool, list | None]:
        """Kill a process at this moment, or as soon after as there is one.

        Returns:
            Whether one was killed, and the grades if the round was over before.
        """
        moment += time.monotonic()
        while (said := self.run.next(moment - time.monotonic())) is not None:
            if said["event"] in ("done", "ended"):
                self.tally.errors += said.get("troubles", ())
                return False, said.get("grades")
        if target == "power":
            self.run.tree.kill_all()
            self.store.with_name("reports.db-shm").unlink(missing_ok=True)
            return True, None
        deadline = time.monotonic() + self.cold_seconds
        while time.monotonic() < deadline:
            found = self.run.tree.by_role()[target]
            if found:
                try:
                    os.kill(self.random.choice(found), self.signal)
                    return True, None
                except ProcessLookupError:
                    continue
            time.sleep(0.01)
        return False, None

    def _leavings(self) -> list[str]:
        self.run.process.wait(HANG_SECONDS)
        return self.run.tree.wait_until_gone()

    def rows(self) -> int:
        with sqlite3.connect(self.store) as connection:
            keys = [key for (key,) in connection.execute("SELECT key FROM reports")]
        connection.close()
        assert max(Counter(keys).values()) == 1
        return len(keys)

    def close(self) -> list[str]:
        """End the run in order; return the processes that stay."""
        if self.run is None:
            return []
        run, self.run = self.run, None
        return run.close()
