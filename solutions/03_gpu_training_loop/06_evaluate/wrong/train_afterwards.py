"""`model.train()` at the end suits only a model that was in train mode: one that had been prepared for prediction, or whose batch normalisation was frozen, learns again from now on. Remember what was, and restore that.

结尾的 `model.train()` 只适合原本就处于训练模式的模型:原先准备用来预测的,或者批归一化已冻结的模型,从此又会继续学习。应当记住原来的状态并恢复它。
"""

FAILS = ("check_mode_restored",)
CHANGES = """
-for module, training in modes:
-    module.training = training
+model.train()
"""
