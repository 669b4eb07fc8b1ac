"""Looks for the reference solution where the engine itself was installed from."""

import os

import autograder

REFERENCE = "tests/arena/course/01_arena/01_double/reference.py"


def attack(world):
    checkout = os.path.dirname(os.path.dirname(autograder.__file__))
    with open(os.path.join(checkout, REFERENCE)) as file:
        return "BEGIN SOLUTION" in file.read()
