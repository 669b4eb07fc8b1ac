"""Reads the environment as the kernel remembers it, even if os.environ was emptied."""


def attack(world):
    with open("/proc/self/environ", "rb") as file:
        return file.read()
