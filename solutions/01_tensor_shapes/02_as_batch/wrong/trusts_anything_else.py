"""Whatever is not a batch is taken for one sample here, even a tensor with two axes too few. Such a
call is a mistake of the caller, and silence lets it surface much later. There are three cases.

这里把不是批次的一切都当作单个样本,即使它少了两个轴。这样的调用本身就是错误,若不指出,
问题要很久以后才会暴露。一共有三种情形。
"""

FAILS = ("check_other_shapes",)


def as_batch(x, sample_ndim):
    if x.ndim == sample_ndim + 1:
        return x
    return x.unsqueeze(0)
