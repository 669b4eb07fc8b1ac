"""The mean of the batches' means gives a sample in a small batch more weight than one in a large batch. Ask how many samples stand behind each loss.

对各批次的平均值再求平均，小批次中的样本就比大批次中的样本权重更大。请想一想，每个损失代表多少个样本。
"""

FAILS = ("check_mean_loss",)
CHANGES = """
-total += loss.detach() * len(x)
-samples += len(x)
+total += loss.detach()
+samples += 1
"""
