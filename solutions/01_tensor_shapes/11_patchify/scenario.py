from autograder import drivers


def gradient(student, name, x, *arguments):
    """Return the gradient of the sum of squares of one function's result, 0 where none arrives."""
    return drivers.gradient(getattr(student, name), x, *arguments)
