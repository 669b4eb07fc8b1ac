"""Mean losses of batches are added up and never divided: with three times as many batches the number is larger, although the model is not worse.

把每批的平均损失加起来,却从没有除:批数多三倍,数值就变大,而模型并没有变差。
"""

FAILS = ("check_mean_loss",)
CHANGES = """
-total += loss.detach() * len(index)
+total += loss.detach()

-history.append(total.item() / len(images))
+history.append(total.item())
"""
