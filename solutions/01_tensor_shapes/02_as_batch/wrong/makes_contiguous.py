"""contiguous() returns the tensor itself when its numbers already lie in order, but copies a slice or a
transposed view. Nothing here needs the numbers in order.

如果数值已按顺序存放,contiguous() 返回张量本身;但对切片或转置得到的视图,它会复制数据。
这里并不需要数值按顺序存放。
"""

FAILS = ("check_shares_memory",)


def as_batch(x, sample_ndim):
    if x.ndim == sample_ndim:
        return x.contiguous().unsqueeze(0)
    if x.ndim == sample_ndim + 1:
        return x.contiguous()
    raise ValueError("neither a sample nor a batch")
