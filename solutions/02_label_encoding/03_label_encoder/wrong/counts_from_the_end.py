"""Python's lists accept negative indices, so the id -1 silently becomes the last class, and too
large an id raises an IndexError in place of a ValueError. An id has to be checked before it is used
as an index.

Python 的列表接受负数索引，于是编号 -1 会悄悄变成最后一个类别；编号过大时抛出的又是 IndexError，而不是 ValueError。编号用作索引之前必须先检查。
"""

FAILS = ("check_ids_without_a_class",)
CHANGES = """
-names = dict(enumerate(self.classes_))
-names[MISSING] = None
-try:
-    return [names[i] for i in ids.tolist()]
-except KeyError as error:
-    raise ValueError(f"no class has the id {error}") from None
+return [None if i == MISSING else self.classes_[i] for i in ids.tolist()]
"""
