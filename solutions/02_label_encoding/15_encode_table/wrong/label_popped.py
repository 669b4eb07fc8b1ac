"""`pop` takes the label out of the caller's table, and the caller needs it next: it is what the
model is trained on. Read the columns you need and leave the table alone.

`pop` 会把标签从调用者的表格中取走，而调用者接下来正需要它：模型就是用它来训练的。只读取需要的列，不要改动表格。
"""

FAILS = ("check_tables_untouched",)
CHANGES = """
-for feature in train.columns.drop(label):
+train.pop(label)
+for feature in train.columns:
"""
