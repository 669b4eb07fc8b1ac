"""Signal 0 to its own group, to which a careless grader belongs as well."""

import os


def attack(world):
    os.kill(0, 0)
    return True
