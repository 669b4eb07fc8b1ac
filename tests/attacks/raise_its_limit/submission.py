"""Moves the limit at which it is asked to end to the one at which it is killed."""

import resource


def attack(world):
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (most - 1, most))
    resource.setrlimit(resource.RLIMIT_CPU, (most, most))
    return resource.getrlimit(resource.RLIMIT_CPU) == (most, most)
