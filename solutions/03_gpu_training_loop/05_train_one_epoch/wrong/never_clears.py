"""`backward` adds to the stored gradients, so every update also repeats all earlier ones. There is no error message; the training is only worse than it could be.

`backward` 会累加到已有的梯度上，于是每次更新都把此前的各次又重复了一遍。不会有报错，只是训练效果变差。
"""

FAILS = ("check_weights", "check_stale_gradients")
CHANGES = """
-optimizer.zero_grad(set_to_none=True)
"""
