"""x[0] is a fine way to look at one sample, as long as there is one. An empty batch has no first
sample, yet its shape still says what a sample would look like.

用 x[0] 查看一个样本固然方便,但前提是样本存在。空批次没有第一个样本,不过它的形状仍说明了样本的样子。
"""

FAILS = ("check_empty",)
CHANGES = """
-sample_shape = shape[1:] if batched else shape
+sample_shape = tuple(x[0].shape) if batched else shape
"""
