"""Why a text is no Python for this interpreter, where the cause is known. Pure.

Newer syntax is recognised by writing it as Python 3.11 has it: if the text then reads, nothing else
was wrong with it. PEP 695 (3.12), 696 (3.13), 701 (3.12), 750 and 758 (3.14).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.intake.magics import parse
from autograder.model import Text

# Longer cells are not looked into, except for marks: nobody writes them by hand.
MAX_CHARACTERS = 50_000
GRADED_WITH = f"Python {sys.version_info[0]}.{sys.version_info[1]}"
MARKS = re.compile(r"^(<{7}|>{7}|\|{7})(?: .*)?$", re.MULTILINE)
MIDDLE = re.compile(r"^={7}$", re.MULTILINE)
TYPE = re.compile(r"^(\s*)type(?=\s+\w+\s*[\[=])", re.MULTILINE)
GENERIC = re.compile(
    r"^[ \t]*(?:(?:async[ \t]+)?def|class|t  =)[ \t]+\w+[ \t]*(?=\[)", re.MULTILINE
)
DEFAULT = re.compile(r"(?<![<>=!:])=(?!=)")
EXCEPT = re.compile(r"^(\s*except\*?\s+)([\w.]+(?:\s*,\s*[\w.]+)+)(?=\s*:)", re.MULTILINE)
STRING = re.compile(r"(?i)(?<!\w)(?P<prefix>[rbuft]{0,2})(?P<quote>\"\"\"|\'\'\'|\"|\')")
OLD = (
    re.compile(r"^[ \t]*print[ \t]+[^\s(=.,\[)].*$", re.MULTILINE),
    re.compile(r"^[ \t]*except[ \t]+[\w.]+\s*,\s*[a-z]\w*\s*:", re.MULTILINE),
    re.compile(r"^[ \t]*(?:exec[ \t]+[\"\w].*|raise[ \t]+\w+\s*,.*|.*\w\s*<>\s*\w.*)$",
               re.MULTILINE),
)  # fmt: skip
Seen = list[tuple[tuple[int, int], int]]  # version and line


@dataclass(frozen=True)
class Diagnosis:
    """The known cause: where it is seen (line from 1), and what it is."""

    line: int
    what: Text


def diagnosed(source: str) -> Diagnosis | None:
    """Return why this interpreter cannot read the text, or None: it can, or nobody knows why."""
    if parse(source) is not None:
        return None
    if found := conflict(source):
        return found
    if len(source) > MAX_CHARACTERS:
        return None
    try:
        return _older(source) or _newer(source)
    except (_Unclosed, RecursionError):
        return None


def conflict(text: str) -> Diagnosis | None:
    """Return where the first mark of an unresolved merge is, if there is one.

    A line of equal signs alone may underline a title: it counts beside another mark only.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    found = MARKS.search(text)
    if found is None:
        return None
    middle = MIDDLE.search(text)
    found = min((m for m in (found, middle) if m), key=lambda m: m.start())
    words = _shown(found[0])
    return Diagnosis(
        _line(text, found.start()),
        Text(f"an unresolved git conflict (`{words}`); keep one of both versions and delete the "
             "lines of marks",
             f"有未解决的 git 冲突(`{words}`);请保留其中一个版本并删除冲突标记行"),
    )  # fmt: skip


def _older(source: str) -> Diagnosis | None:
    bare, _ = _bare(source)
    for pattern in OLD:
        if found := pattern.search(bare):
            return _of_version(source, _line(bare, found.start()), "Python 2")
    return None


def _newer(source: str) -> Diagnosis | None:
    """Return the newest syntax in the text, if the text reads once it is written in the old way."""
    text, seen = _bare(source)
    for found in reversed(list(TYPE.finditer(text))):
        seen.append(((3, 12), _line(text, found.end())))
        text = text[: found.end(1)] + "t  =" + text[found.end() :]  # a chained assignment
    for found in reversed(list(GENERIC.finditer(text))):
        end = _end_of_brackets(text, found.end())
        inside = text[found.end() : end]
        seen.append(((3, 13) if DEFAULT.search(inside) else (3, 12), _line(text, found.end())))
        text = text[: found.end()] + " " + "\\\n" * inside.count("\n") + text[end:]
    for found in reversed(list(EXCEPT.finditer(text))):
        seen.append(((3, 14), _line(text, found.end())))
        text = f"{text[: found.end(1)]}({found[2]}){text[found.end() :]}"
    if not seen or parse(text + "\n") is None:  # a continued line needs one below it
        return None
    (major, minor), line = max(seen, key=lambda each: (each[0], -each[1]))
    return _of_version(source, line, f"Python {major}.{minor}")


