"""The reference without its answers: what a student fills in."""

from __future__ import annotations

import re

from autograder.errors import AuthorError
from autograder.model import Exercise

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
# A mark that is nearly right would leave the answer in what students get.
NEARLY = re.compile(r"#\s*(BEGIN|END)\s+SOLUTION\b", re.IGNORECASE)
STUB = ("# YOUR CODE HERE", "raise NotImplementedError()")


def skeleton(exercise: Exercise) -> str:
    """Return the reference with every solution replaced, exactly as nbgrader replaces it."""
    return strip_solutions(exercise.reference)


def strip_solutions(source: str, where: str = "reference.py") -> str:
    """Replace each region between the solution marks by nbgrader's stub.

    Args:
        where: The file, for the message.

    Raises:
        AuthorError: A mark has no partner.
    """
    lines, begun, indent = [], 0, ""
    for number, line in enumerate(source.splitlines(), 1):
        if BEGIN in line:
            if begun:
                raise AuthorError(
                    f"{BEGIN} inside the solution that begins in line {begun}",
                    where=f"{where}:{number}",
                    cure=f"write {END} between them",
                )
            begun = number
            indent = line[: len(line) - len(line.lstrip())]
            lines += [indent + stub for stub in STUB]
        elif END in line:
            if not begun:
                raise AuthorError(
                    f"{END} without {BEGIN}",
                    where=f"{where}:{number}",
                    cure=f"write {BEGIN} above the first line of the answer",
                )
            begun = 0
        elif NEARLY.search(line):
            raise AuthorError(
                f"{line.strip()!r} is no mark of a solution",
                where=f"{where}:{number}",
                cure=f"write {BEGIN} or {END}, letter by letter",
            )
        elif not begun:
            lines.append(line)
        elif indent and line.startswith(("def ", "class ", "async def ")):
            raise AuthorError(
                f"{BEGIN} without {END} in its function",
                where=f"{where}:{begun}",
                cure=f"write {END} below the last line of the answer",
            )
    if begun:
        raise AuthorError(
            f"{BEGIN} without {END}",
            where=f"{where}:{begun}",
            cure=f"write {END} below the last line of the answer",
        )
    return "\n".join(lines) + "\n"
