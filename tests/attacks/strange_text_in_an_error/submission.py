"""An error message with a lone surrogate, which no UTF-8 report can hold."""


def double(x):
    raise ValueError("\ud800\0\u202e\x1b[2J")
