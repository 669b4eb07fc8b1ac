"""Replacing NaN after the division mends only 0 / 0. A new value that differs from the constant
gives something / 0, infinity, and that turns into a gigantic number. Prevent the division, do not
repair it.

相除之后再替换 NaN，只能补救 0 / 0。与常数不同的新值会得到“非零数 / 0”，即无穷大，替换后变成一个极其巨大的数。应当避免这种除法，而不是事后补救。
"""

FAILS = ("check_constant_column",)
CHANGES = """
-return lambda x: (x - mean) / scale
+return lambda x: ((x - mean) / std).nan_to_num()
"""
