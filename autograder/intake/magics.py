"""Makes IPython's magics and shell lines harmless in the text of a cell. Pure; nothing is run.

What a magic does to Python's names is kept as far as that is harmless: the body of ``%%time``, the
statement of ``%time``, the file of ``%%writefile``. What asks the shell, another language or the
kernel becomes nothing. IPython: https://ipython.readthedocs.io/en/stable/interactive/magics.html
"""

from __future__ import annotations

import ast
import re
import warnings
from dataclasses import dataclass

from autograder.intake.splicing import Edit, spliced

# Parsing is quadratic in the number of magics; no hand-written cell comes near this.
MAX_PARSED_CHARACTERS = 200_000
MAX_MAGICS = 100
PARSE_ERRORS = (SyntaxError, ValueError, RecursionError, MemoryError)
MAGIC_LINE = re.compile(r"^(\s*)(?:[%!?]|[\w*][\w.*\[\]'\"]*\?{1,2}\s*(?:#.*)?$)")
MAGIC_VALUE = re.compile(r"^(\s*)([\w\s,.*\[\]'\"]+=)\s*(?:!|%(?P<name>\w+)\s*(?P<rest>.*))")
# Magics whose argument is Python that defines things: `%time model = fit(...)`.
TIMING_NAMES = "time|timeit|prun|capture|memit|pyinstrument|snakeviz"
OPTION = r"(?:\s+-(?:[nrplsTDm]\s*\d\S*|[lsTD]\s+\S+|-?\w+))"
TIMING = re.compile(rf"^(\s*)%{{1,2}}(?:{TIMING_NAMES})\b{OPTION}*")
RUN_FILE = re.compile(r"^(\s*)%run\s+(?:-\w+\s+)*[\"']?(?:[\w./~-]*/)?(\w+)(?:\.py)?[\"']?(?:\s|$)")
WRITES = re.compile(
    r"^%%(?:writefile|file)\s+(?P<append>-a\s+|--append\s+)?[\"']?(?P<path>[^\"'\n]+)"
)
# Cells that hold no Python, or Python that runs elsewhere.
FOREIGN = frozenset(
    ("!", "R", "bash", "bigquery", "cmd", "cython", "file", "html", "javascript", "js", "julia",
     "latex", "markdown", "md", "mermaid", "perl", "pypy", "python", "python2", "python3", "ruby",
     "script", "sh", "shell", "sql", "svg", "sx", "system", "writefile")
)  # fmt: skip
PROMPT = re.compile(r"^(\s*)(?:>>>|In \[\d+\]:)(?: |$)", re.MULTILINE)
PROMPTS = re.compile(r"^\s*(?:>>>|\.\.\.|In \[\d+\]:|\s+\.{3,}:)(?: |$)", re.MULTILINE)
SELFCHECK = "autograder.selfcheck"


@dataclass(frozen=True)
class WrittenFile:
    """What a cell with ``%%writefile`` writes, instead of running it."""

    path: str
    body: str
    appends: bool


def neutral(source: str) -> tuple[str, bool]:
    """Replace magics and shell lines by harmless code, and leave out calls of our own check.

    Lines keep their numbers, except below the body of a cell magic in an exported script. Where
    Python reads the text as it is, only calls of `get_ipython()` and of our check are touched, so
    text inside strings stays as it is.

    Returns:
        The code, and whether there was a magic.
    """
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    source = source.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    if source.lstrip().startswith("%%"):
        return _without_cell_magic(source), True
    plain = _without_prompts(source)
    lines, changed = plain.split("\n"), False
    for _ in range(MAX_MAGICS if len(source) <= MAX_PARSED_CHARACTERS else 0):
        number = _stop(lines)
        if number is None or not _replace_magic(lines, number):
            break
        changed = True
    plain = "\n".join(lines)
    if "get_ipython" not in plain and "selfcheck" not in plain:
        return plain, changed
    tree = parse(plain)
    if tree is None:
        return plain, changed
    exported = list(_exported_magics(tree, plain))
    edits = [*exported, *_own_checks(tree, plain)]
    return spliced(plain, edits), changed or bool(exported)


def written_file(source: str) -> WrittenFile | None:
    """Return the file that this cell writes, in the notebook's form or an exported script's."""
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    if (tree := _only_call(source)) is not None:
        source = _as_magic(tree) or source
    source = source.lstrip()
    found = WRITES.match(source)
    if not found:
        return None
    body = source.partition("\n")[2]
    return WrittenFile(found["path"].strip(), body, bool(found["append"]))


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


