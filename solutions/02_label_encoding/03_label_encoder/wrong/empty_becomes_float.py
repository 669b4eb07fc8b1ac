"""An empty list tells `torch.tensor` nothing about its dtype, so it takes float32. Encode a list
without labels and look at the dtype; it should not depend on how many labels there are.

空列表没有给 `torch.tensor` 任何类型信息，于是它选用了 float32。对一个没有标签的列表编码，看看结果的数据类型；类型不应取决于标签的个数。
"""

FAILS = ("check_dtype_and_length",)
CHANGES = """
-return torch.tensor(ids, dtype=torch.int64)
+return torch.tensor(ids)
"""
