"""What authors draw inputs with: few examples, cases of their own, seeds."""

import pytest

from autograder.checks import SEEDS, examples, few, given, seeds_from, settings, several, sizes, st


def test_few_draws_so_many_examples():
    met = []

    @few(3, count=st.integers(0, 1000))
    def check(count):
        met.append(count)

    check()
    assert 0 < len(met) <= 3


def test_own_cases_come_first_and_in_their_order():
    met = []

    @settings(max_examples=1, database=None)
    @given(k=st.integers(5, 9), y=st.just([]))
    @examples(k=(1, 3), y=([], [2]))
    def check(k, y):
        met.append((k, y))

    check()
    assert met[:2] == [(1, []), (3, [2])] and len(met) == 3


def test_columns_of_unequal_length_are_an_error():
    with pytest.raises(ValueError):
        examples(k=(1, 3), y=([],))


def test_the_failing_case_is_the_one_that_is_shown():
    tried = []

    @settings(database=None, report_multiple_bugs=False)
    @given(k=st.just(0))
    @examples(k=(1, 3, 2))
    def check(k):
        tried.append(k)
        assert k != 3

    with pytest.raises(AssertionError):
        check()
    assert tried == [1, 3]


def test_seeds_depend_on_the_hidden_seed_alone():
    assert seeds_from(7, 3) == seeds_from(7, 3)
    assert seeds_from(7, 3)[:2] == seeds_from(7, 2)
    many = [seed for hidden in range(100) for seed in seeds_from(hidden, 3)]
    assert len(set(many)) == 300 and all(type(seed) is int and 0 <= seed < 1 << 32 for seed in many)


@settings(max_examples=20, database=None)
@given(some=several(sizes(1, 4), 0, 3), pair=several(st.booleans(), 2), seed=SEEDS)
def test_several_gives_tuples_of_the_wanted_length(some, pair, seed):
    assert type(some) is tuple and len(some) <= 3 and set(some) <= {1, 2, 3, 4}
    assert len(pair) == 2 and type(seed) is int
