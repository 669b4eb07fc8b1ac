"""`drop` raises an error when the column is not there, and in use it is not: the label is what is
to be predicted. Pick the features by name instead of removing the label.

要删除的列不存在时，`drop` 会报错；而实际使用时标签列正好不存在，因为它就是要预测的东西。应当按名称选出特征，而不是删掉标签。
"""

FAILS = ("check_test_without_label",)
CHANGES = """
-for feature in train.columns.drop(label):
+train, test = train.drop(columns=label), test.drop(columns=label)
+for feature in train.columns:
"""
