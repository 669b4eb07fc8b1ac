"""The column is set to 0 for ever because it did not vary in training. If it varies later, the
statement wants to see that: there the result is x - mean.

只因为训练时没有变化，这一列就被永远置为 0。如果它后来发生了变化，按题目要求应当体现出来：此时结果为 x - mean。
"""

FAILS = ("check_constant_column",)
CHANGES = """
-return lambda x: (x - mean) / scale
+return lambda x: torch.where(constant, 0.0, (x - mean) / scale)
"""
