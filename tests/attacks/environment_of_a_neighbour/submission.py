"""Reads the environment of another process of the same user."""


def attack(world):
    with open(f"/proc/{world['victim_pid']}/environ", "rb") as file:
        return file.read()
