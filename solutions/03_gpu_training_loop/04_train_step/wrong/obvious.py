"""The first step is right, and every later one walks in the direction of all batches so far: `backward` adds to the gradients that are stored already. Nothing warns you. Think of what must happen to them before.

第一步是对的，之后的每一步走的却是到目前为止所有批次合在一起的方向：`backward` 会累加到已有的梯度上，而且没有任何警告。想一想，在此之前应该怎样处理它们。
"""

FAILS = ("check_stale_gradients", "check_other_parameters")
CHANGES = """
-optimizer.zero_grad(set_to_none=True)
"""
