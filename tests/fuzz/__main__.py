"""``python -m tests.fuzz``: fuzz in several processes and say what was found."""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
import time

from .run import fuzz, limit_memory, summary

GRACE_SECONDS = 60


def main() -> int:
    """Run the workers; return 1 when any of them found something."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--frames", type=int, default=100_000, help="of all processes together")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after this time")
    parser.add_argument("--seed", type=int, default=None, help="the time by default")
    parser.add_argument("--codec", action="store_true", help="leave comparisons and replies out")
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    seed = int(time.time()) if options.seed is None else options.seed
    if options.worker:
        limit_memory()
        if options.seconds < float("inf"):
            signal.alarm(int(options.seconds) + GRACE_SECONDS)  # a frame that never ends, ends it
        started = time.monotonic()
        target = fuzz(seed, options.frames, seconds=options.seconds, whole=not options.codec,
                      quiet=False)  # fmt: skip
        print(summary(seed, target, time.monotonic() - started), flush=True)
        return 0
    share = -(-options.frames // options.processes)
    command = [sys.executable, "-m", "tests.fuzz", "--worker", "--frames", str(share)]
    command += ["--codec"] if options.codec else []
    command += ["--seconds", str(options.seconds), "--seed"]
    workers = [
        subprocess.Popen([*command, str(seed + number)], stdout=subprocess.PIPE, text=True)
        for number in range(options.processes)
    ]
    return max([_follow(worker) for worker in workers])


def _follow(worker: subprocess.Popen) -> int:
    """Wait for one worker and print its last report; a worker that dies is a finding too."""
    last = ""
    for line in worker.stdout:
        last = line
    if worker.wait() or not last:
        print(f"a worker died with status {worker.returncode}: {last}")
        return 1
    report = json.loads(last)
    findings = report.pop("findings")
    print(report)
    for finding in sorted(findings, key=lambda f: -f["count"]):
        print(f"{finding['count']:>8} x {finding['step']}: {finding['error']}")
        print(f"           {finding['frame']}")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
