"""What really happens in a class: each function hands in one assignment in its own unlucky way.

Every function takes the correct answers (exercise -> source) and an empty notebook of the release,
and returns the files of one submission.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from autograder.model import Assignment, Exercise

Answers = dict[str, str]
Files = dict[str, bytes]
ENDLESS = "\n    while True:\n        pass\n"
HUGE = "\n    import torch\n    return torch.ones(2 << 30)\n"  # 8 GB of float32
CRASH = "\n    import ctypes\n    ctypes.string_at(0)\n"
LOUD = "\nfor _ in range(100):\n    print('x' * 1_000_000)\n"
COLAB = (
    "from google.colab import drive\ndrive.mount('/content/drive')\n"
    "from tqdm.auto import tqdm\nfor _ in tqdm(range(3)):\n    display('ready')\n"
)
SPY = (
    "\nfrom pathlib import Path\n"
    "for hidden in Path('/').glob('**/checks.py'):\n    print(hidden.read_text())\n"
    "print(open('solutions/01_tensor_shapes/04_nhwc_to_nchw/checks.py').read())\n"
)
FORGE = (
    "\nimport sqlite3\n"
    "book = sqlite3.connect('../../../gradebook.db')\n"
    "book.execute('update grade set manual_score = 99')\nbook.commit()\n"
)


@dataclass(frozen=True)
class Desk:
    """What an accident works with.

    Attributes:
        assignment: The assignment that is handed in.
        release: The student notebook of that assignment, as JSON data.
        answers: Exercise slug -> correct source.
    """

    assignment: Assignment
    release: dict[str, Any]
    answers: Answers

    @property
    def file(self) -> str:
        return f"{self.assignment.slug}.ipynb"

    @property
    def target(self) -> Exercise:
        """The exercise in which single accidents happen."""
        return next(e for e in self.assignment.exercises if e.name == "nhwc_to_nchw")

    def notebook(self, answers: Answers) -> dict[str, Any]:
        """Return the notebook with these answers in its solution cells."""
        notebook = json.loads(json.dumps(self.release))
        slugs = {f"{e.grade_id}__solution": e.slug for e in self.assignment.exercises}
        for cell in notebook["cells"]:
            slug = slugs.get(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))
            if slug in answers:
                cell["source"] = answers[slug].splitlines(keepends=True)
        return notebook

    def files(self, answers: Answers) -> Files:
        return {self.file: as_bytes(self.notebook(answers))}

    def python_files(self, answers: Answers) -> Files:
        return {
            f"{slug.split('/')[1]}/{slug.split('/')[1].split('_', 1)[1]}.py": source.encode()
            for slug, source in answers.items()
        }

    def with_answer(self, source: str) -> Answers:
        return {**self.answers, self.target.slug: source}


def as_bytes(notebook: dict[str, Any]) -> bytes:
    return json.dumps(notebook, ensure_ascii=False, indent=1).encode()


def _with_body(body: str) -> Callable[[Desk], Files]:
    return lambda desk: desk.files(desk.with_answer("def nhwc_to_nchw(images):" + body))


def _with_tail(tail: str) -> Callable[[Desk], Files]:
    return lambda desk: desk.files(desk.with_answer(desk.answers[desk.target.slug] + tail))


def _with_head(head: str) -> Callable[[Desk], Files]:
    return lambda desk: desk.files(desk.with_answer(head + desk.answers[desk.target.slug]))


def untouched(desk: Desk) -> Files:
    return desk.files({})


def empty_notebook(desk: Desk) -> Files:
    return {desk.file: as_bytes({**desk.release, "cells": []})}


def syntax_error(desk: Desk) -> Files:
    return desk.files(desk.with_answer("def nhwc_to_nchw(images)\n    return images\n"))


def deleted_function(desk: Desk) -> Files:
    return desk.files(desk.with_answer("# I will do this one later\n"))


def renamed_function(desk: Desk) -> Files:
    source = desk.answers[desk.target.slug]
    return desk.files(desk.with_answer(source.replace("nhwc_to_nchw", "nhwc2nchw")))


def old_jupyter(desk: Desk) -> Files:
    """A notebook in the format of 2013: worksheets, `input` in place of `source`."""
    cells = []
    for cell in desk.notebook(desk.answers)["cells"]:
        old = {"cell_type": cell["cell_type"], "metadata": {}}
        old["input" if cell["cell_type"] == "code" else "source"] = cell["source"]
        if cell["cell_type"] == "code":
            old |= {"language": "python", "outputs": [], "collapsed": False}
        cells.append(old)
    notebook = {"metadata": {"name": ""}, "nbformat": 3, "nbformat_minor": 0}
    return {desk.file: as_bytes({**notebook, "worksheets": [{"cells": cells, "metadata": {}}]})}


def wrong_file_name(desk: Desk) -> Files:
    files = desk.python_files(desk.answers)
    files["my_solution(1).py"] = files.pop("04_nhwc_to_nchw/nhwc_to_nchw.py")
    return files


def late(desk: Desk) -> Files:
    return {**desk.files(desk.answers), "timestamp.txt": b"2026-12-09 08:00:00 UTC\n"}


def corrupted(desk: Desk) -> Files:
    whole = desk.files(desk.answers)[desk.file]
    return {desk.file: whole[: len(whole) // 2]}


def not_utf8(desk: Desk) -> Files:
    files = desk.python_files(desk.answers)
    files["04_nhwc_to_nchw/nhwc_to_nchw.py"] = (
        b"# r\xe9ponse\n" + files["04_nhwc_to_nchw/nhwc_to_nchw.py"]
    )
    return files


def exported_script(desk: Desk) -> Files:
    """A notebook downloaded as a script; a cell began with `%%time`."""
    cells = list(desk.with_answer("").values())
    timed = f"get_ipython().run_cell_magic('time', '', {desk.answers[desk.target.slug]!r})\n"
    text = "".join(f"# In[ ]:\n\n\n{source}\n\n" for source in (*cells, timed))
    return {desk.file.replace(".ipynb", ".py"): text.encode()}


def raw_cell(desk: Desk) -> Files:
    """The key R, pressed beside an answer, takes its cell out of the program."""
    notebook = desk.notebook(desk.answers)
    for cell in notebook["cells"]:
        mark = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
        if mark == f"{desk.target.grade_id}__solution":
            cell["cell_type"] = "raw"
    return {desk.file: as_bytes(notebook)}


def saved_as_json(desk: Desk) -> Files:
    """Browsers add what they think is missing."""
    return {f"{desk.file}.json": as_bytes(desk.notebook(desk.answers))}


def worked_on_a_copy(desk: Desk) -> Files:
    """The release, untouched, beside the copy that was worked on."""
    copy = desk.file.replace(".ipynb", " (1).ipynb")
    return {desk.file: as_bytes(desk.release), copy: as_bytes(desk.notebook(desk.answers))}


def undone_below(desk: Desk) -> Files:
    """Scratch work below takes a name that the answers above read."""
    notebook = desk.notebook(desk.answers)
    scratch = {"cell_type": "code", "source": "torch = 'done'", "metadata": {}, "outputs": [],
               "execution_count": None}  # fmt: skip
    return {desk.file: as_bytes({**notebook, "cells": [*notebook["cells"], scratch]})}


def merge_conflict(desk: Desk) -> Files:
    source = desk.answers[desk.target.slug]
    return desk.files(desk.with_answer(f"<<<<<<< HEAD\n{source}=======\n>>>>>>> laptop\n"))


# Student -> what happens to them; the names say it in the class table.
ACCIDENTS: dict[str, Callable[[Desk], Files]] = {
    "untouched": untouched,
    "empty_notebook": empty_notebook,
    "syntax_error": syntax_error,
    "deleted_function": deleted_function,
    "renamed_function": renamed_function,
    "endless_loop": _with_body(ENDLESS),
    "eight_gigabytes": _with_body(HUGE),
    "crash": _with_body(CRASH),
    "prints_100_mb": _with_tail(LOUD),
    "old_jupyter": old_jupyter,
    "wrong_file_name": wrong_file_name,
    "late": late,
    "exported_script": exported_script,
    "raw_cell": raw_cell,
    "saved_as_json": saved_as_json,
    "worked_on_a_copy": worked_on_a_copy,
    "undone_below": undone_below,
    "merge_conflict": merge_conflict,
    "as_in_colab": _with_head(COLAB),
    "corrupted": corrupted,
    "not_utf8": not_utf8,
    "reads_the_checks": _with_tail(SPY),
    "writes_the_gradebook": _with_tail(FORGE),
}
