"""`get_dummies` puts all number columns in front and the text columns behind them. The order of the
features was to be kept; compare `names` with the columns of the table.

`get_dummies` 会把所有数字列放在前面，文本列放在后面。题目要求保持特征的顺序；把 `names` 与表格的列对照一下。
"""

FAILS = ("check_column_order",)
CHANGES = """
-for feature in train.columns.drop(label):
+features = train.columns.drop(label)
+for feature in sorted(features, key=lambda c: not pd.api.types.is_numeric_dtype(train[c])):
"""
