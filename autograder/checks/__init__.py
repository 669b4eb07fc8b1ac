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
from autograder.checks.results import (
    as_number,
    assert_entry,
    assert_keeps_arguments,
    assert_losses,
    assert_modes,
    assert_number,
    assert_numbers,
    assert_parts,
    assert_type,
    assert_varied,
)
from autograder.checks.strategies import (
    LAYOUTS,
    SEEDS,
    arrays,
    examples,
    few,
    labels,
    relayout,
    seeds_from,
    several,
    sizes,
    tensors,
)
from autograder.sandbox.processes.student import type_name

__all__ = [
    "LAYOUTS",
    "SEEDS",
    "CheckFailed",
    "arrays",
    "as_number",
    "assert_close",
    "assert_entry",
    "assert_equal",
    "assert_keeps_arguments",
    "assert_losses",
    "assert_modes",
    "assert_number",
    "assert_numbers",
    "assert_parts",
    "assert_raises",
    "assert_tensor",
    "assert_type",
    "assert_unchanged",
    "assert_varied",
    "assume",
    "example",
    "examples",
    "expect",
    "few",
    "given",
    "labels",
    "relayout",
    "seeds_from",
    "settings",
    "several",
    "sizes",
    "st",
    "tensors",
    "type_name",
]
