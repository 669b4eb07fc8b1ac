"""The ids count the sorted names, but the way back reads a list in another order, so a name comes
back as a different one. Both directions have to use the same list.

编号按排序后的名称计数，而反向翻译用的却是另一种顺序的列表，于是翻译回来的名称变成了别的名称。两个方向必须使用同一个列表。
"""

FAILS = ("check_names_again",)
CHANGES = """
 self.classes_ = sorted({label for label in labels if label is not None})
+self.names = list(dict.fromkeys(label for label in labels if label is not None))

-names = dict(enumerate(self.classes_))
+names = dict(enumerate(self.names))
"""
