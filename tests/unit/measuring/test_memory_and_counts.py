"""What counts as memory, and what explains a verdict. Pure, apart from the counting itself."""

import pytest
import torch

from autograder.measuring.counts import MEMORY, TIME, reason
from autograder.measuring.memory import SLACK_BYTES, Weighed, peaks_of
from autograder.model import BudgetState
from autograder.sandbox.processes import self_measures

MB = 1 << 20


def calls(*peaks, handing_over=0, ballast=0, exact=True):
    return [Weighed(peak * MB, handing_over * MB, ballast * MB, exact, None) for peak in peaks]


def test_the_smallest_of_the_later_peaks_counts():
    peaks = peaks_of(calls(90, 40, 30, 50), calls(70, 10, 10, 10), ratio=3)
    assert (peaks.student, peaks.reference) == (30 * MB, 10 * MB)
    assert (peaks.limit, peaks.state) == (30 * MB + SLACK_BYTES, BudgetState.WITHIN)


def test_more_than_ratio_and_slack_is_over():
    assert peaks_of(calls(0, 39, 39, 39), calls(0, 10, 10, 10), 3).state is BudgetState.OVER
    assert peaks_of(calls(0, 37, 37, 37), calls(0, 10, 10, 10), 3).state is BudgetState.WITHIN


def test_what_was_set_aside_before_the_call_counts_beyond_an_import():
    reference = calls(10, 10, 10, 10, ballast=5)
    assert peaks_of(calls(0, 0, 0, 0, ballast=35), reference, 3).student == 0
    assert peaks_of(calls(0, 0, 0, 0, ballast=137), reference, 3).student == 100 * MB


def test_work_that_waits_until_the_result_is_fetched_counts():
    reference = calls(10, 10, 10, 10, handing_over=4)
    lazy = calls(0, 0, 0, 0, handing_over=64)
    assert peaks_of(lazy, reference, 3).student == 60 * MB


def test_where_the_peak_cannot_be_reset_the_first_call_counts():
    first = calls(50, 0, 0, 0, exact=False)
    assert peaks_of(first, calls(10, 0, 0, 0, exact=False), 3).student == 50 * MB


def test_operations_are_counted_and_said():
    x = torch.zeros(50)
    own = self_measures.counted(lambda x: torch.stack([v + 1 for v in x]), (x,))
    theirs = self_measures.counted(lambda x: x + 1, (x,))
    assert (own["operations"], theirs["operations"]) == (52, 1)
    words = reason(own, theirs, TIME)
    assert words.en == (
        "one call launches 52 operations; 1 are enough (counted by your own process)"
    )
    assert "52" in words.zh


def test_comparisons_of_strings_are_counted_and_the_result_is_the_same():
    names = [f"n{i}" for i in range(40)]
    seen = []
    own = self_measures.counted(lambda xs: seen.append([xs.index(x) for x in xs[::-1]]), (names,))
    assert seen == [list(range(40))[::-1]]
    assert own["comparisons"] >= 40 * 41 // 2 - 40  # equal objects need no comparison


def test_the_largest_storage_and_what_is_saved_are_counted():
    a = torch.zeros(64, 32, requires_grad=True)
    found = self_measures.counted(lambda a: ((a[:, None] - a[None]) ** 2).sum(-1), (a,))
    assert found["largest_bytes"] == 64 * 64 * 32 * 4
    assert found["saved_bytes"] >= found["largest_bytes"]
    small = {**found, "largest_bytes": 64 * 64 * 4, "saved_bytes": 64 * 64 * 4}
    assert "524,288 bytes" in reason(found, small, MEMORY).en


@pytest.mark.parametrize(
    "said", [None, "many", {}, {"operations": "9" * 30}, {"operations": -5}, {"operations": 10**15}]
)
def test_a_process_that_says_nonsense_is_not_quoted(said):
    assert not reason(said, {"operations": 1, "comparisons": 0}, TIME)


def test_a_small_difference_explains_nothing():
    theirs = {"operations": 4, "comparisons": 0}
    assert not reason({"operations": 12, "comparisons": 0}, theirs, TIME)