# --- magics as they stand in a cell


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
    elif run := RUN_FILE.match(line):
        lines[number] = f"{run[1]}from {run[2]} import *"
    elif value := MAGIC_VALUE.match(line):
        is_timed = value["name"] == "time" and value["rest"].strip()
        lines[number] = f"{value[1]}{value[2]} {value['rest'] if is_timed else '[]'}"
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
        if line.strip() and (line.strip()[2:].split(maxsplit=1) or ["!"])[0] in FOREIGN:
            return ""
        # As IPython has it: what stands in the line of `%%time` itself is an expression of it.
        lines[number] = ""
    return neutral("\n".join(lines))[0]


def _without_prompts(source: str) -> str:
    """Take away pasted prompts and a common indent, as IPython does where Python would stop."""
    first = next((line for line in source.split("\n") if line.strip()), "")
    # `In [3]: x = 1` happens to be Python, an annotation.
    if PROMPT.match(first) and (first.lstrip().startswith("In") or parse(source) is None):
        return PROMPTS.sub("", source)
    indent = first[: len(first) - len(first.lstrip())]
    if indent and not first.lstrip().startswith(("#", "%", "!")) and parse(source) is None:
        lines = source.split("\n")
        if all(line.startswith(indent) or not line.strip() for line in lines):
            return "\n".join(line.removeprefix(indent) for line in lines)
    return source


# --- magics as an export writes them, and our own check


def _exported_magics(tree: ast.Module, source: str) -> list[Edit]:
    """Return what takes the place of each statement that calls `get_ipython()`."""
    edits = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Expr | ast.Assign):
            continue
        name = _ipython_method(node.value)
        if not name:
            continue
        if isinstance(node, ast.Expr):
            text = _body_of(node.value, node.col_offset)
            edits.append(Edit.of(node, text or "pass"))
        elif name in ("getoutput", "run_line_magic", "magic", "sx"):
            edits.append(Edit.of(node.value, _value_of(node.value)))
    return edits


def _ipython_method(value: ast.expr) -> str:
    """Return the method that is called, if this is `get_ipython().<method>(...)`."""
    method = value.func if isinstance(value, ast.Call) else None
    shell = method.value if isinstance(method, ast.Attribute) else None
    if isinstance(shell, ast.Call) and getattr(shell.func, "id", "") == "get_ipython":
        return getattr(method, "attr", "")
    return ""


def _as_magic(call: ast.expr) -> str:
    """Return the magic that an exported call stands for, as a cell has it, or ``""``."""
    arguments = [getattr(argument, "value", None) for argument in getattr(call, "args", ())]
    texts = [argument for argument in arguments if isinstance(argument, str)]
    if len(texts) != len(arguments):
        return ""
    match _ipython_method(call), texts:
        case "run_cell_magic", [name, line, body]:
            return f"%%{name} {line}\n{body}"
        case "run_line_magic", [name, line]:
            return f"%{name} {line}"
        case "magic", [line]:
            return f"%{line}"
    return ""


def _body_of(call: ast.expr, indent: int) -> str:
    """Return what an exported magic leaves to be run."""
    magic = _as_magic(call)
    if not magic:
        return ""
    code = neutral(magic)[0].strip("\n")
    if not code.strip() or parse(code) is None:
        return ""
    return code.replace("\n", "\n" + " " * indent) if indent else code


def _value_of(call: ast.expr) -> str:
    """Return the value of an exported magic that is assigned."""
    magic = _as_magic(call)
    value = neutral(f"x = {magic}")[0].removeprefix("x = ") if magic else ""
    return f"({value})" if value and parse(f"x = ({value})") else "[]"


def _only_call(source: str) -> ast.expr | None:
    """Return the call of `get_ipython()` that is all of this cell, or None."""
    tree = parse(source) if "get_ipython" in source else None
    only = tree.body[0] if tree is not None and len(tree.body) == 1 else None
    return only.value if isinstance(only, ast.Expr) and _ipython_method(only.value) else None


def _own_checks(tree: ast.Module, source: str) -> list[Edit]:
    """Return edits that leave out the calls of our self-check: they judge nothing here."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in (SELFCHECK, "autograder"):
            names |= {alias.asname or alias.name for alias in node.names
                      if f"{node.module}.{alias.name}".startswith(SELFCHECK)}  # fmt: skip
        elif isinstance(node, ast.Import):
            names |= {alias.asname or "autograder" for alias in node.names
                      if alias.name == SELFCHECK}  # fmt: skip
    return [
        Edit.of(node, "pass")
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
        and _root(node.value.func) in names
    ]  # fmt: skip


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute):
        node = node.value
    return getattr(node, "id", "")
