"""A 0-D tensor has no axis, so nothing in it can count samples. Inventing a batch of one hides a
mistake of the caller. Say so with the error that the statement names.

0 维张量没有任何轴,也就没有什么可以用来数样本。凭空当作只有一个样本的批次,会掩盖调用者的错误。
请抛出题目指定的错误。
"""

FAILS = ("check_missing_axis",)
CHANGES = """
-if batched and not shape:
-    raise ValueError("a batch needs at least one axis")

-"n_samples": shape[0] if batched else 1,
+"n_samples": shape[0] if batched and shape else 1,
"""
