"""Calling fit inside transform gives new ids to every list: the same name has one id in training
and another one in testing. Only fit may learn; transform uses what was learned.

在 transform 里又调用 fit，每个列表都会得到一套新的编号：同一个名称在训练和测试中的编号不同。只有 fit 可以学习，transform 只使用学到的内容。
"""

FAILS = ("check_unseen_is_an_error", "check_unseen_gets_an_index", "check_last_fit_only")
CHANGES = """
+self.fit(labels)
 known = {name: i for i, name in enumerate(self.classes_)}
"""
