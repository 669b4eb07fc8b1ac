"""Runs a shell command."""

import subprocess


def attack(world):
    subprocess.run(["/bin/sh", "-c", 'echo forged >> "$0"', world["victim_file"]], check=True)
