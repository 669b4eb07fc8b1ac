"""Makes another process of the same user nicer than it wants to be."""

import os


def attack(world):
    os.setpriority(os.PRIO_PROCESS, world["victim_pid"], 19)
