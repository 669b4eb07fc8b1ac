"""Says more in an exception than anybody wants to read."""


def attack(world):
    raise ValueError("x" * 10_000_000)
