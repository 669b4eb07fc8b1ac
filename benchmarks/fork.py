"""Forking the warm zygote with and without huge pages, alternating in one run.

Usage: python -m benchmarks.fork [rounds]
"""

from __future__ import annotations

import statistics
import subprocess
import sys

from autograder.sandbox.processes.zygote import ENVIRONMENT

CHILD = """
import gc, os, statistics, time
from autograder.sandbox.processes import zygote
zygote._warm_up()
gc.collect(); gc.freeze()
seconds = []
for _ in range(30):
    started = time.perf_counter()
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    seconds.append(time.perf_counter() - started)
print(statistics.median(seconds) * 1e3)
"""


def main(rounds: int) -> None:
    plain = {k: v for k, v in ENVIRONMENT.items() if k not in ("PYTHONMALLOC", "GLIBC_TUNABLES")}
    measured: dict[str, list[float]] = {"small pages": [], "huge pages": []}
    for _ in range(rounds):
        for name, environment in (("small pages", plain), ("huge pages", ENVIRONMENT)):
            command = [sys.executable, "-c", CHILD]
            said = subprocess.check_output(command, env=environment, text=True)
            measured[name].append(float(said))
    small, huge = (statistics.median(values) for values in measured.values())
    print(f"fork, exit and wait: {small:.1f} ms with small pages, {huge:.1f} ms with huge ones")
    print(f"ratio {small / huge:.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
