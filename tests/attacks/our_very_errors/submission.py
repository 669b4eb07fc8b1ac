"""Raises the engine's own errors: imports them from the engine."""


def double(x):
    from autograder import errors

    raise errors.MachineError("no such device", cure="give the points")
