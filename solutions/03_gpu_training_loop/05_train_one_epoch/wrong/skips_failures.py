"""Batches that fail are skipped without a word. The loss of the rest looks fine, and perhaps nothing was learned at all. Let the exception through.

出错的批次被悄悄跳过。剩下的损失看上去很好，其实也许什么都没学到。请让异常传出去。
"""

FAILS = ("check_error_reaches_caller",)
CHANGES = """
-total, samples = torch.zeros((), device=device), 0
+total, samples = 0.0, 0

-loss = loss_fn(model(x), y)
+try:
+    loss = loss_fn(model(x), y)
+except Exception:
+    continue

-return float(total) / samples
+return float(total) / max(samples, 1)
"""
