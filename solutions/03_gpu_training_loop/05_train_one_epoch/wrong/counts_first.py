"""One pass to count the samples and another to learn: reading the data is expensive, and a generator is empty the second time. Count while you learn.

先遍历一遍数样本，再遍历一遍来学习：读数据代价很高，而生成器第二次就空了。可以边学边数。
"""

FAILS = ("check_loader_used_once",)
CHANGES = """
-total, samples = torch.zeros((), device=device), 0
+total, samples = torch.zeros((), device=device), sum(len(x) for x, _ in loader)

-samples += len(x)
"""
