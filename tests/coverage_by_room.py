"""Runs tests and prints how many of each room's statements they ran.

``python -m tests.coverage_by_room [pytest's arguments]``; all tests by default. What runs in a
zygote or a confined child is not seen, as these write no files: the figures of `sandbox/` and
`drivers/` are too low.
"""

import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]


def room_of(file: str) -> str:
    """Return the folder of the engine that a file lies in, of the sandbox one deeper."""
    _, *folders = Path(file).parent.parts
    return "/".join(folders[:2]) or "(loose)"


def table(files: dict[str, dict]) -> str:
    """Return a line for each room, from what coverage's JSON report says of each file."""
    rooms: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for file, found in files.items():
        for room in (room_of(file), "all"):
            rooms[room][0] += found["summary"]["covered_lines"]
            rooms[room][1] += found["summary"]["num_statements"]
    lines = [f"{'room':24} {'run':>6} {'of':>6}"]
    for room, (covered, all_) in sorted(rooms.items(), key=lambda item: item[0] == "all"):
        lines.append(f"{room:24} {covered:6} {all_:6} {covered / all_ if all_ else 1:6.1%}")
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Run pytest with `arguments` and print both tables; return its exit code."""
    with TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        code = subprocess.call(
            [sys.executable, "-m", "pytest", "-q", "--cov=autograder",
             f"--cov-report=json:{report}", "--cov-report=term-missing:skip-covered", *arguments],
            cwd=ROOT,
        )  # fmt: skip
        if report.exists():
            print(table(json.loads(report.read_text())["files"]))
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
