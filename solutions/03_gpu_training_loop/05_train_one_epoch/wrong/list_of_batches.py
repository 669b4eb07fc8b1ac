"""list(loader) holds all the data of the epoch at once, and a loader exists because they do not fit. Count the samples of each batch while you learn from it, and let the batch go.

list(loader) 会把整个轮次的数据同时放进内存，而之所以有 loader，正是因为放不下。应当一边学习一边数样本，用完一个批次就放手。
"""

FAILS = ("check_memory_budget",)
CHANGES = """
-for x, y in loader:
+for x, y in list(loader):
"""
