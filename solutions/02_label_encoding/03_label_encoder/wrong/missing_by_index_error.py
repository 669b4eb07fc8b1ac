"""This relies on -100 being outside the list. With a hundred classes or more it is inside: Python
counts from the end and returns the name of some class. Ask for -100 before you index with it.

这种写法依赖于 -100 超出列表范围。一旦类别达到一百个，-100 就在范围之内了：Python 会从末尾倒数，返回某个类别的名称。应当先判断是不是 -100，再去索引。
"""

FAILS = ("check_many_classes",)
CHANGES = """
-names = dict(enumerate(self.classes_))
-names[MISSING] = None
-try:
-    return [names[i] for i in ids.tolist()]
-except KeyError as error:
-    raise ValueError(f"no class has the id {error}") from None
+names = []
+for i in ids.tolist():
+    if i != MISSING and not 0 <= i < len(self.classes_):
+        raise ValueError(f"no class has the id {i}")
+    try:
+        names.append(self.classes_[i])
+    except IndexError:
+        names.append(None)
+return names
"""
