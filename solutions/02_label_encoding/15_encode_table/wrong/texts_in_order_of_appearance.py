"""Within a feature the columns follow the order in which the texts turn up. It changes when the
rows are shuffled; the sorted order does not.

同一特征的各列按文本首次出现的顺序排列。行一打乱，顺序就变了；排序后的次序则不会变。
"""

FAILS = ("check_column_order",)
CHANGES = """
-for text in sorted(known.dropna().unique()):
+for text in known.dropna().unique():
"""
