"""The loss function has already averaged over the batch; multiplied by the batch size it is another number. Such weights belong where batches are added up, in the epoch.

损失函数已经对这一批求了平均，再乘以批次大小就成了另一个数。按样本数加权，应当放在汇总各批次的地方，也就是一个轮次的循环里。
"""

FAILS = ("check_loss_value",)
CHANGES = """
-return loss.detach()
+return loss.detach() * len(x)
"""
