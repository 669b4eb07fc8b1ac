"""An optimizer that is made anew in each epoch forgets its momentum. The one you were given remembers; use it.

每个轮次都新建优化器，动量就被忘掉了。传入的优化器记得这些，请使用它。
"""

FAILS = ("check_weights",)
CHANGES = """
 model.train()
+group = optimizer.param_groups[0]
+optimizer = torch.optim.SGD(model.parameters(), lr=group["lr"], momentum=group["momentum"])
"""
