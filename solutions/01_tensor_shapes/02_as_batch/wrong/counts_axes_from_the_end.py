"""x.shape[-k:] gives the last k sizes, except for k = 0: -0 is 0, and the slice is the whole shape. A
batch of single numbers has samples without axes. When x is a batch already there is nothing to do.

x.shape[-k:] 取最后 k 个大小,唯独 k = 0 时不然:-0 就是 0,切出来的是整个形状。如果批次里的样本都是单个数,
样本就没有轴。x 已经是批次时,什么都不用做。
"""

FAILS = ("check_batch_left_alone",)


def as_batch(x, sample_ndim):
    if x.ndim == sample_ndim:
        return x.unsqueeze(0)
    if x.ndim == sample_ndim + 1:
        return x.reshape(-1, *x.shape[-sample_ndim:])
    raise ValueError("neither a sample nor a batch")
