"""A list of 100,000 levels: whoever prints it exhausts the stack."""


def double(x):
    result = []
    for _ in range(100_000):
        result = [result]
    return result
