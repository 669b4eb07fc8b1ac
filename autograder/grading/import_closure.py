"""The import closure: every module of ours that a module can bring in, found in the source text.

Nothing is imported. Lazy imports count, those for types alone do not. A string that is the name of
one of our modules counts as an import of it: so ``python -m`` starts a process, and so
``import_module`` is called.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

PACKAGE = "autograder"
FOR_TYPES = ("TYPE_CHECKING", "typing.TYPE_CHECKING")


def files_of(modules: Iterable[str], root: Path) -> dict[str, Path]:
    """Return the files of these modules and of all that they import, sorted by name.

    Every package on the way counts, and so do the data files beside its modules.

    Args:
        modules: Full names, as ``"autograder.grading.worker"``.
        root: The folder that holds the package.
    """
    found: dict[str, Path] = {}
    waiting = list(modules)
    while waiting:
        name = waiting.pop()
        file = file_of(name, root)
        if name in found or file is None:
            continue
        found[name] = file
        package = name if file.stem == "__init__" else name.rpartition(".")[0]
        waiting += [package, name.rpartition(".")[0], *imported(file.read_bytes(), package)]
        if file.stem == "__init__":
            found |= {f"{name}/{data.name}": data for data in _data_files(file.parent)}
    return dict(sorted(found.items()))


@lru_cache(maxsize=1024)  # by content, so a changed file is read anew
def imported(source: str | bytes, package: str = "") -> frozenset[str]:
    """Return the names below our package that a module's source may import.

    Some may be no modules but what is defined in one: ``from a import b`` gives both ``a`` and
    ``a.b``.

    Args:
        package: Where the module lies, for its relative imports; without it they are left out.
    """
    names = {name for node in _run_nodes(ast.parse(source)) for name in _names(node, package)}
    return frozenset(name for name in names if name.split(".")[0] == PACKAGE)


def _run_nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield every node of a tree, but for those under ``if TYPE_CHECKING``."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, ast.If) and ast.unparse(node.test) in FOR_TYPES:
            waiting += node.orelse
        else:
            waiting += ast.iter_child_nodes(node)


def _names(node: ast.AST, package: str) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        base = node.module or ""
        if node.level:
            parts = package.split(".")
            above = parts[: len(parts) - node.level + 1] if package else []
            base = ".".join([*above, *filter(None, [base])])
        yield base
        yield from (f"{base}.{alias.name}" for alias in node.names)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def file_of(name: str, root: Path) -> Path | None:
    """Return a module's file, or None where the name is of no module."""
    if not all(part.isidentifier() for part in name.split(".")):
        return None
    place = root.joinpath(*name.split("."))
    files = (place / "__init__.py", place.with_suffix(".py"))
    return next((file for file in files if file.is_file()), None)


def _data_files(folder: Path) -> list[Path]:
    return [
        file
        for file in folder.iterdir()
        if file.is_file() and file.suffix not in (".py", ".pyc") and file.name[0] != "."
    ]
