"""From the bytes of a file to its text. Pure."""

from __future__ import annotations

import io
import tokenize

from autograder.errors import SubmissionError
from autograder.model import Text

BOMS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))


class Unreadable(SubmissionError):
    """A file that holds no readable code; `text` is the sentence for the student."""

    def __init__(self, text: Text):
        super().__init__(text.en)
        self.text = text


def decode_python(data: bytes, name: str) -> str:
    """Return the text of a Python file by its byte order mark, coding line, or as UTF-8.

    Raises:
        Unreadable: None of them fits.
    """
    try:
        encoding = next((codec for bom, codec in BOMS if data.startswith(bom)), "")
        if not encoding:
            encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        return data.decode(encoding)
    except (SyntaxError, UnicodeError, LookupError):
        raise Unreadable(
            Text(f"{name} is not saved as UTF-8; save it again with the encoding UTF-8",
                 f"{name} 的编码不是 UTF-8;请以 UTF-8 编码重新保存")
        ) from None  # fmt: skip


def decode_notebook(data: bytes) -> str:
    """Return the text of a notebook file.

    Raises:
        Unreadable: It is not UTF-8.
    """
    try:
        encoding = next((codec for bom, codec in BOMS if data.startswith(bom)), "")
        if not encoding:  # JSON begins with two characters of ASCII, whatever it is saved as
            encoding = "utf-16-le" if data[1:4:2] == b"\0\0" and data[:1] != b"\0" else "utf-8"
        return data.decode(encoding)
    except UnicodeError:
        raise Unreadable(
            Text("the notebook is not saved as UTF-8, so it cannot be read; save it with Jupyter",
                 "笔记本的编码不是 UTF-8,无法读取;请用 Jupyter 重新保存")
        ) from None  # fmt: skip
