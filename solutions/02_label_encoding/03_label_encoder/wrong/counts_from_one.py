"""The first class has the id 0, not 1. With ids from 1 to K the last one is no valid column of a
layer with K outputs, and a loss function stops with an error, or worse, on a GPU, with an
unreadable one.

第一个类别的编号是 0，而不是 1。如果编号从 1 到 K，最后一个就超出了有 K 个输出的网络层，损失函数会报错；在 GPU 上，报错信息甚至难以看懂。
"""

FAILS = (
    "check_sorted_ids",
    "check_names_again",
    "check_missing",
    "check_unseen_gets_an_index",
    "check_last_fit_only",
)
CHANGES = """
-known = {name: i for i, name in enumerate(self.classes_)}
+known = {name: i for i, name in enumerate(self.classes_, start=1)}

-count = len(self.classes_)
+count = len(self.classes_) + 1
"""
