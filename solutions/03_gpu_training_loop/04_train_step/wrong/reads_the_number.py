"""`item()` brings the number to the CPU. On a GPU the program waits there until all pending work is done, at every single step. Return the tensor; whoever wants the number can read it once, later.

`item()` 会把数字取回 CPU。在 GPU 上，程序必须在此等待所有工作完成，而且每一步都要等。请返回张量；需要数字的人以后读一次就够了。
"""

FAILS = ("check_result_is_a_tensor",)
CHANGES = """
-return loss.detach()
+return loss.item()
"""
