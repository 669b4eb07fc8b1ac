"""A dict that contains itself."""


def double(x):
    result = {}
    result["self"] = result
    return result
