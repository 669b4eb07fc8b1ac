"""The cross-entropy leaves samples without a label out by itself, but `len(labels)` counts them: loss and accuracy come out too small. Count the labels that are there.

交叉熵会自动跳过没有标签的样本,`len(labels)` 却把它们也数了进去,于是损失和准确率都偏小。应当只数真正有标签的样本。
"""

FAILS = ("check_unlabelled", "check_nothing_labelled")
CHANGES = """
-n += (labels != -100).sum()
+n += len(labels)
"""
