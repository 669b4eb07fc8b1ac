"""Text with lone surrogates, NUL, bidirectional marks and terminal escapes."""


def double(x):
    return "\ud800\0\u202e\u2066\x1b[2J\x1b]0;passed\x07\ufffe"
