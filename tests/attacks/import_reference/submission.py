"""Imports the reference by its usual name from where the engine was installed."""

import os
import sys

import autograder

EXERCISE = "tests/arena/course/01_arena/01_double"


def attack(world):
    checkout = os.path.dirname(os.path.dirname(autograder.__file__))
    sys.path.insert(0, os.path.join(checkout, EXERCISE))
    import reference

    return reference.double(4) == 8
