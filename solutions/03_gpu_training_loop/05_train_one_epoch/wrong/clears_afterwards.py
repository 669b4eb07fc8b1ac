"""The gradients are cleared at the end of each step, so the very first step of the epoch still uses what was stored before. Clear before the gradients are computed, not after they were used.

梯度在每一步的末尾清零，所以这个轮次的第一步仍然用到了之前留下的梯度。应当在计算梯度之前清零，而不是用完之后。
"""

FAILS = ("check_stale_gradients",)
CHANGES = """
-optimizer.zero_grad(set_to_none=True)

 optimizer.step()
+optimizer.zero_grad()
"""
