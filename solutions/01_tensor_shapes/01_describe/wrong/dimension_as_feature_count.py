"""The word "dimension" is used for two things: for the number of features of a sample, and for the
number of axes of a tensor. `ndim` is the second: count the entries of .shape, do not multiply them.

“维度”一词有两种用法:一个样本的特征数,或一个张量的轴数。`ndim` 指后者:数一数 .shape 里有几个数,
而不是把它们相乘。
"""

FAILS = ("check_ndim",)
CHANGES = """
-"ndim": len(shape),
+"ndim": n_features,
"""
