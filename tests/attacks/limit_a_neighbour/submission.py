"""Lowers a limit of another process of the same user."""

import resource


def attack(world):
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.prlimit(world["victim_pid"], resource.RLIMIT_NOFILE, (20, most))
