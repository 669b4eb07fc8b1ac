"""Hand-ins as real courses bring them, each with what it earns and what its student is told.

A row says what lies in the student's folder, whether the exercise it spoils earns its points, and a
pattern that the student's page must hold. ``test_hand_ins.py`` grades them all through both front
ends.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from demo.accidents import Desk, Files, as_bytes

Notebook = dict[str, Any]

CODE = {"metadata": {}, "outputs": [], "execution_count": None}
RIGHT = (
    "import torch\n\n\ndef nhwc_to_nchw(images):\n"
    "    out = images.permute(0, 3, 1, 2).contiguous().to(torch.float32) / 255{inside}\n"
    "    return out\n"
)


@dataclass(frozen=True)
class HandIn:
    """One student's folder for the assignment.

    Attributes:
        files: Makes what lies in it.
        earns: ``"all"``, ``"rest"`` (all but the spoilt exercise) or ``"nothing"``.
        says: A pattern in what the student reads; empty where nothing need be said.
        late_days: Started days after the due date.
    """

    files: Callable[[Desk], Files]
    earns: str = "all"
    says: str = ""
    late_days: int = 0


def right(desk: Desk) -> Notebook:
    return desk.notebook(desk.answers)


def answer(top: str = "", inside: str = "", bottom: str = "") -> Callable[[Desk], Files]:
    """The right answer with something above it in its cell, within it, or below it."""
    inside = f"\n    {inside}" if inside else ""
    source = f"{top}\n{RIGHT.format(inside=inside)}\n\n{bottom}\n"
    return lambda desk: desk.files(desk.with_answer(source))


def with_cells(*, first: str = "", last: str = "") -> Callable[[Desk], Files]:
    """Every answer right, and a cell of the student's own before or after all others."""

    def files(desk: Desk) -> Files:
        notebook = right(desk)
        cells = [{**CODE, "cell_type": "code", "source": text} for text in (first, last)]
        notebook["cells"] = [
            *(cells[:1] if first else []),
            *notebook["cells"],
            *(cells[1:] if last else []),
        ]
        return {desk.file: as_bytes(notebook)}

    return files


def named(*names: str) -> Callable[[Desk], Files]:
    """The answered notebook under the last name, the untouched release under the others."""

    def files(desk: Desk) -> Files:
        *empty, full = names
        found = {name: as_bytes(desk.release) for name in empty}
        return {**found, full: as_bytes(right(desk))}

    return files


def changed(change: Callable[[Desk, Notebook], None]) -> Callable[[Desk], Files]:
    """The answered notebook with its JSON changed."""

    def files(desk: Desk) -> Files:
        notebook = right(desk)
        change(desk, notebook)
        return {desk.file: as_bytes(notebook)}

    return files


def answer_cell(desk: Desk, notebook: Notebook) -> dict[str, Any]:
    wanted = f"{desk.target.grade_id}__solution"
    return next(
        cell
        for cell in notebook["cells"]
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == wanted
    )


def python(desk: Desk) -> Files:
    return desk.python_files(desk.answers)


def _python_with(suffix: str) -> Callable[[Desk], Files]:
    return lambda desk: {f"{name}{suffix}": data for name, data in python(desk).items()}


def _only(name: str, data: bytes) -> Callable[[Desk], Files]:
    return lambda desk: {name: data}


def _as(kind: str, fence: bool = False) -> Callable[[Desk], Files]:
    def change(desk: Desk, notebook: Notebook) -> None:
        cell = answer_cell(desk, notebook)
        cell["cell_type"] = kind
        for name in ("outputs", "execution_count"):
            del cell[name]
        if fence:
            cell["source"] = ["```python\n", *cell["source"], "\n```"]

    return changed(change)


def _conflict_in_notebook(desk: Desk) -> Files:
    text = as_bytes(right(desk)).decode()
    line = next(part for part in text.splitlines() if "images.permute" in part)
    both = f"<<<<<<< HEAD\n{line}\n=======\n{line}\n>>>>>>> laptop"
    return {desk.file: text.replace(line, both).encode()}


