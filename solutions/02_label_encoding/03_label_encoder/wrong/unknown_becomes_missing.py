"""A name that nobody knows and a label that nobody wrote down are two different things. Treating
the first like the second hides spelling mistakes: the samples just stop counting.

没见过的名称和没有填写的标签是两回事。把前者当成后者，会掩盖拼写错误：这些样本会悄悄地不再参与计算。
"""

FAILS = ("check_unseen_is_an_error", "check_unseen_gets_an_index", "check_last_fit_only")
CHANGES = """
-count = len(self.classes_)
-ids = [known.get(label, count) for label in labels]
-if self.unknown == "error" and count in ids:
-    raise ValueError(f"unknown label {labels[ids.index(count)]!r}")
+ids = [known.get(label, MISSING) for label in labels]
"""
