"""Leaving missing labels out makes the result shorter than the data: from there on every label
stands beside the wrong sample. Each row has to keep its place, whatever is in it.

去掉缺失的标签，结果就比数据短：从那里开始，每个标签都对应到了错误的样本。无论内容是什么，每一行都要留在原来的位置。
"""

FAILS = ("check_missing",)
CHANGES = """
-ids = [known.get(label, count) for label in labels]
+ids = [known.get(label, count) for label in labels if label is not None]
"""
