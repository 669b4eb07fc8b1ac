"""An integer of a million digits, which Python refuses to print."""


def double(x):
    return 10**1_000_000