def _conflict_in_python(desk: Desk) -> Files:
    files = python(desk)
    name = next(name for name in files if name.endswith("nhwc_to_nchw.py"))
    body = files[name].decode()
    line = next(part for part in body.splitlines() if "images.permute" in part)
    both = f"<<<<<<< HEAD\n{line}\n=======\n{line}.clone()\n>>>>>>> laptop"
    return {**files, name: body.replace(line, both).encode()}


def _conflict_in_cell(desk: Desk) -> Files:
    return desk.files(
        desk.with_answer(
            "import torch\n\n\ndef nhwc_to_nchw(images):\n<<<<<<< HEAD\n    return images\n"
            "=======\n    return images / 255\n>>>>>>> laptop\n"
        )
    )


def _two_answers(desk: Desk) -> Files:
    other = desk.notebook(desk.with_answer("def nhwc_to_nchw(images):\n    return images\n"))
    return {desk.file: as_bytes(right(desk)), "final.ipynb": as_bytes(other)}


def _versions(desk: Desk) -> Files:
    """Two folders in one student's work; neither is a student."""
    first, second = _two_answers(desk).values()
    return {f"v1/{desk.file}": first, f"v2/{desk.file}": second}


def _script_beside(desk: Desk) -> Files:
    """The right notebook, and an older try as a Python file."""
    return {
        desk.file: as_bytes(right(desk)),
        "nhwc_to_nchw.py": b"def nhwc_to_nchw(images):\n    return images\n",
    }


def _whole_folder(desk: Desk) -> Files:
    """The course's folder as it was handed out, with the answered notebook in it."""
    from autograder.course.skeleton import skeleton

    plain = {
        f"assignments/{e.slug}/{e.name}.py": skeleton(e).encode() for e in desk.assignment.exercises
    }
    return {**plain, f"release/{desk.file}": as_bytes(right(desk)), "README.md": b"# Course\n"}


def _no_metadata(desk: Desk, notebook: Notebook) -> None:
    del notebook["metadata"]


