"""`model.train(mode)` sets all modules inside to the same mode, so a part that was frozen before thaws. Each module has a flag of its own.

`model.train(mode)` 会把内部所有模块都设为同一模式,于是原来冻结的部分被解冻了。每个模块都有自己的标志。
"""

FAILS = ("check_mode_restored",)
CHANGES = """
-for module, training in modes:
-    module.training = training
+model.train(modes[0][1])
"""
