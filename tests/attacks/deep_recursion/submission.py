"""Recurses without end."""


def double(x):
    return double(x)
