"""Helper files that an answer imports: written by a cell, or handed in beside the answer. Pure.

An answer is one file, but a student who handed the helper in as well meant it to be read, and at
home it was. It becomes a module of the student's own, found before those of libraries, as Python
finds what lies beside a script. What nobody imports is not taken.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from autograder.intake.magics import WrittenFile, neutral, parse
from autograder.model import Cell


def module_of(path: str | PurePosixPath) -> str:
    """Return the name by which a file can be imported, or ``""``: ``pkg/mod.py`` is ``pkg.mod``."""
    place = PurePosixPath(str(path).replace("\\", "/"))
    parts = place.with_suffix("").parts
    if place.is_absolute() or ".." in parts or parts[:1] == ("~",):
        parts = parts[-1:]
    usable = place.suffix == ".py" and all(part.isidentifier() for part in parts)
    return ".".join(parts) if usable else ""


def cells_of_written(files: Iterable[WrittenFile]) -> list[Cell]:
    """Return the files that cells write as modules; what is written later replaces or is added."""
    bodies: dict[str, WrittenFile] = {}
    for file in files:
        module = module_of(file.path)
        before = bodies[module].body if file.appends and module in bodies else ""
        bodies[module] = WrittenFile(file.path, before + file.body, file.appends)
    return [Cell(file.path, neutral(file.body)[0], module=module)
            for module, file in bodies.items()]  # fmt: skip


def imported(source: str) -> set[str]:
    """Return the first parts of the names of all modules that the code imports."""
    tree, found = parse(source), set()
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def helpers_for(
    cells: Sequence[Cell], folder: PurePosixPath, files: Mapping[PurePosixPath, str]
) -> dict[PurePosixPath, Cell]:
    """Return the files that code in `folder` imports, as modules, with what these import.

    The nearest file of a name counts: in the folder, in one above it, or the only one elsewhere.
    A name of Python's own library means the library.

    Args:
        files: Path -> code of each file that could be meant.
    """
    found: dict[PurePosixPath, Cell] = {}
    waiting = [cell.source for cell in cells]
    seen = {cell.module.partition(".")[0] for cell in cells if cell.module}
    exercise = cells[0].exercise if cells else ""
    while waiting:
        for name in sorted(imported(waiting.pop()) - seen - sys.stdlib_module_names):
            seen.add(name)
            for path, module in _files_of(name, folder, files).items():
                shown = module.replace(".", "/") + ".py"
                found[path] = Cell(shown, files[path], exercise, module)
                waiting.append(files[path])
    return found


def _files_of(
    name: str, folder: PurePosixPath, files: Mapping[PurePosixPath, str]
) -> dict[PurePosixPath, str]:
    """Return the files of one module or package, with the full name of each."""
    roots: dict[PurePosixPath, dict[PurePosixPath, str]] = {}
    for path in files:
        for root in path.parents:
            module = module_of(path.relative_to(root))
            if module.partition(".")[0] == name:
                roots.setdefault(root, {})[path] = module
    for root in (folder, *folder.parents):
        if root in roots:
            return roots[root]
    return next(iter(roots.values())) if len(roots) == 1 else {}
