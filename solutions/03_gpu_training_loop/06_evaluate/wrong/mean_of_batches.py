"""The mean of the batches' means gives a sample in a small last batch more weight than the others. Add the losses up over samples, and divide once at the end.

先求每批的平均再取平均,会让最后那个小批里的样本权重更大。应当按样本把损失加起来,最后只除一次。
"""

FAILS = ("check_loss",)
CHANGES = """
+used = 0
 model.eval()

-loss += F.cross_entropy(logits, labels, ignore_index=-100, reduction="sum")
+if (labels != -100).any():
+    loss += F.cross_entropy(logits, labels)
+    used += 1

-return {"loss": float(loss) / count, "acc": int(correct) / count, "n": count}
+return {"loss": float(loss) / used, "acc": int(correct) / count, "n": count}
"""
