"""`str(None)` is the text "None", and so the missing labels become a class of their own, which the
model then learns to predict. Set them apart before you convert or sort anything.

`str(None)` 得到的是文本 "None"，于是缺失的标签成了一个单独的类别，模型还会学着去预测它。应当在转换或排序之前先把它们分开。
"""

FAILS = ("check_missing",)
CHANGES = """
-self.classes_ = sorted({label for label in labels if label is not None})
+self.classes_ = sorted({str(label) for label in labels})

-ids = [known.get(label, count) for label in labels]
+ids = [known.get(str(label), count) for label in labels]
"""
