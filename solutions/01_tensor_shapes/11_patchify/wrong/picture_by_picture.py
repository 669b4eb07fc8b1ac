"""The result is right, but every patch of every picture costs several calls from Python. All pictures
of the batch are cut at the same places, so each step can treat the whole batch.

结果是正确的,但每张图片的每个小块都要从 Python 发起好几次调用。批次中的图片都在相同的位置切开,
因此每一步都可以处理整个批次。
"""

FAILS = ("check_cpu_budget",)
CHANGES = """
-tiles = images.reshape(n, c, h // p, p, w // p, p)
-return tiles.permute(0, 2, 4, 1, 3, 5).reshape(n, (h // p) * (w // p), c * p * p)
+out = images.new_zeros((n, (h // p) * (w // p), c * p * p))
+for i in range(n):
+    number = 0
+    for top in range(0, h, p):
+        for left in range(0, w, p):
+            out[i, number] = images[i, :, top : top + p, left : left + p].flatten()
+            number += 1
+return out
"""
