"""Raises KeyboardInterrupt in the call, which `except Exception` lets through."""


def double(x):
    raise KeyboardInterrupt
