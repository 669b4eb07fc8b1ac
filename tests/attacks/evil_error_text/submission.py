"""An exception whose `__str__` and `__repr__` end the process."""

import os


class Evil(Exception):
    def __str__(self):
        os._exit(0)

    __repr__ = __str__


def double(x):
    raise Evil
