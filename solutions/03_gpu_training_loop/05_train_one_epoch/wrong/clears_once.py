"""Cleared once, before the loop: inside it, the gradients of all batches still add up. What has to happen for every batch belongs inside the loop.

只在循环之前清零一次：在循环里，各批次的梯度仍然会累加。每个批次都要做的事，应当放在循环里面。
"""

FAILS = ("check_weights",)
CHANGES = """
 model.train()
+optimizer.zero_grad()

-optimizer.zero_grad(set_to_none=True)
"""
