"""Adding a tiny number avoids the error message, not the problem: a new value that differs from the
constant by 1 becomes a hundred million. Try data in which the column varies for the first time.

加上一个极小的数只是避免了报错，并没有解决问题：新值与常数只要相差 1，结果就是一亿。试一试该列在新数据中首次发生变化的情况。
"""

FAILS = ("check_constant_column",)
CHANGES = """
-return lambda x: (x - mean) / scale
+return lambda x: (x - mean) / (std + 1e-8)
"""
