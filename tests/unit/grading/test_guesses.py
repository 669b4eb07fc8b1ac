"""A guess names what turns the result into what was expected, and not where it may be luck."""

import math

import numpy as np
import pytest
import torch

from autograder.checks.compare import CheckFailed, assert_close, assert_equal
from autograder.checks.results import assert_numbers
from autograder.grading.guesses import guess
from autograder.sandbox.codec import OnDevice

X = torch.randn(3, 4, 5, generator=torch.Generator().manual_seed(1))
V, M = X[0, :, 0], X[0]
SHARES = X.softmax(-1)
BITS = torch.tensor([0.0, 1.0, 1.0, 0.0, 0.0])
WHOLE = torch.tensor([1.0, 300.0, 511.0, 70.0])


def of(got, expected, compare=assert_close):
    """Return the guess about one failure, or the word passed."""
    try:
        compare(got, expected)
    except CheckFailed as failed:
        return guess([failed.compared]).en
    return "passed"


SAID = [
    (X.permute(0, 2, 1), X, "your axes are in the order (0, 2, 1)"),
    (X.permute(1, 2, 0), X, "your axes are in the order (1, 2, 0)"),
    (M.T, M, "transposed"),
    (M.T.reshape(M.shape), M, "reshape or view"),
    (X.permute(0, 2, 1).reshape(X.shape), X, "reshape or view"),
    (X.flip(2), X, "in reverse along axis 2"),
    (V.flip(0), V, "in reverse along axis 0"),
    (X.reshape(-1), X, "flattened"),
    (X.reshape(3, 20), X, "only their shape"),
    (V, V[:, None], "missing, at place 1"),
    (V, V[None], "missing, at place 0"),
    (X[:, None], X, "too many, at place 1"),
    (X * 255, X, "255 times what is expected: not divided by 255"),
    (X * 100, X, "in percent"),
    (X / 4, X, "1/4 times"),
    (X * 3, X, "gradients of several steps"),
    (-X, X, "wrong sign"),
    (X + 1, X, "1 more"),
    (torch.arange(1, 6), torch.arange(5), "1 more"),
    (X * math.sqrt(5 / 4), X, "n - 1 where n is wanted (n = 5)"),
    (X * math.sqrt(3 / 4), X, "n where n - 1 is wanted (n = 4)"),
    (M[1:], M, "the first entry along axis 0 is missing"),
    (M[:, :-1], M, "the last entry along axis 1 is missing"),
    (torch.cat([M, M[:1]]), M, "one entry too many along axis 0, the last"),
    (M.roll(1, 0), M, "moved by one along axis 0"),
    (torch.cat([M[:-1], torch.zeros(1, 5)]), M, "all is right but for the last entry along axis 0"),
    (V[:, None] - V + torch.diag(V), V, "broadcast"),
    (V.expand(3, 4), V, "repeated along axis 0"),
    (V.sort().values, V, "are sorted"),
    (V, V.sort().values, "not sorted"),
    (V[[2, 0, 3, 1]], V, "at other places"),
    (SHARES.softmax(-1), SHARES, "softmax was applied twice"),
    (SHARES.log(), SHARES, "the logarithm of"),
    ((X * 9).floor(), X * 9, "rounded down"),
    ((X * 9).trunc(), X * 9, "cut to whole"),
    (X.half().float(), X, "float16"),
    (X.bfloat16().float(), X, "bfloat16"),
    (WHOLE.remainder(256), WHOLE, "uint8"),
    (1 - BITS, BITS, "exchanged"),
    (BITS == 0, BITS == 1, "exchanged"),
    (torch.full((5,), 7.0), torch.arange(5.0), "every number in the result is 7"),
    (V / 0, V, "NaN or infinity"),
    (X.double(), X, "only their dtype is not: it is float64 and should be float32"),
    (X.numpy(), X, "a NumPy array where a tensor is wanted"),
    (V.tolist(), V, "a list where a tensor is wanted"),
    (torch.tensor(2.5), 2.5, "a tensor where a float is wanted"),
    (3.0, 3, "a float where an int is wanted"),
    ("3", 3, "a str where an int is wanted"),
    ((1, 2), [1, 2], "a tuple where a list is wanted"),
    (OnDevice("cuda:0", V), V, "only their device"),
    ((V, M), (M, V), "the parts of the result are right, but in another order"),
    ([3, 1, 4, 2], [1, 2, 3, 4], "not sorted"),
    ([[1, 4], [2, 5], [3, 6]], [[1, 2, 3], [4, 5, 6]], "transposed"),
    (np.arange(4) * 2.0, np.arange(4) * 1.0, "2 times"),
    ({"grad": X * 2}, {"grad": X}, "2 times"),
    ([V, M * 2], [V, M], "2 times"),
]  # fmt: skip


@pytest.mark.parametrize(("got", "expected", "said"), SAID, ids=[said for *_, said in SAID])
def test_what_happened_is_named(got, expected, said):
    assert said in of(got, expected)


ONES = torch.ones(2, 3)
SILENT = [
    (ONES * 2, ONES),  # one number alone tells no factor from an offset
    (torch.tensor([2.0, 4.0]), torch.tensor([1.0, 2.0])),
    (torch.ones(3, 2), ONES.T.reshape(2, 3)),
    (X + torch.rand(X.shape), X),
    (5, 3), (None, 3), (None, V), ("cat", "dog"), ([], [1]), ({}, {"a": 1}), (True, False),
    (torch.zeros(0), V), (V[:0], V[:0].double()), (object(), V), (V * 1j, V), (V, V * 1j),
    ([1, "a"], [1, "b"]), ({1, 2}, {1, 3}), (torch.ones(2), torch.zeros(2)),
    (M[:2, :2], M), (2**70, 2**71), (float("nan"), "x"),
]  # fmt: skip


@pytest.mark.parametrize(("got", "expected"), SILENT)
def test_nothing_is_guessed_where_it_may_be_luck(got, expected):
    assert of(got, expected) == ""


def test_a_guess_must_fit_every_failing_input():
    pairs = [((X * 2, X),), ((M * 2, M),)]
    assert "2 times" in guess(pairs).en and "2 倍" in guess(pairs).zh
    assert not guess([*pairs, ((V * 3, V),)])
    assert not guess([*pairs, ((None, V),)])


def test_single_numbers_tell_together_what_one_cannot():
    assert "1/3 times" in guess([((n / 3, n),) for n in (1.5, 2.5, 7.0)]).en
    assert "1 less" in guess([((n - 1, n),) for n in (4, 7, 9)]).en
    assert not guess([((n * n, n),) for n in (4, 7, 9)])


def test_the_dtype_is_left_to_the_check_that_is_about_it():
    assert "transposed" in of(M.T.contiguous().double(), M, assert_numbers)
    assert of(M.double(), M, assert_numbers) == "passed"


def test_every_guess_is_said_in_both_languages():
    for got, expected, _ in SAID:
        with pytest.raises(CheckFailed) as caught:
            assert_equal(got, expected)
        said = guess([caught.value.compared])
        assert said.zh != said.en
