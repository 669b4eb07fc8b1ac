"""A sample keeps its axes: 784 numbers in a row are not the same as a picture of 28 rows. sample_shape
asks how the features are arranged, n_features only how many there are.

样本保留自己的轴:排成一行的 784 个数与 28 行的图片并不是一回事。sample_shape 问的是特征如何排列,
n_features 才只问有多少个。
"""

FAILS = ("check_sample_shape",)
CHANGES = """
-"sample_shape": sample_shape,
+"sample_shape": (n_features,) if sample_shape else (),
"""
