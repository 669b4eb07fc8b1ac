"""Makes IPython's magics and shell lines harmless in the text of a cell. Pure; nothing is run."""

from __future__ import annotations

import ast
import re
import warnings

# Parsing is quadratic in the number of magics; no hand-written cell comes near this.
MAX_PARSED_CHARACTERS = 200_000
MAX_MAGICS = 100
PARSE_ERRORS = (SyntaxError, ValueError, RecursionError, MemoryError)
MAGIC_LINE = re.compile(r"^(\s*)(?:[%!?]|\w[\w.]*\?{1,2}\s*$)")
MAGIC_VALUE = re.compile(r"^(\s*)([\w\s,.\[\]]+=)\s*[!%]")
# Magics whose argument is Python that defines things: `%time model = fit(...)`.
TIMING = re.compile(r"^(\s*)%{1,2}(?:time|timeit|prun|capture)\b(?:\s+-\S+)*")
EXPORTED_MAGIC = re.compile(r"^([ \t]*)get_ipython\(\)\.\w+\(.*\)[ \t]*$", re.MULTILINE)
PYTHON_CELL_MAGICS = (["time"], ["timeit"], ["capture"], ["prun"])


def neutral(source: str) -> tuple[str, bool]:
    """Replace magics and shell lines by harmless code; every line keeps its number.

    Only lines at which Python itself stops are touched, so text inside strings stays as it is.
    """
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    source = source.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    plain = EXPORTED_MAGIC.sub(r"\1pass", source)
    if plain.lstrip().startswith("%%"):
        return _without_cell_magic(plain), True
    lines = plain.split("\n")
    changed = plain != source
    for _ in range(MAX_MAGICS if len(source) <= MAX_PARSED_CHARACTERS else 0):
        number = _stop(lines)
        if number is None or not _replace_magic(lines, number):
            break
        changed = True
    return "\n".join(lines), changed


def parse(source: str) -> ast.Module | None:
    """Return the syntax tree, or None where there is none."""
    if len(source) > MAX_PARSED_CHARACTERS:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except PARSE_ERRORS:
        return None


def _stop(lines: list[str]) -> int | None:
    """Return the index of the line at which Python stops reading, or None."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse("\n".join(lines))
    except SyntaxError as error:
        return error.lineno - 1 if error.lineno and error.lineno <= len(lines) else None
    except PARSE_ERRORS:
        return None
    return None


def _replace_magic(lines: list[str], number: int) -> bool:
    """Replace the magic at this line, or say that there is none."""
    line = lines[number]
    if timing := TIMING.match(line):
        rest = line[timing.end() :].strip()
        lines[number] = timing[1] + (rest or "pass")
    elif value := MAGIC_VALUE.match(line):
        lines[number] = f"{value[1]}{value[2]} []"
    elif magic := MAGIC_LINE.match(line):
        lines[number] = f"{magic[1]}pass"
    else:
        return False
    while line.rstrip().endswith("\\") and number + 1 < len(lines):
        number += 1
        line, lines[number] = lines[number], ""
    return True


def _without_cell_magic(source: str) -> str:
    """Keep the body of `%%time` and the like; a cell in another language becomes empty."""
    lines = source.split("\n")
    for number, line in enumerate(lines):
        if line.strip() and not line.lstrip().startswith("%%"):
            break
        if line.strip() and line.strip()[2:].split(maxsplit=1)[:1] not in PYTHON_CELL_MAGICS:
            return ""
        lines[number] = ""
    return neutral("\n".join(lines))[0]
