"""The reference without its answers: what a student fills in."""

from __future__ import annotations

from autograder.model import Exercise

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
STUB = ("# YOUR CODE HERE", "raise NotImplementedError()")


def skeleton(exercise: Exercise) -> str:
    """Return the reference with every solution replaced, exactly as nbgrader replaces it."""
    return strip_solutions(exercise.reference)


def strip_solutions(source: str) -> str:
    """Replace each region between the solution marks by nbgrader's stub.

    Raises:
        ValueError: A mark has no partner.
    """
    lines, inside = [], False
    for line in source.splitlines():
        if BEGIN in line:
            if inside:
                raise ValueError(f"{BEGIN} inside a solution")
            inside = True
            indent = line[: len(line) - len(line.lstrip())]
            lines += [indent + stub for stub in STUB]
        elif END in line:
            if not inside:
                raise ValueError(f"{END} without {BEGIN}")
            inside = False
        elif not inside:
            lines.append(line)
    if inside:
        raise ValueError(f"{BEGIN} without {END}")
    return "\n".join(lines) + "\n"
