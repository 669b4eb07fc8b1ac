"""This calls the model a second time and reports the loss after the update. It costs a whole forward pass, and a batch normalisation counts the batch twice. The loss you need has been there since before `backward`.

这里又调用了一次模型，报告的是更新之后的损失。这多花了一次完整的前向计算，批归一化还会把这一批数两遍。你需要的损失，在 `backward` 之前就已经有了。
"""

FAILS = ("check_loss_value", "check_one_forward_pass")
CHANGES = """
-return loss.detach()
+with torch.no_grad():
+    return loss_fn(model(x), y)
"""
