"""Comparisons: equal values are equal wherever they stand, and nothing stands for any number."""

import itertools

import numpy as np
import pandas as pd
import pytest
import torch

from autograder.checks.compare import CheckFailed, assert_close, assert_equal, assert_unchanged
from autograder.sandbox import codec

NAN = float("nan")
# One value of each kind; none equals another.
KINDS = {
    "Timestamp": pd.Timestamp("2020-01-01"),
    "Timestamp in UTC": pd.Timestamp("2020-01-01", tz="UTC"),
    "Timedelta": pd.Timedelta("1s"),
    "NaT": pd.NaT,
    "NA": pd.NA,
    "None": None,
    "datetime64": np.datetime64("2020-01-01"),
    "datetime64 NaT": np.datetime64("NaT", "ns"),
    "timedelta64 NaT": np.timedelta64("NaT", "s"),
    "NaN": NAN,
    "a number": 2.5,
    "NaN + i": complex(NAN, 1),
    "NaN + 2i": complex(NAN, 2),
    "1 + NaN i": complex(1, NAN),
    "NaN + NaN i": complex(NAN, NAN),
    "1 + i": 1 + 1j,
    "an integer": 1,
    "a truth": True,
    "text": "1",
    "an array": np.array([1]),
    "an array of floats": np.array([1.0]),
    "a tensor": torch.ones(1),
    "a list": [1],
    "a tuple": (1,),
    "a list of None": [None],
    "a set of NaN": {NAN},
    "a set": {1},
    "a set of a truth": {True},
    "a key of NaN": {NAN: 1},
    "a key": {1: 1},
    "a key that is a truth": {True: 1},
    "a record": codec.Record("Point", (("x", NAN), ("y", torch.ones(2)))),
    "a record with a number": codec.Record("Point", (("x", 1.0), ("y", torch.ones(2)))),
    "a record of other fields": codec.Record("Point", (("x", NAN), ("z", torch.ones(2)))),
}


def cells(value):
    found = np.empty(2, dtype=object)
    found[0], found[1] = value, "x"
    return found


PLACES = {
    "alone": lambda value: value,
    "list": lambda value: [1, value],
    "dict": lambda value: {"k": (value,)},
    "array": cells,
    "series": lambda value: pd.Series(cells(value), dtype=object),
    "frame": lambda value: pd.DataFrame({"a": pd.Series(cells(value), dtype=object), "b": 1}),
    "index": lambda value: pd.Index(cells(value), dtype=object),
}
# In a table these are different to pandas, which compares the cells too.
NOT_IN_TABLES = ("a set of NaN", "a key of NaN", *(kind for kind in KINDS if "record" in kind))
COMPARE = {
    "equal": assert_equal,
    "close": lambda actual, expected: assert_close(actual, expected, equal_nan=True),
    "unchanged": lambda actual, expected: assert_unchanged(actual, expected, "x"),
}


def received(value):
    """Return a value as a check gets it: a copy, in which no NaN is the same object."""
    return codec.decode(codec.encode(value))


def differ(compare, actual, expected):
    try:
        compare(actual, expected)
    except CheckFailed:
        return True
    return False


@pytest.mark.parametrize("compare", COMPARE.values(), ids=COMPARE)
@pytest.mark.parametrize("where", PLACES)
def test_what_is_equal_equals_itself_and_nothing_else(where, compare):
    place, tables = PLACES[where], where in ("series", "frame", "index")
    kinds = [kind for kind in KINDS if not (tables and kind in NOT_IN_TABLES)]
    for name, other in itertools.product(kinds, repeat=2):
        found = differ(compare, received(place(KINDS[other])), place(KINDS[name]))
        assert found == (name != other), f"{other} for {name}"


WHOLE = {
    "times": pd.Series([pd.NaT, pd.Timestamp("2020-01-01")]),
    "nullable": pd.Series([pd.NA, 1], dtype="Int64"),
    "a table": pd.DataFrame({"a": [pd.NaT, pd.NaT], "b": [NAN, 1.0], "c": ["x", None]}),
    "an index": pd.DatetimeIndex(["NaT", "2020-01-01"]),
    "levels": pd.MultiIndex.from_tuples([(1, NAN), (2, 3.0)]),
    "categories": pd.Series(pd.Categorical(["a", None])),
    "dates": np.array(["NaT", "2020-01-01"], dtype="M8[s]"),
    "spans": np.array(["NaT", 1], dtype="m8[s]"),
    "floats": np.array([NAN, 1.0], dtype="f2"),
    "complex": np.array([complex(NAN, 1), complex(2, NAN), 3j]),
    "complex column": pd.Series([complex(NAN, 1), 3j]),
    "bfloat16": torch.tensor([NAN, 1.0], dtype=torch.bfloat16),
    "complex tensor": torch.tensor([complex(NAN, 1), complex(2, NAN), 3j]),
    "its conjugate": torch.tensor([complex(NAN, 1), 2 + 3j]).conj(),
}  # fmt: skip


@pytest.mark.parametrize("compare", COMPARE.values(), ids=COMPARE)
@pytest.mark.parametrize("value", WHOLE.values(), ids=WHOLE)
def test_missing_equals_missing_of_its_kind_at_its_place(value, compare):
    compare(received(value), value)
    if not isinstance(value, pd.MultiIndex) and len(value) > 1:
        turned = value.flip(0) if isinstance(value, torch.Tensor) else value[::-1]
        assert differ(compare, received(turned), value)


PARTS = [complex(NAN, 1), complex(NAN, 2), complex(1, NAN), complex(NAN, NAN), 1j]


@pytest.mark.parametrize("make", [
    lambda value: value, np.complex64, lambda value: torch.tensor([value]),
    lambda value: np.array([value]), lambda value: pd.Series(np.array([value])),
    lambda value: pd.DataFrame({"a": np.array([value])}),
])  # fmt: skip
def test_nan_in_one_part_says_nothing_about_the_other(make):
    for compare in COMPARE.values():
        for left, right in itertools.product(PARTS, repeat=2):
            assert differ(compare, make(left), make(right)) == (left is not right)


@pytest.mark.parametrize("value", [NAN, complex(NAN, 1), np.float32(NAN), torch.tensor([NAN]),
                                   torch.tensor([complex(1, NAN)]), np.array([NAN])])  # fmt: skip
def test_nan_is_close_to_nan_only_where_the_check_says_so(value):
    assert differ(assert_close, value, value)
    assert_close(value, value, equal_nan=True)


def test_complex_numbers_are_close_by_their_distance():
    for make in (complex, np.complex128, lambda value: torch.tensor([value])):
        assert_close(make(1e6 + 1e-3j), make(1e6 + 0j))
        assert differ(assert_close, make(1e6 + 100j), make(1e6 + 0j))
        assert differ(assert_close, make(complex("inf")), make(1j))
        assert_equal(make(complex("inf+1j")), make(complex("inf+1j")))


def test_numbers_of_numpy_in_a_column_of_objects_are_numbers():
    column = pd.Series([np.int64(1), np.float32(0.5), np.bool_(True), "x"], dtype=object)
    assert_equal(column, pd.Series([1, 0.5, True, "x"], dtype=object))


def test_a_difference_of_keys_is_told_in_bounded_words():
    with pytest.raises(CheckFailed) as caught:
        assert_equal({n: 0 for n in range(100_000)}, {"a": 0})
    assert len(caught.value.text.en) < 1000
