"""Reads the file format of notebooks, whatever was done to the file. Pure.

This alone decides what is a readable notebook, for the engine, for nbgrader's command and on the
student's machine. Formats: https://nbformat.readthedocs.io/en/latest/format_description.html
(4), and those of IPython 0.12 to 2 (2 and 3, with worksheets).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from autograder.intake.decoding import Unreadable
from autograder.intake.diagnosis import conflict
from autograder.intake.magics import parse
from autograder.model import Text

KINDS = ("code", "markdown", "raw")
OLD = Text(
    "the notebook was saved by an old Jupyter and has been converted",
    "笔记本由旧版 Jupyter 保存,已自动转换",
)
EMPTY = Text("the file is empty", "文件是空的")
ZEROS = Text(
    "the file holds zero bytes only: its download or upload was broken; hand it in again",
    "文件只含零字节:下载或上传未完成;请重新提交",
)
NO_NOTEBOOK = Text("the file is JSON, but not a notebook", "文件是 JSON,但不是笔记本")
NO_CELLS = Text("the file is not a notebook: it has no cells", "文件不是笔记本:没有单元格")
WEB_PAGE = Text(
    "the file is a web page, not a notebook; download the notebook itself (.ipynb)",
    "文件是网页而不是笔记本;请下载笔记本文件本身(.ipynb)",
)
POINTER = Text(
    "the file is a pointer of Git LFS, not the notebook; run `git lfs pull` where it was written, "
    "and hand in what is there then",
    "文件是 Git LFS 的指针而不是笔记本;请在原仓库中运行 `git lfs pull`,再提交得到的文件",
)
ZEPPELIN = Text(
    "the file is a Zeppelin note, not a Jupyter notebook; export it as .ipynb",
    "文件是 Zeppelin 笔记,不是 Jupyter 笔记本;请导出为 .ipynb",
)


@dataclass(frozen=True)
class NotebookCell:
    """One cell of a file, with the parts that somebody here relies on.

    Attributes:
        position: Its place in the file, counted from 1 as people do; what is no cell counts too.
        kind: ``"code"``, ``"markdown"`` or ``"raw"``; whatever else the file says is markdown.
        source: Its text; can always be written as UTF-8.
        cell_id: Its name in format 4.5, or ``""``.
        marks: What nbgrader wrote into its metadata: ``grade``, ``solution``, ``locked``, ...
        grade_id: nbgrader's name of the cell, or ``""``.
        line: The line of the file at which it begins, where the file is a script.
    """

    position: int
    kind: str
    source: str
    cell_id: str
    marks: Mapping[str, Any]
    grade_id: str
    line: int = 1


@dataclass(frozen=True)
class ParsedNotebook:
    """The cells of one file in order, and what its student should know about the file.

    Attributes:
        file: The file's name where it is a script that was exported from a notebook, or ``""``.
    """

    cells: tuple[NotebookCell, ...]
    notes: tuple[Text, ...] = ()
    file: str = ""


def parse_notebook(text: str) -> ParsedNotebook:
    """Return the notebook that the text of a file holds.

    Raises:
        Unreadable: It is empty, not JSON, or has no list of cells.
    """
    if not text.strip("\0 \t\r\n\ufeff"):
        raise Unreadable(ZEROS if "\0" in text else EMPTY)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable(_why_no_json(text, error)) from None
    if not isinstance(value, dict):
        raise Unreadable(NO_NOTEBOOK)
    return notebook_of(value)


def _why_no_json(text: str, error: Exception) -> Text:
    """Return what is known of a file that cannot be read as JSON."""
    if found := conflict(text):
        return Text(
            f"the notebook file cannot be opened: line {found.line} is {found.what.en}",
            f"无法打开笔记本文件:第 {found.line} 行{found.what.zh}",
        )
    if text.lstrip()[:20].lower().startswith(("<!doctype", "<html", "<?xml")):
        return WEB_PAGE
    if text.lstrip().startswith("version https://git-lfs.github.com/spec/"):
        return POINTER
    if not text.lstrip().startswith(("{", "[")) and parse(text) is not None:
        return Text("the file holds Python code, not a notebook; hand it in with the ending .py",
                    "文件内容是 Python 代码而不是笔记本;请以 .py 为后缀提交")  # fmt: skip
    where, where_zh, words = "", "", "not valid JSON"
    if isinstance(error, json.JSONDecodeError):
        where, where_zh = f" in line {error.lineno}", f"第 {error.lineno} 行"
        ends = not text[error.pos :].strip() or error.msg.startswith("Unterminated string")
        comma = text[: error.pos].rstrip().endswith(",") and text[error.pos :][:1] in ("]", "}")
        words = "it ends there, as a broken upload does" if ends else error.msg
        words = "a comma too many" if comma else words
    return Text(
        f"the notebook file is damaged{where} ({words}); open it in Jupyter, save it and hand it "
        "in again",
        f"笔记本文件{where_zh}已损坏({words});请用 Jupyter 打开、保存后重新提交",
    )


def notebook_of(value: Mapping[str, Any]) -> ParsedNotebook:
    """Return the notebook that this JSON object is.

    Raises:
        Unreadable: It has no list of cells.
    """
    cells = value.get("cells")
    is_old = not isinstance(cells, list) or value.get("nbformat", 4) == 1
    sheets = value.get("worksheets")
    if is_old and isinstance(sheets, list):
        cells = [cell for sheet in sheets for cell in _cells_of_sheet(sheet)]
    if not isinstance(cells, list):
        raise Unreadable(ZEPPELIN if isinstance(value.get("paragraphs"), list) else NO_CELLS)
    found = (_cell(n, cell) for n, cell in enumerate(cells, 1) if isinstance(cell, dict))
    return ParsedNotebook(tuple(found), (OLD,) if is_old else ())


def _cells_of_sheet(sheet: object) -> list[Any]:
    cells = sheet.get("cells") if isinstance(sheet, dict) else None
    return cells if isinstance(cells, list) else []


def _cell(position: int, cell: dict[str, Any]) -> NotebookCell:
    kind, metadata, cell_id = cell.get("cell_type"), cell.get("metadata"), cell.get("id")
    marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    marks = marks if isinstance(marks, dict) else {}
    grade_id = marks.get("grade_id")
    return NotebookCell(
        position=position, kind=kind if kind in KINDS else "markdown", source=_source(cell),
        cell_id=cell_id if isinstance(cell_id, str) else "", marks=marks,
        grade_id=grade_id if isinstance(grade_id, str) else "",
    )  # fmt: skip


def _source(cell: dict[str, Any]) -> str:
    """Return the text of a cell: ``source``, which was ``input`` in formats 2 and 3."""
    source = cell.get("source", cell.get("input", cell.get("code", "")))
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    text = source if isinstance(source, str) else ""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
