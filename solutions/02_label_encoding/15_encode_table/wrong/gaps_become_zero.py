"""Zero is a value like any other: a penguin of 0 grams is no missing measurement but an impossible
one, and the model takes it for true. Fill gaps with a typical value.

0 和其他数值一样是有含义的：体重 0 克的企鹅不是“没有测量”，而是不可能存在，模型却会信以为真。应当用有代表性的值来填补空缺。
"""

FAILS = ("check_missing_number",)
CHANGES = """
-median = known.median()
+median = 0
"""
