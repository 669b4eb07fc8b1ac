"""Sets all its users: to somebody else, or at least to those it has."""

import os

NOBODY = 65534


def attack(world):
    try:
        os.setresuid(NOBODY, NOBODY, NOBODY)
    except OSError:  # an ordinary user cannot
        own = os.getuid()
        os.setresuid(own, own, own)
        return True
    return os.getresuid() == (NOBODY, NOBODY, NOBODY)
