"""The gradients are cleared after `backward` has written them and before `step` reads them: the optimizer finds nothing, and the model never learns. Write down what each line reads and writes, then order them.

梯度由 `backward` 写入、由 `step` 读取，这里却在两者之间把它清掉了：优化器什么也读不到，模型永远学不会。请写下每一行读什么、写什么，再安排先后次序。
"""

FAILS = ("check_weights", "check_stale_gradients", "check_on_cuda")
CHANGES = """
-optimizer.zero_grad(set_to_none=True)

 loss.backward()
+optimizer.zero_grad()
"""
