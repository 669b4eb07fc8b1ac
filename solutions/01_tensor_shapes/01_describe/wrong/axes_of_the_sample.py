"""This counts the axes of one sample. `ndim` asks about the tensor that was passed in, and in a batch
the axis that counts the samples is one of its axes too.

这里数的是一个样本的轴数。`ndim` 问的是传入的整个张量;对批次而言,用来数样本的那个轴也是它的一个轴。
"""

FAILS = ("check_ndim",)
CHANGES = """
-"ndim": len(shape),
+"ndim": len(sample_shape),
"""
