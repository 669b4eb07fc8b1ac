"""Reads a file that every program of the machine may read, and a submission need not."""


def attack(world):
    with open("/etc/passwd") as file:
        return "root:" in file.read()
