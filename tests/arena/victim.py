"""The decoy process: another process of the same user, who holds the secret and can be hurt."""

from __future__ import annotations

import atexit
import os
import select
import subprocess
import sys
from pathlib import Path

# Holds the secret in its arguments, environment, memory and an open file; answers each line with
# the memory. The call opens it to every debugger, also where Yama protects processes.
PROGRAM = """
import ctypes, os, sys
ctypes.CDLL(None).prctl(0x59616d61, ctypes.c_ulong(-1), 0, 0, 0)
memory = ctypes.create_string_buffer(sys.argv[1].encode())
descriptor = os.memfd_create("decoy")
os.write(descriptor, memory.value)
print(ctypes.addressof(memory), descriptor, flush=True)
for line in sys.stdin:
    print(memory.value.decode(), flush=True)
"""
_idle: list[Victim] = []


def borrow(secret: str) -> Victim:
    """Return an unharmed victim with this secret: one that was given back, or a new one."""
    while _idle:
        victim = _idle.pop()
        if victim.secret == secret and not victim.has_suffered():
            return victim
        victim.end()
    return Victim(secret)


def give_back(victim: Victim) -> None:
    """Keep a victim for the next attack; a start costs more than everything else."""
    _idle.append(victim)


@atexit.register
def _end_idle() -> None:
    while _idle:
        _idle.pop().end()


class Victim:
    """A process that holds `secret`.

    Attributes:
        pid: Its number.
        address: Where the secret stands in its memory.
        descriptor: Its number of an open file with the secret.
    """

    def __init__(self, secret: str):
        self.secret = secret
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", PROGRAM, secret],
            env={"SECRET": secret},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.pid = self._process.pid
        self.address, self.descriptor = map(int, self._process.stdout.readline().split())
        self._before = self._state()[1:]

    def end(self) -> None:
        """Kill it; it is gone when this returns."""
        self._process.kill()
        self._process.wait()
        self._process.stdin.close()
        self._process.stdout.close()

    def has_suffered(self) -> bool:
        """Whether it was killed, stopped, slowed, limited or written to."""
        if self._process.poll() is not None or not self._says_its_secret():
            return True
        return self._state()[1:] != self._before

    def _says_its_secret(self) -> bool:
        try:
            os.write(self._process.stdin.fileno(), b"?\n")
        except BrokenPipeError:
            return False
        while not select.select([self._process.stdout], [], [], 0.01)[0]:
            if self._state()[0] in "tT":
                return False
        return self._process.stdout.readline().strip() == self.secret

    def _state(self) -> tuple[str, ...]:
        """Return how it runs (a letter), its priorities, and what it may use."""
        folder = Path(f"/proc/{self.pid}")
        fields = (folder / "stat").read_text().rpartition(")")[2].split()
        processors = [
            line
            for line in (folder / "status").read_text().splitlines()
            if line.startswith("Cpus_allowed:")
        ]
        others = ((folder / name).read_text() for name in ("limits", "oom_score_adj"))
        return (fields[0], fields[16], fields[37], fields[38], *processors, *others)
