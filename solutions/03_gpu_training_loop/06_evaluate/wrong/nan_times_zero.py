"""The mean cross-entropy of a batch without any label is 0 / 0, so NaN, and NaN times zero samples is still NaN: one such batch spoils the whole result.

一批中没有任何标签时,平均交叉熵是 0 / 0,即 NaN;NaN 乘以 0 个样本仍是 NaN,于是这一批就毁掉了全部结果。
"""

FAILS = ("check_unlabelled",)
CHANGES = """
-loss += F.cross_entropy(logits, labels, ignore_index=-100, reduction="sum")
+loss += F.cross_entropy(logits, labels) * (labels != -100).sum()
"""
