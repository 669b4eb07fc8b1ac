"""An assert is meant for mistakes in one's own code, raises AssertionError and disappears when Python
runs with -O. For a wrong argument raise the error that the statement names.

assert 用于检查自己代码中的错误:它抛出 AssertionError,而且在 Python 以 -O 运行时会消失。
参数有误时,请抛出题目指定的错误。
"""

FAILS = ("check_other_shapes",)


def as_batch(x, sample_ndim):
    assert x.ndim in (sample_ndim, sample_ndim + 1)
    return x.unsqueeze(0) if x.ndim == sample_ndim else x
