"""The last two axes are exchanged, so every patch is mirrored along its diagonal. Squares hide this in
the shape. Compare the numbers of one patch with the slice of the picture it comes from.

最后两个轴对调了,因此每个小块都沿对角线翻转。小块是正方形,从形状上看不出来。
请把一个小块的数字与图片中对应的切片相比较。
"""

FAILS = ("check_order_inside",)
CHANGES = """
-return tiles.permute(0, 2, 4, 1, 3, 5).reshape(n, (h // p) * (w // p), c * p * p)
+return tiles.permute(0, 2, 4, 1, 5, 3).reshape(n, (h // p) * (w // p), c * p * p)
"""
