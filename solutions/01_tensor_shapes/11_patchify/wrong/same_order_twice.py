"""To undo a permutation one needs its inverse, which is seldom the permutation itself. Write down which
axis each of the six is, and where it has to go on the way back.

要还原一次置换,需要的是它的逆置换,而逆置换往往不同于原来的置换。
请写下六个轴各代表什么,以及在还原时各自应该排到哪里。
"""

FAILS = ("check_unpatchify",)
CHANGES = """
-return tiles.permute(0, 3, 1, 4, 2, 5).reshape(n, c, h, w)
+return tiles.permute(0, 2, 4, 1, 3, 5).reshape(n, c, h, w)
"""
