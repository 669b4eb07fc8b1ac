"""The channel axis is left out, which works as long as it has size 1. With colours there are C times
as many numbers in each patch. Keep the channels as an axis of their own.

这里漏掉了通道轴,只有当它的大小为 1 时才行得通。彩色图片的每个小块中,数字是原来的 C 倍。
请把通道保留为一个单独的轴。
"""

FAILS = (
    "check_which_patch", "check_order_inside", "check_any_layout", "check_empty_batch",
    "check_dtype", "check_gradient",
)
CHANGES = """
-n, c, h, w = images.shape
+n, _, h, w = images.shape

-tiles = images.reshape(n, c, h // p, p, w // p, p)
-return tiles.permute(0, 2, 4, 1, 3, 5).reshape(n, (h // p) * (w // p), c * p * p)
+tiles = images.reshape(n, h // p, p, w // p, p)
+return tiles.permute(0, 1, 3, 2, 4).reshape(n, (h // p) * (w // p), p * p)
"""
