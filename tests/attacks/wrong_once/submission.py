"""Is wrong in the fifth call only: no smaller example fails again."""

CALLS = []


def double(x):
    CALLS.append(x)
    return x if len(CALLS) == 5 else x + x
