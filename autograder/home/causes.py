"""Why an example raised, where the student's own code shows it; in the words of grading."""

from __future__ import annotations

import difflib
import linecache
import traceback
from types import TracebackType
from typing import Any

from autograder.model import Cell, Text


def cause_of(
    error: BaseException, trace: TracebackType | None, namespace: dict[str, Any]
) -> Text | None:
    """Return the cause of an exception in words that a beginner knows, or None.

    Args:
        namespace: The globals of the student's code.
    """
    from autograder.intake import mistakes

    frames = [each for each in traceback.walk_tb(trace) if each[0].f_globals is namespace]
    name, source, line = "", "", 0
    if frames:
        frame, line = frames[-1]
        name = frame.f_code.co_filename
        source = "".join(linecache.getlines(name))
    if isinstance(error, NotImplementedError):
        place = name.strip("<>") if name.startswith("<") and "ipython" not in name else ""
        shown = f"{place}, line {line}: " if place else f"line {line}: "
        return mistakes.still_raises(shown) if mistakes.raises_still(source, line) else None
    if isinstance(error, RecursionError):
        return mistakes.ENDLESS
    if type(error) is NameError:
        return mistakes.unknown_name(str(error), [Cell("", source)], where=("", line))
    if isinstance(error, TypeError) and not frames:
        return mistakes.wrong_parameters(str(error))
    if isinstance(error, AttributeError) and not frames and error.name:
        close = difflib.get_close_matches(error.name, dir(error.obj), 1, 0.6)
        if close:
            return Text(f"did you rename it? There is: `{close[0]}`",
                        f"是否改了名字?现有:`{close[0]}`")  # fmt: skip
    return None
