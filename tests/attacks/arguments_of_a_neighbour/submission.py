"""Reads the command line of another process, as everybody may who runs `ps`."""


def attack(world):
    with open(f"/proc/{world['victim_pid']}/cmdline", "rb") as file:
        return file.read()
