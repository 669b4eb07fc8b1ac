"""detach() keeps the numbers but cuts the link through which gradients flow back, so nothing in front
of this function would learn. Changing the shape does not need it.

detach() 保留数值,却切断了梯度回传的路径,于是这个函数之前的部分都无法学习。改变形状并不需要它。
"""

FAILS = ("check_gradient",)


def as_batch(x, sample_ndim):
    x = x.detach()
    if x.ndim == sample_ndim:
        return x.unsqueeze(0)
    if x.ndim == sample_ndim + 1:
        return x
    raise ValueError("neither a sample nor a batch")
