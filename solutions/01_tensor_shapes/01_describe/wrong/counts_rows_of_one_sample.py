"""len(x) is the size of the first axis. When x is not a batch that axis belongs to the sample itself
(its channels, say) and counts no samples. Look at what `batched` tells you before you count.

len(x) 是第一个轴的大小。如果 x 不是批次,这个轴属于样本自身(例如通道),并不是样本的个数。
计数之前先看看 `batched` 告诉了你什么。
"""

FAILS = ("check_samples",)
CHANGES = """
-"n_samples": shape[0] if batched else 1,
+"n_samples": shape[0] if shape else 1,
"""
