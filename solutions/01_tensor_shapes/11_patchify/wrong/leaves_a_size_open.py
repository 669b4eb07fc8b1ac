"""A size of -1 is computed from the number of entries. An empty batch has none, so any size would fit
and torch refuses to guess. All sizes are known here; name them.

-1 表示该轴的大小由元素个数推算。空批次没有元素,任何大小都说得通,torch 便拒绝猜测。
这里所有的大小都是已知的,请直接写出来。
"""

FAILS = ("check_empty_batch",)
CHANGES = """
-return tiles.permute(0, 2, 4, 1, 3, 5).reshape(n, (h // p) * (w // p), c * p * p)
+return tiles.permute(0, 2, 4, 1, 3, 5).reshape(n, -1, c * p * p)
"""
