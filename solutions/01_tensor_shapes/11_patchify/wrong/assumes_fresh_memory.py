"""These strides are computed from the sizes, which is right only for numbers that lie in order without
gaps. A slice or a transposed view has strides of its own; reshape and permute respect them.

这些步长是由各轴的大小算出来的,只有当数字按顺序紧密存放时才正确。切片或转置得到的视图有自己的步长;
reshape 和 permute 会考虑到这一点。
"""

FAILS = ("check_any_layout",)
CHANGES = """
-tiles = images.reshape(n, c, h // p, p, w // p, p)
-return tiles.permute(0, 2, 4, 1, 3, 5).reshape(n, (h // p) * (w // p), c * p * p)
+sizes = (n, h // p, w // p, c, p, p)
+tiles = images.as_strided(sizes, (c * h * w, p * w, p, h * w, w, 1))
+return tiles.reshape(n, (h // p) * (w // p), c * p * p)
"""
