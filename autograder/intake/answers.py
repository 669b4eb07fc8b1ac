"""Which functions of an assignment a piece of code answers. Pure."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping, Sequence

from autograder.course.skeleton import strip_solutions
from autograder.intake.bindings import Bound, Definition, bindings, shape
from autograder.intake.magics import parse
from autograder.model import Exercise

DEFINITION = re.compile(r"^(?:async\s+def|def|class)\s+(\w+)", re.MULTILINE)
ASSIGNED = re.compile(r"^(\w+)\s*=(?!=)", re.MULTILINE)
# What can bind a name so that only running shows it.
DYNAMIC = re.compile(r"\b(?:exec|setattr|globals|locals|vars|__dict__)\b")
STAR = re.compile(r"^\s*from\s+([\w.]+)\s+import\s+\*", re.MULTILINE)
LIBRARIES = sys.stdlib_module_names | {"matplotlib", "numpy", "pandas", "sklearn", "torch",
                                       "torchvision"}  # fmt: skip


def skeletons(exercises: Iterable[Exercise]) -> dict[str, str]:
    """Return how each definition looks while the student has not touched it."""
    shapes = {}
    for exercise in exercises:
        tree = parse(strip_solutions(exercise.reference))
        for node in tree.body if tree else ():
            if isinstance(node, Definition):
                shapes[node.name] = shape(node)
    return shapes


def names_of(source: str, untouched: Mapping[str, str]) -> dict[str, Bound]:
    """Return the names that a piece of code binds, and what each stands for at its best.

    Args:
        untouched: As from `skeletons`.
    """
    tree = parse(source)
    if tree is None:
        found = DEFINITION.findall(source) + ASSIGNED.findall(source)
        return dict.fromkeys(found, Bound.ANSWER)
    names: dict[str, Bound] = {}
    order = list(Bound)
    for binding in bindings(tree, untouched):
        known = names.get(binding.name, binding.bound)
        names[binding.name] = min(known, binding.bound, key=order.index)
    return names


def answered(source: str, exercises: Iterable[Exercise]) -> frozenset[str]:
    """Return which functions of these exercises the code answers."""
    exercises = tuple(exercises)
    wanted = {name for exercise in exercises for name in exercise.functions}
    found = names_of(source, skeletons(exercises))
    return frozenset(n for n, bound in found.items() if bound is Bound.ANSWER and n in wanted)


def may_bind(source: str, name: str) -> bool:
    """Whether only running can show that this code does not bind the name."""
    if any(module.partition(".")[0] not in LIBRARIES for module in STAR.findall(source)):
        return True
    return bool(DYNAMIC.search(source)) and re.search(rf"\b{name}\b", source) is not None


def without_skeletons(sources: Sequence[str], untouched: Mapping[str, str]) -> list[str]:
    """Blank the skeletons that another definition answers: run later, they would undo the answer.

    The rest stays, its imports may serve the answer, and every line keeps its number.
    """
    real = {name for source in sources for name, bound in names_of(source, untouched).items()
            if bound is Bound.ANSWER}  # fmt: skip
    return [_blanked(source, real, untouched) for source in sources]


def _blanked(source: str, names: set[str], untouched: Mapping[str, str]) -> str:
    tree, lines = parse(source), source.split("\n")
    for binding in bindings(tree, untouched) if tree else ():
        node = binding.node
        if binding.bound is Bound.SKELETON and binding.name in names:
            assert isinstance(node, Definition)
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            last = node.end_lineno or first
            indent = " " * node.col_offset
            lines[first - 1 : last] = [f"{indent}pass" if indent else ""] + [""] * (last - first)
    return "\n".join(lines)
