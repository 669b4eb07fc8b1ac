"""The attack suite: nothing gets out and nothing is forged, and each attack works elsewhere."""

import functools

import pytest

from tests.arena.attack import load_all
from tests.arena.run import Arena, levels

# Cheats against the clock need a machine of their own: `python -m tests.arena` runs them too.
ATTACKS = [attack for attack in load_all() if attack.kind != "timing"]
EACH = pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
LEVELS = pytest.mark.parametrize(
    "level",
    [pytest.param(each, marks=pytest.mark.xdist_group(f"attacks at {each}")) for each in levels()],
)


@pytest.fixture(scope="module")
def results():
    """Return what came of each attack at a level."""

    @functools.cache
    def at(level):
        with Arena() as arena:
            return {attack.name: result for attack, result in arena.confined(ATTACKS, level)}

    return at


@pytest.fixture(scope="module")
def controls():
    with Arena() as arena:
        return arena.controls(ATTACKS)


@LEVELS
@EACH
def test_the_attack_is_contained(results, attack, level):
    result = results(level).get(attack.name)
    if result is None:
        pytest.skip(f"profile {attack.profile} is not offered at {level}")
    if attack.open_below > level:
        pytest.xfail(f"documented: open below {attack.open_below}")
    assert not result.achieved, result
    assert result.is_as_declared(attack), result


@pytest.mark.xdist_group("controls of attacks")
@EACH
def test_the_attack_works_elsewhere(controls, attack):
    if not attack.control:
        pytest.skip(attack.no_control)
    assert controls[attack.name], "the control did not succeed: the attack proves nothing"


def test_there_are_many_attacks():
    assert len(ATTACKS) >= 150
