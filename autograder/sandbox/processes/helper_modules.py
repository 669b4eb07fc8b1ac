"""The student's own helper files, importable beside an answer as they are beside a notebook."""

from __future__ import annotations

import importlib.abc
import importlib.util
from collections.abc import Callable, Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

Run = Callable[[str, str, dict[str, Any]], None]


class HelperModules(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the modules that were handed in as files; each runs when it is first imported.

    What is loaded already stays, as beside a kernel that has loaded it.

    Args:
        run: Executes a source, known by a file name, in a namespace.
    """

    def __init__(self, run: Run):
        self._run = run
        self._files: dict[str, tuple[str, str]] = {}

    def add(self, module: str, name: str, source: str) -> None:
        """Make a file known; a package is the module ``package.__init__``."""
        self._files[module] = (name, source)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        inside = any(module.startswith(fullname + ".") for module in self._files)
        if fullname not in self._files and not inside:
            return None
        return importlib.util.spec_from_loader(fullname, self, is_package=inside)

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        name = module.__name__
        found = self._files.get(name) or self._files.get(f"{name}.__init__")
        if found:
            module.__file__ = f"<{found[0]}>"
            self._run(*found, module.__dict__)
