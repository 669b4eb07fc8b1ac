"""The program that is killed: grades the rounds it is told, and says how far it is.

Run as ``python -m tests.faults.victim <course> <store> <silence seconds>``; each line on its input
is the number of a round, each line of its output a JSON object.
"""

import json
import sys
from pathlib import Path

from autograder.errors import AutograderError
from autograder.grading.batch import Engine
from tests.faults.small_class import SEED, essence, open_course, submissions, troubles


def main() -> None:
    folder, store, silence = sys.argv[1:4]
    course = open_course(Path(folder))
    store = Path(store)
    try:
        with Engine(
            course, seed=SEED, workers=2, store=store, silence_seconds=float(silence)
        ) as engine:
            _say(event="ready", level=engine.level)
            for line in sys.stdin:
                number = int(line)
                grades = engine.grade(
                    submissions(course, number),
                    lambda progress: _say(event="kept", done=progress.done, total=progress.total),
                )
                _say(event="done", grades=essence(grades), troubles=troubles(grades))
    except AutograderError as error:
        _say(event="error", words=str(error))
        sys.exit(3)


def _say(**what) -> None:
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    main()
