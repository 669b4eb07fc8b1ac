"""flatten(1) merges the axes behind the first one, so it needs at least two. In a batch of single
numbers there is nothing behind the first axis, and a sample still has one feature: itself.

flatten(1) 合并第一个轴之后的各轴,因此至少要有两个轴。如果批次里的样本都是单个数,第一个轴之后就没有轴了,
而每个样本仍有一个特征,即它自己。
"""

FAILS = ("check_single_numbers",)
CHANGES = """
-"n_features": n_features,
+"n_features": x.flatten(1).shape[1] if batched else x.flatten().shape[0],
"""
