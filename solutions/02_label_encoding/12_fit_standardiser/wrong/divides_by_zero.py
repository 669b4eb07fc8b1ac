"""A column that never varied has standard deviation 0, and dividing by it gives NaN or infinity,
which then spreads through the whole network. Decide before dividing what such a column is divided
by.

从不变化的列标准差为 0，除以 0 会得到 NaN 或无穷大，并进而扩散到整个网络。应当在相除之前先决定这样的列除以什么。
"""

FAILS = ("check_constant_column",)
CHANGES = """
-return lambda x: (x - mean) / scale
+return lambda x: (x - mean) / std
"""
