"""A gradient of zero is not the same as no gradient. The optimizer skips a parameter without a gradient; one whose gradient is zero is still pushed on by momentum and weight decay. `zero_grad` knows both ways.

梯度为零，与没有梯度，是两回事。没有梯度的参数，优化器会跳过；梯度为零的参数，仍会被动量和权重衰减推着走。`zero_grad` 两种做法都支持。
"""

FAILS = ("check_other_parameters",)
CHANGES = """
-optimizer.zero_grad(set_to_none=True)
+optimizer.zero_grad(set_to_none=False)
"""
