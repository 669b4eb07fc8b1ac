"""``python -m demo``: build the sample class and grade it, as a teaching assistant would."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from autograder.cli import main
from autograder.errors import AutograderError
from demo.sample_class import build


def run(target: Path) -> int:
    """Build the class in `target` and grade it; return the exit code of the demo."""
    try:
        build(target)
    except AutograderError as error:
        print(error, file=sys.stderr)
        return 2
    # The course's own folder, as with every nbgrader command.
    os.chdir(target)
    try:
        main(["grade", "submitted"], standalone_mode=False)
    except SystemExit as ended:
        # 1 means that something could not be graded, which is the point of this class.
        if ended.code not in (None, 0, 1, True, False):
            return int(ended.code)
    print(f"These are in {target.name}/: open {target.name}/results/index.html in a browser.")
    return 0


if __name__ == "__main__":
    sys.exit(run(Path("demo_course").resolve()))
