"""A group of a thousand nested exceptions."""


def double(x):
    error = ValueError(0)
    for _ in range(1000):
        error = ExceptionGroup("more", [error])
    raise error
