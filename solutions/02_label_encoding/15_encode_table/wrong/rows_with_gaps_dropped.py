"""`dropna` removes whole samples, and with them the place that ties each row to its label: from the
first gap on, every row stands beside the wrong answer. Fill gaps, do not delete rows.

`dropna` 会删掉整个样本，每一行与标签的对应位置也就乱了：从第一个空缺开始，每一行都对应到错误的答案。应当填补空缺，而不是删行。
"""

FAILS = ("check_missing_text", "check_missing_number")
CHANGES = """
+train, test = train.dropna(), test.dropna()
 names, train_columns, test_columns = [], [], []
"""
