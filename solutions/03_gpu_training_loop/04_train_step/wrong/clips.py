"""Limiting the length of the gradients is a useful trick, but nobody asked for it here: each step becomes shorter than the optimizer was told. Keep a function to what its name promises.

限制梯度的长度是有用的技巧，但这里没有人要求：每一步都会比优化器设定的更短。函数只做它的名字所承诺的事。
"""

FAILS = ("check_weights", "check_stale_gradients", "check_on_cuda")
CHANGES = """
 loss.backward()
+torch.nn.utils.clip_grad_norm_(model.parameters(), 0.1)
"""
