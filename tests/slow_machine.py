"""Runs a command while this machine is made slower, and prints by how much it really was.

Usage: python -m tests.slow_machine [--times 3] -- python -m pytest -q tests/unit

On every CPU, busy processes take turns with the command at equal priority. Half of their work is
fresh memory, so that CPU time too buys less: caches and the memory bus are shared.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import statistics
import subprocess
import sys
import threading
import time

WORK_SECONDS, PAUSE_SECONDS = 0.05, 2.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=3, help="how many times slower")
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()
    rounds = _rounds_within(WORK_SECONDS)
    free = statistics.median(_seconds(rounds) for _ in range(20))
    cpus = sorted(os.sched_getaffinity(0)) * (options.times - 1)
    busy = [multiprocessing.Process(target=_busy, args=(cpu,), daemon=True) for cpu in cpus]
    for process in busy:
        process.start()
    try:
        code, slowed = _run(options.command, rounds)
    finally:
        for process in busy:
            process.kill()
    times = [seconds / free for seconds in slowed]
    print(
        f"the machine was {statistics.median(times):.1f} times slower ({min(times):.1f} to "
        f"{max(times):.1f}, {len(times)} looks); the command ended with {code}"
    )
    sys.exit(code)


def _run(command: list[str], rounds: int) -> tuple[int, list[float]]:
    """Run the command; return its exit code and how long the same work took meanwhile."""
    ended, slowed = threading.Event(), []

    def look() -> None:
        while not slowed or not ended.wait(PAUSE_SECONDS):
            slowed.append(_seconds(rounds))

    looking = threading.Thread(target=look)
    looking.start()
    try:
        return subprocess.run(command).returncode, slowed
    finally:
        ended.set()
        looking.join()


def _busy(cpu: int) -> None:
    os.sched_setaffinity(0, {cpu})
    while True:
        _work(200_000)
        bytearray(32 << 20)[::4096] = bytes(32 << 20 >> 12)


def _work(rounds: int) -> None:
    for _ in range(rounds):
        pass


def _seconds(rounds: int) -> float:
    started = time.perf_counter()
    _work(rounds)
    return time.perf_counter() - started


def _rounds_within(seconds: float) -> int:
    """Return how often the loop turns in so much CPU time; that no other program costs."""
    started = time.thread_time()
    _work(1_000_000)
    return int(1_000_000 * seconds / (time.thread_time() - started))


if __name__ == "__main__":
    main()
