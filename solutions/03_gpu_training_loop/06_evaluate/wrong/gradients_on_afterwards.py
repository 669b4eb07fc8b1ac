"""Here gradients are on at the end, whatever they were before. A caller who had switched them off gets graphs again without noticing. A context manager puts back what it found.

这里不管之前如何,结束时总是启用梯度。调用者若事先关闭了梯度,就会在不知不觉中又开始建立计算图。上下文管理器会恢复它进入时的状态。
"""

FAILS = ("check_grad_mode",)
CHANGES = """
 finally:
+    torch.set_grad_enabled(True)
"""
