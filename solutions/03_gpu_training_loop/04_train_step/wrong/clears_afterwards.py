"""Clearing the gradients after the update helps the next step, but this one still starts with whatever somebody else left behind, for example a gradient computed for a picture or a test. Clear where you need it clean.

更新之后再清零，只照顾到了下一步；而这一步开始时，仍可能带着别处留下的梯度，例如画图或测试时算出的梯度。什么时候需要干净，就在什么时候之前清零。
"""

FAILS = ("check_stale_gradients",)
CHANGES = """
-optimizer.zero_grad(set_to_none=True)

 optimizer.step()
+optimizer.zero_grad()
"""
