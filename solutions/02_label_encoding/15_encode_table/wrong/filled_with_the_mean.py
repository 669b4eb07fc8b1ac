"""The mean follows a single extreme value, the median does not; that is why the statement asks for
the median. Compare the two for the numbers 1, 2, 3 and 100.

均值会被一个极端值带走，中位数不会，所以题目要求用中位数。用 1、2、3、100 比较一下两者。
"""

FAILS = ("check_missing_number",)
CHANGES = """
-median = known.median()
+median = known.mean()
"""
