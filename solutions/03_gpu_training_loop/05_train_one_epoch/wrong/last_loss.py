"""This is the loss of the last batch alone, which may have been an easy one. The epoch's loss is a mean over all samples.

这只是最后一个批次的损失，而它也许恰好很容易。一个轮次的损失，应当是对所有样本求的平均。
"""

FAILS = ("check_mean_loss",)
CHANGES = """
-return float(total) / samples
+return loss.item()
"""
