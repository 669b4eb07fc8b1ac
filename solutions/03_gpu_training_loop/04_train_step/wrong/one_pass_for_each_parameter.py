"""Each call of autograd.grad goes back through the layers again, so a model with twice as many layers takes four times as long. One backward pass gives the gradients of all parameters.

每次调用 autograd.grad 都要把各层重新反向走一遍，层数翻倍，用时就变成四倍。一次反向传播就能得到所有参数的梯度。
"""

FAILS = ("check_cpu_budget",)
CHANGES = """
-loss.backward()
+for weight in model.parameters():
+    if weight.requires_grad:
+        (weight.grad,) = torch.autograd.grad(loss, weight, retain_graph=True, allow_unused=True)
"""
