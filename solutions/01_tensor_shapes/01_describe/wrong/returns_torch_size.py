"""x.shape and its slices are torch.Size objects. They behave like tuples but are not plain ones, so
they print differently. Look at how to turn any sequence into a tuple.

x.shape 及其切片是 torch.Size 对象。它的用法与 tuple 相同,却不是普通的 tuple,打印出来也不一样。
想一想怎样把一个序列变成 tuple。
"""

FAILS = ("check_form",)
CHANGES = """
-shape = tuple(x.shape)
+shape = x.shape
"""
