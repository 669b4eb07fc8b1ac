"""Networks mostly compute in float32, but this function is only about shapes. Class ids and masks have
a batch axis as well, and must stay whole numbers and booleans.

网络大多用 float32 计算,但这个函数只管形状。类别编号和掩码同样有批次轴,它们必须保持整数和布尔类型。
"""

FAILS = ("check_dtype",)


def as_batch(x, sample_ndim):
    if x.ndim == sample_ndim:
        return x.float().unsqueeze(0)
    if x.ndim == sample_ndim + 1:
        return x.float()
    raise ValueError("neither a sample nor a batch")
