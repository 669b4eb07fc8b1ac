"""The number of patches in a row is taken from the height. Most examples are square, photographs are
not: the width decides how many patches stand side by side.

这里用图片的高来计算一行有多少个小块。示例大多是正方形的,照片却不是:并排多少个小块由宽决定。
"""

FAILS = ("check_which_patch",)
CHANGES = """
-tiles = images.reshape(n, c, h // p, p, w // p, p)
-return tiles.permute(0, 2, 4, 1, 3, 5).reshape(n, (h // p) * (w // p), c * p * p)
+side = h // p
+tiles = images.reshape(n, c, side, p, side, p)
+return tiles.permute(0, 2, 4, 1, 3, 5).reshape(n, side * side, c * p * p)
"""
