"""Subtracting the mean moves every column to 0, but columns in large units still outweigh the others.
Divide by the standard deviation too.

减去均值只是把各列移到 0 附近，单位较大的列仍会压过其他列。还要除以标准差。
"""

FAILS = ("check_values", "check_large_values")
CHANGES = """
-return lambda x: (x - mean) / scale
+return lambda x: x - mean
"""
