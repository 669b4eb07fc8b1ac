"""The ids follow the order in which the names turn up, so they change whenever the training data is
shuffled, and a model trained yesterday reads today's ids wrongly. Sorting makes them depend on the
names alone.

编号按名称首次出现的顺序排列，训练数据一打乱，编号就变了，昨天训练的模型会读错今天的编号。排序之后，编号只取决于名称本身。
"""

FAILS = ("check_sorted_ids",)
CHANGES = """
-self.classes_ = sorted({label for label in labels if label is not None})
+self.classes_ = list(dict.fromkeys(label for label in labels if label is not None))
"""
