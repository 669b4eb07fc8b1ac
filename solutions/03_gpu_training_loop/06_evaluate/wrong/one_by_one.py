"""Every sample is sent through the model alone. The numbers are right, but one call with a whole batch costs little more than a call with one sample.

每个样本都单独送进模型。结果是对的,但整批调用一次的开销,只比单个样本调用一次多一点点。
"""

FAILS = ("check_cpu_budget",)
CHANGES = """
-logits = model(images.to(device))
-loss += F.cross_entropy(logits, labels, ignore_index=-100, reduction="sum")
-correct += (logits.argmax(dim=1) == labels).sum()
-n += (labels != -100).sum()
+for i in range(len(labels)):
+    if labels[i] == -100:
+        continue
+    logits = model(images[i : i + 1].to(device))
+    loss += F.cross_entropy(logits, labels[i : i + 1])
+    correct += (logits.argmax() == labels[i]).sum()
+    n += 1
"""
