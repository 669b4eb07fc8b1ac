"""`step` finds no gradients, and the model never learns: they are cleared after `backward` has written them, or `step` comes before `backward`. Write down what each line reads and writes, then order them.

`step` 读不到梯度，模型永远学不会：要么 `backward` 写入之后梯度被清掉了，要么 `step` 排在了 `backward` 之前。请写下每一行读什么、写什么，再安排先后次序。
"""

FAILS = ("check_weights", "check_stale_gradients", "check_on_cuda")
CHANGES = """
-loss.backward()
 optimizer.step()
+loss.backward()
"""
