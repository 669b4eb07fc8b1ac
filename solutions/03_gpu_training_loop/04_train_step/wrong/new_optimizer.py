"""A new optimizer for each step has no memory: momentum, and all that Adam remembers, is lost. Use the one you were given; it already knows the weights.

每一步都新建优化器，它就没有记忆：动量，以及 Adam 记住的一切，全都丢了。请使用传入的优化器，它本来就知道要更新哪些权重。
"""

FAILS = ("check_weights",)
CHANGES = """
+group = optimizer.param_groups[0]
+optimizer = torch.optim.SGD(model.parameters(), lr=group["lr"], momentum=group["momentum"])
 optimizer.zero_grad(set_to_none=True)
"""
