"""A list of 900,000 numbers: fast to make, slow to look at one by one."""

MANY = [0.5] * 900_000


def double(x):
    return MANY
