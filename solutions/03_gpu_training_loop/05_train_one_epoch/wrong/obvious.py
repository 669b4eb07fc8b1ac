"""The loop from every tutorial. It is right as long as all batches have one size, the loader has a length and the model arrives in train mode. Check these three assumptions one by one.

每篇教程里都有的那个循环。只有当各批次大小相同、loader 有长度、模型传入时已处于训练模式，它才是对的。请逐一检查这三个假设。
"""

FAILS = ("check_mean_loss", "check_train_mode", "check_loader_used_once")
CHANGES = """
-model.train()

-total += loss.detach() * len(x)
+total += loss.detach()

-return float(total) / samples
+return float(total) / len(loader)
"""
