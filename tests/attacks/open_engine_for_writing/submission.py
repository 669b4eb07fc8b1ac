"""Could rewrite the code that judges the next submission; it opens it only."""

import autograder


def attack(world):
    with open(autograder.__file__, "r+b") as file:
        return file.writable()