def _of_version(source: str, number: int, version: str) -> Diagnosis:
    line = _shown(source.split("\n")[number - 1])
    return Diagnosis(
        number,
        Text(f"{version} syntax (`{line}`); graded with {GRADED_WITH}",
             f"{version} 的语法(`{line}`);评分使用 {GRADED_WITH}"),
    )  # fmt: skip


def _shown(line: str) -> str:
    return "".join(filter(str.isprintable, line.strip()))[:80].replace("`", "'")


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


# --- a text without what stands in its strings and comments


class _Unclosed(Exception):
    """A string or a bracket has no end."""


def _bare(source: str) -> tuple[str, Seen]:
    """Return the text with empty strings and no comments, each line in its place.

    What strings are newer syntax is in the list; a text that cannot be divided stays as it is.
    """
    parts, seen, place = [], [], 0
    try:
        for start, end in _literals(source):
            parts.append(source[place:start])
            place = end
            literal = source[start:end]
            if literal.startswith("#"):
                continue
            version = _version_of(literal)
            if version:
                seen.append((version, _line(source, start)))
            is_bytes = "b" in literal[:2].lower().split(literal[-1])[0]
            parts.append(("b" if is_bytes else "") + '""' + "\\\n" * literal.count("\n"))
    except _Unclosed:
        return source, []
    return "".join(parts) + source[place:], seen


def _literals(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each string and each comment begins and ends."""
    place = 0
    while place < len(text):
        if text[place] == "#":
            end = text.find("\n", place)
            end = len(text) if end < 0 else end
        elif opening := STRING.match(text, place):
            end = _end_of_string(text, opening)
        else:
            place += 1
            continue
        yield place, end
        place = end


def _version_of(literal: str) -> tuple[int, int] | None:
    """Return the Python that first reads this string, if this one does not.

    Raises:
        _Unclosed: An expression in it is no Python in any version.
    """
    opening = STRING.match(literal)
    kind = opening["prefix"].lower() if opening else ""
    if opening is None or not set("ft") & set(kind) or ("f" in kind and parse(literal)):
        return None
    if any(parse(f"({_bare(field)[0]}\n)") is None for field in _fields(literal, opening)):
        raise _Unclosed
    return (3, 14) if "t" in kind else (3, 12)


def _end_of_string(text: str, opening: re.Match[str]) -> int:
    place, quote = opening.end(), opening["quote"]
    has_fields = bool(set("ftFT") & set(opening["prefix"]))
    while place < len(text) and not text.startswith(quote, place):
        if text[place] == "\n" and len(quote) == 1:
            raise _Unclosed
        if has_fields and text.startswith(("{{", "}}"), place):
            place += 2
        elif has_fields and text[place] == "{":
            place = _end_of_brackets(text, place)
        else:
            place += 2 if text[place] == "\\" else 1
    if place >= len(text):
        raise _Unclosed
    return place + len(quote)


def _end_of_brackets(text: str, place: int) -> int:
    """Return the place behind the bracket that closes the one here."""
    depth = 0
    while place < len(text):
        character = text[place]
        depth += (character in "([{") - (character in ")]}")
        if opening := STRING.match(text, place):
            place = _end_of_string(text, opening)
        elif character == "#":
            place = max(text.find("\n", place), place + 1)
        else:
            place += 1
        if depth == 0:
            return place
    raise _Unclosed


def _fields(literal: str, opening: re.Match[str]) -> Iterator[str]:
    """Yield the expressions in an f-string, without their conversions and formats."""
    place = opening.end()
    while place < len(literal) - len(opening["quote"]):
        if literal.startswith(("{{", "}}"), place):
            place += 2
        elif literal[place] == "{":
            end = _end_of_brackets(literal, place)
            yield _expression(literal[place + 1 : end - 1])
            place = end
        else:
            place += 2 if literal[place] == "\\" else 1


def _expression(field: str) -> str:
    """Return the field without its format, its conversion and the `=` of a debugging print."""
    place = 0
    while place < len(field):
        if opening := STRING.match(field, place):
            place = _end_of_string(field, opening)
        elif field[place] in "([{":
            place = _end_of_brackets(field, place)
        elif field[place] == ":" or (field[place] == "!" and field[place + 1 : place + 2] != "="):
            break
        else:
            place += 1
    return field[:place].rstrip().removesuffix("=")
