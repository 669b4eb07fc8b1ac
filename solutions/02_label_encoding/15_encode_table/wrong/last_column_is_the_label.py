"""Labels often stand in the last column, but nothing guarantees it; which column is the label was
told by name. With the true label left in, a model has nothing to learn: the answer is among its
inputs.

标签常常在最后一列，但没有任何保证；哪一列是标签，已经用名称指明了。如果真正的标签留在特征里，模型就没有什么可学的：答案已经在输入中了。
"""

FAILS = ("check_label_anywhere",)
CHANGES = """
-for feature in train.columns.drop(label):
+for feature in train.columns[:-1]:
"""
