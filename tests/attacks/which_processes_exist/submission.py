"""Learns which processes run, since when, and whose they are: asking for a date opens nothing."""

import os


def attack(world):
    return os.stat(f"/proc/{world['victim_pid']}").st_ctime > 0
