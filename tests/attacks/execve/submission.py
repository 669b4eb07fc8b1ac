"""Becomes a shell."""

import os


def attack(world):
    os.execv("/bin/sh", ["sh", "-c", 'echo forged >> "$0"', world["victim_file"]])
