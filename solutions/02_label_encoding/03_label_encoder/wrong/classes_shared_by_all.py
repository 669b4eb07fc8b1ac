"""A list or dictionary that is written in the class body exists once for all encoders: fitting one
changes the others. What an object learns belongs to `self`, and has to be made anew.

写在类体中的列表或字典，所有编码器共用同一份：拟合其中一个，其他的也跟着变了。对象学到的内容属于 `self`，每次都要新建。
"""

FAILS = ("check_last_fit_only",)
CHANGES = """
+known = {}
+
 def __init__(self, unknown: str = "error"):

 self.classes_ = sorted({label for label in labels if label is not None})
+self.known.clear()
+self.known.update({name: i for i, name in enumerate(self.classes_)})

-known = {name: i for i, name in enumerate(self.classes_)}
+known = dict(self.known)
"""
