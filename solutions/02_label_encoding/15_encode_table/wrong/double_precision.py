"""pandas calculates in float64 and `torch.tensor` keeps that. A network's weights are float32, and
the first layer refuses to mix the two. Check the dtype of what you return.

pandas 使用 float64 计算，`torch.tensor` 会原样保留。网络的权重是 float32，第一层就会拒绝两者混用。请检查返回值的数据类型。
"""

FAILS = ("check_dtype",)
CHANGES = """
-rows = [torch.from_numpy(column.to_numpy("float32", copy=True)) for column in columns]
+rows = [torch.from_numpy(column.to_numpy("float64", copy=True)) for column in columns]
"""
