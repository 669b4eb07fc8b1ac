"""Returns its environment, where graders keep their tokens."""

import os


def attack(world):
    return repr(dict(os.environ))
