"""Values more than three standard deviations away are cut off here. That may be a good idea, but
nobody asked for it, and new data may lie that far out: f(x) is (x - mean) / std for every value.

这里把偏离超过三个标准差的值截断了。这也许是个好主意，但题目并没有这样要求，而新数据完全可能偏得这么远：对任何值，f(x) 都等于 (x - mean) / std。
"""

FAILS = ("check_values",)
CHANGES = """
-return lambda x: (x - mean) / scale
+return lambda x: ((x - mean) / scale).clamp(-3, 3)
"""
