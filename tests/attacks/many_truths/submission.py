"""A list of 900,000 truths: fast to make, slow to look at one by one."""

MANY = [True] * 900_000


def double(x):
    return MANY
