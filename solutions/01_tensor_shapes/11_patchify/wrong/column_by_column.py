"""The patches are squares, but they are numbered down each column of patches. On a page one reads to
the right first. Look at which of the two patch axes comes first when they are merged.

小块确实是方格,但编号是沿着每一列向下的。读书时是先向右读的。
请查看合并两个小块轴时,哪一个排在前面。
"""

FAILS = ("check_which_patch",)
CHANGES = """
-return tiles.permute(0, 2, 4, 1, 3, 5).reshape(n, (h // p) * (w // p), c * p * p)
+return tiles.permute(0, 4, 2, 1, 3, 5).reshape(n, (h // p) * (w // p), c * p * p)
"""
