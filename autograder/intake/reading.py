"""The bytes and the text of one file that was handed in, or why it cannot be read."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.intake.archives import MAX_FILE_BYTES, File, printable
from autograder.intake.decoding import Unreadable, decode_notebook
from autograder.intake.notebook_format import ParsedNotebook, parse_notebook
from autograder.model import Text

MAX_NAMES = 5


def kind_of(file: File) -> str:
    """Return the ending of the file's name in lower case."""
    return file.path.suffix.lower()


def notebook_of_file(file: File) -> ParsedNotebook:
    """Return the notebook that a file holds.

    Raises:
        Unreadable: It holds none, or is too large.
    """
    return parse_notebook(decode_notebook(bytes_of(file)))


def bytes_of(file: File) -> bytes:
    """Return what a file holds.

    Raises:
        Unreadable: It cannot be read, or is too large.
    """
    name = printable(file.path.name)
    try:
        data = file.read() if file.size <= MAX_FILE_BYTES else b""
    except OSError as error:
        words = error.strerror or str(error)
        raise Unreadable(
            Text(f"{name} cannot be read ({words})", f"无法读取 {name}({words})")
        ) from None
    if file.size > MAX_FILE_BYTES or len(data) > MAX_FILE_BYTES:
        limit = MAX_FILE_BYTES >> 20
        raise Unreadable(
            Text(f"{name} is larger than {limit} MB; clear all outputs and hand it in again",
                 f"{name} 超过 {limit} MB;请清除所有输出、保存后重新提交")
        )  # fmt: skip
    return data


def listed(names: Sequence[str]) -> str:
    """Return names on one line, the first few and how many more there are."""
    more = f" (+{len(names) - MAX_NAMES})" if len(names) > MAX_NAMES else ""
    return ", ".join(names[:MAX_NAMES]) + more
