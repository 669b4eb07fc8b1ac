"""`model.train()` reaches every module inside, also the batch normalisation that somebody has frozen on purpose. In this function the mode is not your decision.

`model.train()` 会影响内部的每一个模块，包括有人特意冻结的批归一化。在这个函数里，模式不由你决定。
"""

FAILS = ("check_modes_kept",)
CHANGES = """
+model.train()
 optimizer.zero_grad(set_to_none=True)
"""
