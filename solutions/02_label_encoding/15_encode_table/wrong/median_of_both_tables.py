"""The median is computed over both tables, so the test data has a say in how the training data
looks. Put the test table aside until everything has been learned.

中位数是在两张表格上一起计算的，测试数据因此影响了训练数据的样子。在学习完成之前，应当把测试表格放在一边。
"""

FAILS = ("check_missing_number",)
CHANGES = """
-median = known.median()
+median = pd.concat([known, new]).median()
"""
