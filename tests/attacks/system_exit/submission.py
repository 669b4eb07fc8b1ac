"""Raises SystemExit in the call, which `except Exception` lets through."""


def double(x):
    raise SystemExit(0)
