"""The numbers would fit into int32, but PyTorch's losses and its indexing expect class ids as
int64. Check the dtype of what you return.

这些数用 int32 当然放得下，但 PyTorch 的损失函数和索引都要求类别编号为 int64。请检查返回值的数据类型。
"""

FAILS = ("check_dtype_and_length",)
CHANGES = """
-return torch.tensor(ids, dtype=torch.int64)
+return torch.tensor(ids, dtype=torch.int32)
"""
