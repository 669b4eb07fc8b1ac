"""Makes text that a student controls safe to show. Pure."""

from __future__ import annotations

import re
import unicodedata

# Terminal escapes: CSI (colours, cursor), OSC (titles, links; ended by BEL or ST), two-byte ones.
_ANSI = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[@-Z\\-_]|\x9b")
_ELLIPSIS = "..."
# Bidi overrides, zero-width and other format characters: what is shown must be what was written.
_DROPPED = ("Cc", "Cf")
_REPLACED = ("Cs", "Co", "Cn")
# A spreadsheet would run a cell that begins so as a formula.
_FORMULA_STARTS = tuple("=+-@\uff1d\uff0b\uff0d\uff20")  # and their full-width forms


def clean(text: str, limit: int = 2000) -> str:
    """Return `text` without escapes, control or format characters, at most `limit` long.

    Newlines and indentation stay; characters that are no text (lone surrogates) become U+FFFD.
    """
    text = text[: 4 * limit]
    if not (text.isascii() and text.isprintable()):
        text = _ANSI.sub("", text).replace("\r\n", "\n").replace("\t", "    ")
        text = "".join(_character(c) for c in text)
    return text if len(text) <= limit else text[: max(0, limit - len(_ELLIPSIS))] + _ELLIPSIS


def one_line(text: str, limit: int = 300) -> str:
    """Return `clean` text with every run of white space as one space: names, table cells."""
    return clean(" ".join(clean(text, 4 * limit).split()), limit)


def safe_cell(text: str) -> str:
    """Return `text` on one line, as text even to a spreadsheet."""
    text = one_line(text, 1000)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _character(c: str) -> str:
    if c == "\n" or " " <= c <= "~":
        return c
    category = unicodedata.category(c)
    if category in _DROPPED:
        return ""
    if category[0] == "Z":
        return " " if category == "Zs" else "\n"
    return "\ufffd" if category in _REPLACED else c
