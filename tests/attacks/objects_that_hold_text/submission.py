"""An array of one object, a text of ten million characters."""

import numpy as np


def double(x):
    result = np.empty(2, dtype=object)
    result[0] = "\0" * 10_000_000
    return result
