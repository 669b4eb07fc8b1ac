"""Each batch has its own accuracy here, and the average of those counts a batch of one sample as much as a batch of a hundred. Count hits and samples over the whole loader.

这里先算每批的准确率再取平均,于是只有一个样本的批与有一百个样本的批同样重要。应当在整个 loader 上统计答对的个数和样本数。
"""

FAILS = ("check_accuracy",)
CHANGES = """
+rates = []
 model.eval()

-correct += (logits.argmax(dim=1) == labels).sum()
-n += (labels != -100).sum()
+labelled = (labels != -100).sum()
+if labelled:
+    rates.append((logits.argmax(dim=1) == labels).sum().item() / labelled.item())
+n += labelled

-return {"loss": float(loss) / count, "acc": int(correct) / count, "n": count}
+return {"loss": float(loss) / count, "acc": sum(rates) / len(rates), "n": count}
"""
