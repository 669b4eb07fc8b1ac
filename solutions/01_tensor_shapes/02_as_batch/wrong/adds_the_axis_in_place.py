"""The trailing underscore means "in place": the caller's own tensor has one axis more afterwards, and
the next use of it goes wrong. The version without the underscore leaves it alone.

末尾的下划线表示“原地操作”:调用者自己的张量因此多了一个轴,下次使用就会出错。不带下划线的版本不会改动它。
"""

FAILS = ("check_arguments_untouched",)


def as_batch(x, sample_ndim):
    if x.ndim == sample_ndim:
        return x.unsqueeze_(0)
    if x.ndim == sample_ndim + 1:
        return x
    raise ValueError("neither a sample nor a batch")
