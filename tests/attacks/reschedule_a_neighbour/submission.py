"""Changes how another process of the same user is scheduled."""

import os


def attack(world):
    os.sched_setscheduler(world["victim_pid"], os.SCHED_IDLE, os.sched_param(0))
