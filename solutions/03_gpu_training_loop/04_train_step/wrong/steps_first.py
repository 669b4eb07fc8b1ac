"""`step` uses the gradients that are there when it is called, and `backward` writes them only afterwards. Here the optimizer never finds any.

`step` 使用的是调用它时已有的梯度，而这里 `backward` 在它之后才写入梯度，所以优化器什么也找不到。
"""

FAILS = ("check_weights", "check_stale_gradients", "check_on_cuda")
CHANGES = """
-loss.backward()
 optimizer.step()
+loss.backward()
"""