def _no_outputs(desk: Desk, notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        cell.pop("outputs", None)
        cell.pop("execution_count", None)


def _bad_outputs(desk: Desk, notebook: Notebook) -> None:
    answer_cell(desk, notebook)["outputs"] = [{"output_type": "new", "x": 1}, "text", None]


def _same_ids(desk: Desk, notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        cell["id"] = "cell"


def _format(major: int, minor: int) -> Callable[[Desk, Notebook], None]:
    def change(desk: Desk, notebook: Notebook) -> None:
        notebook |= {"nbformat": major, "nbformat_minor": minor}

    return change


def _widgets(desk: Desk, notebook: Notebook) -> None:
    notebook["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": {}}


def _markdown_with_outputs(desk: Desk, notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            cell |= {"outputs": [], "execution_count": 3}


def _exported(desk: Desk) -> Files:
    """What ``jupyter nbconvert --to script`` makes of the answered notebook."""
    from nbconvert import PythonExporter
    from nbformat import reads

    notebook = right(desk)
    body, _ = PythonExporter().from_notebook_node(reads(json.dumps(notebook), as_version=4))
    return {desk.file.replace(".ipynb", ".py"): body.encode()}


def _cell_magic(desk: Desk) -> Files:
    """An exported cell that began with ``%%time``."""
    source = RIGHT.format(inside="")
    call = f"get_ipython().run_cell_magic('time', '', {source!r})\n"
    files = python(desk)
    name = next(name for name in files if name.endswith("nhwc_to_nchw.py"))
    return {**files, name: call.encode()}


def _helper_beside(desk: Desk) -> Files:
    source = "from tools import unit\n\n\ndef nhwc_to_nchw(images):\n    return unit(images)\n"
    return {**desk.files(desk.with_answer(source)), "tools.py": b"def unit(x):\n    return x\n"}


def _newer_syntax(desk: Desk) -> Files:
    return desk.files(desk.with_answer("type Pictures = list\n\n\n" + RIGHT.format(inside="")))


def _stamp(stamp: str) -> Callable[[Desk], Files]:
    return lambda desk: {**desk.files(desk.answers), "timestamp.txt": stamp.encode()}


LAMBDA = "nhwc_to_nchw = lambda images: images.permute(0, 3, 1, 2).contiguous().float() / 255\n"

HAND_INS: dict[str, HandIn] = {
    # A browser, a mail program or a person gave the file another name.
    "json_behind": HandIn(named("01_tensor_shapes.ipynb.json")),
    "txt_behind": HandIn(named("01_tensor_shapes.ipynb.txt")),
    "json_instead": HandIn(named("01_tensor_shapes.json")),
    "shouting": HandIn(named("01_TENSOR_SHAPES.IPYNB")),
    "twice": HandIn(named("01_tensor_shapes.ipynb.ipynb")),
    "python_txt": HandIn(_python_with(".txt")),
    # What nobody can grade.
    "html": HandIn(_only("01_tensor_shapes.html", b"<html></html>"), "nothing", r"\.ipynb"),
    "pdf": HandIn(_only("report.pdf", b"%PDF-1.7"), "nothing", r"pdf"),
    "docx": HandIn(_only("homework.docx", b"PK"), "nothing", r"docx"),
    "nothing_at_all": HandIn(_only(".keep", b""), "nothing", r"."),
    # The release beside the work.
    "download_again": HandIn(named("01_tensor_shapes.ipynb", "01_tensor_shapes (1).ipynb")),
    "copy_one": HandIn(named("01_tensor_shapes.ipynb", "01_tensor_shapes-Copy1.ipynb")),
    "copy_of": HandIn(named("01_tensor_shapes.ipynb", "Copy of 01_tensor_shapes.ipynb")),
    "kopie": HandIn(named("01_tensor_shapes.ipynb", "01_tensor_shapes - Kopie.ipynb")),
    "fuben": HandIn(named("01_tensor_shapes.ipynb", "01_tensor_shapes的副本.ipynb")),
    "final": HandIn(named("01_tensor_shapes.ipynb", "final.ipynb")),
    "reversed": HandIn(named("old.ipynb", "01_tensor_shapes.ipynb")),
    "two_answers": HandIn(_two_answers, "nothing", r"final\.ipynb"),
    "whole_folder": HandIn(_whole_folder),
    "two_versions": HandIn(_versions, "nothing", r"v1/.*v2/"),
    "script_beside": HandIn(_script_beside, says=r"nhwc_to_nchw\.py"),
    "cloud_drive": HandIn(
        named("01_tensor_shapes (Conflicted copy 2026-12-01).ipynb", "01_tensor_shapes.ipynb")
    ),
    "lfs_pointer": HandIn(
        _only("01_tensor_shapes.ipynb", b"version https://git-lfs.github.com/spec/v1\nsize 9\n"),
        "nothing",
        r"Git LFS",
    ),
    # What every kernel has, and what does not exist here.
    "display_inside": HandIn(answer(inside="display(out.shape)")),
    "display_below": HandIn(answer(bottom="display(nhwc_to_nchw)")),
    "in_colab": HandIn(answer(top="IN_COLAB = 'google.colab' in str(get_ipython())")),
    "await_below": HandIn(answer(bottom="import asyncio\nawait asyncio.sleep(0)")),
    "drive": HandIn(answer(top="from google.colab import drive\ndrive.mount('/content/drive')")),
    "drive_first": HandIn(
        with_cells(first="from google.colab import drive\ndrive.mount('/d')\n%cd /d")
    ),
    "tqdm": HandIn(answer(top="from tqdm.auto import tqdm", inside="list(tqdm(range(2)))")),
    "pyplot": HandIn(answer(top="import matplotlib.pyplot as plt")),
    "pyplot_shown": HandIn(
        answer(top="import matplotlib.pyplot as plt", bottom="plt.plot([1, 2])\nplt.show()")
    ),
    "spawn": HandIn(answer(top="import torch.multiprocessing as mp\nmp.set_start_method('spawn')")),
    "interop": HandIn(answer(top="import torch\ntorch.set_num_interop_threads(2)")),
    "cuda_if_any": HandIn(
        answer(
            top="import torch\n"
            "torch.set_default_device('cuda' if torch.cuda.is_available() else 'cpu')"
        )
    ),
    "cuda": HandIn(answer(top="import torch\ntorch.set_default_device('cuda')")),
    "input_above": HandIn(answer(top="n = int(input('how many? '))")),
    "input_below": HandIn(answer(bottom="n = int(input('how many? '))")),
    "log_file": HandIn(answer(top="import logging\nlogging.basicConfig(filename='hw.log')")),
    "tensorboard": HandIn(answer(top="from torch.utils.tensorboard import SummaryWriter")),
    "main_block": HandIn(answer(bottom="if __name__ == '__main__':\n    print(1 / 0)")),
    "bare_line": HandIn(answer(top="undefined_name\n")),
    # A later cell undoes what was right.
    "shadowed": HandIn(with_cells(last="torch = 3"), says=r"torch"),
    "no_float": HandIn(with_cells(last="torch.set_default_dtype(torch.float64)\nfloat = str")),
    "patched": HandIn(with_cells(last="torch.Tensor.permute = None"), says=r"cell"),
    # However it is bound.
    "bound_by_lambda": HandIn(lambda desk: desk.files(desk.with_answer(LAMBDA))),
    "bound_under_if": HandIn(
        lambda desk: desk.files(
            desk.with_answer("if True:\n    " + RIGHT.format(inside="").replace("\n", "\n    "))
        )
    ),
    "bound_by_alias": HandIn(
        lambda desk: desk.files(
            desk.with_answer(
                RIGHT.format(inside="").replace("nhwc_to_nchw", "mine") + "\nnhwc_to_nchw = mine\n"
            )
        )
    ),
    # Cells that are no code any more, and merges that were not finished.
    "raw": HandIn(_as("raw"), "rest", r"raw"),
    "markdown": HandIn(_as("markdown"), "rest", r"Markdown"),
    "fenced": HandIn(_as("markdown", fence=True), "rest", r"Markdown"),
    "conflict_notebook": HandIn(_conflict_in_notebook, "nothing", r"conflict.*line|line.*conflict"),
    "conflict_python": HandIn(_conflict_in_python, "rest", r"conflict"),
    "conflict_cell": HandIn(_conflict_in_cell, "rest", r"conflict"),
    "newer_python": HandIn(_newer_syntax, "rest", r"3\.12.*3\.11"),
    # An exported script is read as its notebook.
    "exported": HandIn(_exported),
    "exported_magic": HandIn(_cell_magic),
    # Notebooks as broken as Jupyter opens them.
    "no_metadata": HandIn(changed(_no_metadata)),
    "no_outputs": HandIn(changed(_no_outputs)),
    "bad_outputs": HandIn(changed(_bad_outputs)),
    "same_ids": HandIn(changed(_same_ids)),
    "format_4_2": HandIn(changed(_format(4, 2))),
    "format_5_0": HandIn(changed(_format(5, 0))),
    "widgets": HandIn(changed(_widgets)),
    "markdown_outputs": HandIn(changed(_markdown_with_outputs)),
    # Ids as universities give them.
    "ana+1@uni.edu": HandIn(named("01_tensor_shapes.ipynb")),
    "=gus": HandIn(named("01_tensor_shapes.ipynb")),
    "-ivy": HandIn(named("01_tensor_shapes.ipynb")),
    "di[2]": HandIn(named("01_tensor_shapes.ipynb")),
    "fe,ed": HandIn(named("01_tensor_shapes.ipynb")),
    "jo%20": HandIn(named("01_tensor_shapes.ipynb")),
    "ñandú": HandIn(named("01_tensor_shapes.ipynb")),
    "o'neil": HandIn(named("01_tensor_shapes.ipynb")),
    # Times as nbgrader's own command writes them; due on December 7 at 23:59 UTC.
    "in_utc": HandIn(_stamp("2026-12-07 10:00:00.123456 UTC")),
    "two_days": HandIn(_stamp("2026-12-09 10:00:00.123456 UTC"), late_days=2),
    "los_angeles": HandIn(_stamp("2026-12-07 15:00:00.123456 PST")),
    "singapore_late": HandIn(_stamp("2026-12-08 10:00:00.123456 +08"), late_days=1),
    "tokyo": HandIn(_stamp("2026-12-08 08:00:00.123456 JST")),
    "no_zone": HandIn(_stamp("2026-12-07 10:00:00")),
    "iso": HandIn(_stamp("2026-12-08T07:58:00+08:00")),
    "no_time": HandIn(_stamp("yesterday"), says=r"yesterday|timestamp"),
}
