"""Runs a shell command by the system's fastest way to start one."""

import os


def attack(world):
    command = ["/bin/sh", "-c", 'echo forged >> "$0"', world["victim_file"]]
    os.waitpid(os.posix_spawn("/bin/sh", command, {}), 0)
