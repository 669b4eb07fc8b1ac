"""Stopping with an error is a reasonable rule for labels, but not the one agreed on here: a text
that the training table does not know gives zeros, so that the other features of that row can still
be used.

对标签而言，报错是合理的做法，但这里约定的规则不同：训练表格中没有的文本得到全 0，这样该行的其他特征仍然可以使用。
"""

FAILS = ("check_unseen_category",)
CHANGES = """
+if not new.dropna().isin(known.dropna()).all():
+    raise ValueError(f"unknown text in {feature}")
 for text in sorted(known.dropna().unique()):
"""
