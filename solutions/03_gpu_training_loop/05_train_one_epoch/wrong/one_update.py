"""All gradients are collected and the weights move once, at the end. That is one step, not an epoch of steps: with a hundred batches the model learns a hundred times more slowly.

这里收集了所有梯度，到最后才更新一次权重。这只是一步，而不是一个轮次：有一百个批次，学习就慢一百倍。
"""

FAILS = ("check_weights",)
CHANGES = """
 model.train()
+optimizer.zero_grad()

-optimizer.zero_grad(set_to_none=True)

-optimizer.step()

+optimizer.step()
 return float(total) / samples
"""
