"""The words that checks are written in.

A check is a function ``check_<what>(student)`` in an exercise's ``checks.py``. Its docstring is
the sentence a student reads: first paragraph English, second paragraph Chinese. It may take the
fixtures ``student``, ``hidden_seed``, ``device`` and ``budget``, and Hypothesis arguments through
``given``.
"""

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from autograder.checks.compare import (
    CheckFailed,
    assert_close,
    assert_equal,
    assert_raises,
    assert_tensor,
    assert_unchanged,
    expect,
)
from autograder.checks.strategies import LAYOUTS, arrays, labels, relayout, sizes, tensors

__all__ = [
    "LAYOUTS",
    "CheckFailed",
    "arrays",
    "assert_close",
    "assert_equal",
    "assert_raises",
    "assert_tensor",
    "assert_unchanged",
    "assume",
    "example",
    "expect",
    "given",
    "labels",
    "relayout",
    "settings",
    "sizes",
    "st",
    "tensors",
]
